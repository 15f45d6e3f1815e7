import type { Salesman } from "../../../shared/contract/salesman.ts";
import { answer, type Api } from "../../api/client.ts";
import { pagesOf } from "../../api/pages.ts";

/** Everybody on the roster, by name. An organisation's salesmen are few: all of them fit a choice. */
export const wholeRoster = async (api: Api, signal: AbortSignal): Promise<Salesman[]> => {
  const people: Salesman[] = [];
  const pages = pagesOf(
    async (query) => (await answer(api.GET("/salesmen", { params: { query }, signal }))).data,
  );
  for await (const { items } of pages) people.push(...items);
  return people;
};
