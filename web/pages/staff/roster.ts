import type { Salesman } from "../../../shared/contract/salesman.ts";
import { answer, type Api } from "../../api/client.ts";

/** Everybody on the roster, by name. An organisation's salesmen are few: all of them fit a choice. */
export const wholeRoster = async (api: Api, signal: AbortSignal): Promise<Salesman[]> => {
  const people: Salesman[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
    const { data } = await answer(api.GET("/salesmen", { params: { query }, signal }));
    people.push(...data.items);
    cursor = data.nextCursor;
  }
  return people;
};
