import createClient, { type Client } from "openapi-fetch";
import type { Config } from "../config.ts";
import type { Session } from "../sign-in/session.ts";
import { Refused, Unreachable, type Problem } from "./problem.ts";
import type { paths } from "./schema.d.ts";

/** The API, with the types of its document. Give every call to `answer`. */
export type Api = Client<paths>;

/** An answer: the resource, its version for If-Match, and the rest of what HTTP says. */
export type Answer<Data> = { data: Data; etag: string | undefined; status: number; headers: Headers };

/** How long an answer may take before the page says that none comes. */
const patienceMs = 30_000;

/** Opens the client: it signs every request, and tells the session when its token is taken no longer. */
export const openApi = (config: Config, session: Session): Api => {
  const client = createClient<paths>({ baseUrl: config.api });
  client.use({
    onRequest: ({ request }) => {
      const token = session.token();
      if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
      return new Request(request, {
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(patienceMs)]),
      });
    },
    onResponse: ({ response }) => {
      if (response.status === 401 && session.token() !== undefined) session.refused();
    },
    onError: ({ error }) => new Unreachable("No answer.", { cause: error }),
  });
  return client;
};

type Outcome<Data> = { data?: Data; error?: unknown; response: Response };

/** The answer of a call. @throws Refused with the API's problem, Unreachable when no answer came */
export const answer = async <Data>(call: Promise<Outcome<Data>>): Promise<Answer<NonNullable<Data>>> => {
  const { data, error, response } = await call;
  const { status, headers } = response;
  if (data !== undefined && data !== null) {
    return { data, etag: headers.get("etag") ?? undefined, status, headers };
  }
  throw new Refused(problemOf(error, status), secondsOf(headers.get("retry-after")));
};

/** A new key for a new request: sent again with the same key, it is done once. */
export const newKey = (): string => crypto.randomUUID();

/** The problem in what a request was refused with. */
export const problemOf = (error: unknown, status: number): Problem => {
  if (typeof error === "object" && error !== null && "type" in error && "detail" in error)
    return error as Problem;
  // A gateway or a proxy answered in its own words.
  return { type: `urn:ktgg:problem:${status}`, title: "", status, detail: "" };
};

const secondsOf = (text: string | null): number | undefined => {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
};
