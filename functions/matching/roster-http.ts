import { z } from "zod";
import { id } from "../../shared/contract/fields.ts";
import { editSalesmanProfile, registerSalesman, salesman } from "../../shared/contract/salesman.ts";
import { NotFound } from "../../shared/domain/errors.ts";
import { created, ok } from "../../shared/http/answers.ts";
import type { Endpoint } from "../../shared/http/endpoint.ts";
import { pageOf, pageQuery, readPage } from "../../shared/http/page.ts";
import * as examples from "./examples.ts";
import { salesmanAggregateId, toSalesman, type Salesmen } from "./salesmen.ts";
import type { Roster } from "./roster.ts";

const params = z.object({ salesmanId: id });
const etag = { ETag: "The version, for If-Match" };
const { load: _, ...registration } = examples.salesman;
const one = (description: string) => ({
  description,
  schema: salesman,
  headers: etag,
  example: examples.salesman,
});

const listQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(["salesman", "consultant"]).optional(),
  available: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional(),
});

/** The roster's HTTP functions. */
export const rosterHttp = (endpoint: Endpoint, salesmen: Salesmen, roster: Roster): void => {
  endpoint(
    {
      name: "registerSalesman",
      method: "POST",
      path: "salesmen",
      tag: "Salesmen",
      summary: "Put a salesman or a consultant on the roster",
      description:
        "salesmanId is the `sub` of the person's token. Who waits for someone is matched to the new person at once.",
      roles: ["Staff"],
      body: registerSalesman,
      bodyExample: registration,
      idempotent: true,
      answers: {
        201: {
          ...one("The person on the roster"),
          headers: { ...etag, Location: "Where the person is" },
        },
      },
      refuses: ["already-exists"],
    },
    async ({ body: profile, origin, idempotency }) => {
      const { salesmanId } = profile;
      if (idempotency) await salesmen.claimKey(idempotency);
      const done = await salesmen.execute(
        salesmanAggregateId(salesmanId),
        { type: "RegisterSalesman", profile },
        { origin, idempotency, expectNew: true },
      );
      roster.note(done);
      return created(toSalesman(done.state), done.version, `/api/salesmen/${salesmanId}`);
    },
  );

  endpoint(
    {
      name: "editSalesmanProfile",
      method: "PATCH",
      path: "salesmen/{salesmanId}",
      tag: "Salesmen",
      summary: "Change a person's profile: what is left out stays",
      description:
        "It holds for choices from now on. A capacity below the present load takes nothing away; nothing is added until it fits.",
      roles: ["Staff"],
      params,
      body: editSalesmanProfile,
      bodyExample: { capacity: 12, available: true },
      conditional: true,
      answers: { 200: one("The person as they are now") },
    },
    async ({ params: { salesmanId }, body: changes, origin, ifVersions }) => {
      const done = await salesmen.execute(
        salesmanAggregateId(salesmanId),
        { type: "EditSalesmanProfile", changes },
        { origin, ifVersions },
      );
      roster.note(done);
      return ok(toSalesman(done.state), done.version);
    },
  );

  endpoint(
    {
      name: "listSalesmen",
      method: "GET",
      path: "salesmen",
      tag: "Salesmen",
      summary: "The roster, by name, with everyone's load",
      roles: ["Staff"],
      query: listQuery,
      answers: {
        200: {
          description: "A page of the roster",
          schema: pageOf(salesman),
          example: { items: [examples.salesman], nextCursor: null },
        },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) =>
      ok(
        await readPage({ limit, cursor }, (from) => salesmen.list(filter, from), {
          item: ({ salesman: found }) => found,
          sortKey: ({ sortKey }) => sortKey,
        }),
      ),
  );

  endpoint(
    {
      name: "getSalesman",
      method: "GET",
      path: "salesmen/{salesmanId}",
      tag: "Salesmen",
      summary: "One person on the roster",
      roles: ["Staff"],
      params,
      answers: { 200: one("The person") },
    },
    async ({ params: { salesmanId } }) => {
      const loaded = await salesmen.load(salesmanAggregateId(salesmanId));
      if (!loaded) throw new NotFound("salesman");
      return ok(toSalesman(loaded.state), loaded.version);
    },
  );
};
