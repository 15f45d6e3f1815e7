import * as charge from "./charge.ts";
import type { Documents, Outcome } from "./documents.ts";
import { badRequest, CosmosError, notSupported, tooLarge } from "./errors.ts";
import { isObject } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { maxBatchBytes, maxBatchOperations } from "./limits.ts";
import { partitionKeyOfHeader } from "./partition-key.ts";
import { parsePatch } from "./patch.ts";
import type { Store, WriteNumbers } from "./store.ts";

/** What a batch answers: 200 when every operation succeeded, else 207; its body is an array of results. */
export type BatchOutcome = { status: number; charge: number; body: string };

/** A batch's operations; `minimal` leaves the documents out of the answer. */
export type BatchRequest = { operations: readonly JsonObject[]; minimal: boolean };

type Result = Outcome & { message?: string; substatus?: number | undefined };

const failedDependency = 424;

/** Reads a batch's body. Throws 400 or 413 beyond Azure's limits of 100 operations and 2 MB. */
export const parseBatch = (body: unknown, bytes: number): JsonObject[] => {
  if (bytes > maxBatchBytes) throw tooLarge(`the batch is larger than ${maxBatchBytes} bytes`);
  if (!Array.isArray(body) || body.length === 0)
    throw badRequest("A batch must be an array of at least one operation.");
  if (body.length > maxBatchOperations) {
    throw badRequest(`Batch request has more operations than what is supported: ${maxBatchOperations}.`);
  }
  return body.map((operation: unknown) => {
    if (!isObject(operation)) throw badRequest("An operation of a batch must be an object.");
    return operation;
  });
};

/** A transactional batch in one logical partition: all of it, or nothing and 424 for what would have succeeded. */
export const runAtomicBatch = (
  store: Store,
  documents: Documents,
  pk: string,
  { operations, minimal }: BatchRequest,
): BatchOutcome => {
  const results: Result[] = [];
  try {
    store.transaction(
      (next) => {
        for (const operation of operations) {
          const own = operation["partitionKey"];
          if (typeof own === "string" && partitionKeyOfHeader(own) !== pk) {
            throw badRequest("All operations of a transactional batch must have its partition key.");
          }
          results.push(runOperation(documents, next, pk, operation));
        }
      },
      { savepoint: true },
    );
    return answer(200, results, minimal);
  } catch (error) {
    if (!(error instanceof CosmosError)) throw error;
    const failed = results.length;
    return answer(
      207,
      operations.map((_, index) =>
        index === failed ? failure(error) : { status: failedDependency, charge: 0 },
      ),
      minimal,
    );
  }
};

/** A bulk request: each operation for itself, in whatever logical partition it names. */
export const runBulk = (
  store: Store,
  documents: Documents,
  { operations, minimal, continueOnError }: BatchRequest & { continueOnError: boolean },
): BatchOutcome => {
  let stopped = false;
  const results = operations.map((operation): Result => {
    if (stopped) return { status: failedDependency, charge: 0 };
    try {
      const own = operation["partitionKey"];
      if (typeof own !== "string")
        throw badRequest("An operation of a bulk request needs its partition key.");
      const pk = partitionKeyOfHeader(own);
      return store.transaction((next) => runOperation(documents, next, pk, operation), { savepoint: false });
    } catch (error) {
      if (!(error instanceof CosmosError)) throw error;
      stopped = !continueOnError;
      return failure(error);
    }
  });
  return answer(results.every(({ status }) => status < 400) ? 200 : 207, results, minimal);
};

const runOperation = (
  documents: Documents,
  next: WriteNumbers,
  pk: string,
  operation: JsonObject,
): Outcome => {
  const { operationType, id, resourceBody, ifMatch, ifNoneMatch } = operation;
  const conditions = { ifMatch: optionalText(ifMatch), ifNoneMatch: optionalText(ifNoneMatch) };
  const named = (): string => {
    if (typeof id !== "string") throw badRequest(`A ${JSON.stringify(operationType)} operation needs an id.`);
    return id;
  };
  switch (operationType) {
    case "Create":
      return documents.create(next, pk, resourceBody);
    case "Upsert":
      return documents.upsert(next, pk, resourceBody, conditions);
    case "Replace":
      return documents.replace(next, pk, named(), resourceBody, conditions);
    case "Patch":
      return documents.patch(next, pk, named(), parsePatch(resourceBody), conditions);
    case "Read":
      return documents.read(pk, named(), conditions);
    case "Delete":
      return documents.delete(pk, named(), conditions);
    default:
      throw notSupported(`The batch operation '${JSON.stringify(operationType)}'`);
  }
};

const optionalText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const failure = ({ status, message, substatus }: CosmosError): Result => ({
  status,
  charge: charge.refusal,
  message,
  substatus,
});

/** The results as JSON text; document bodies are JSON already and go in as they are. */
const answer = (status: number, results: readonly Result[], minimal: boolean): BatchOutcome => {
  const items = results.map((result) => {
    const head = JSON.stringify({
      statusCode: result.status,
      subStatusCode: result.substatus,
      requestCharge: result.charge,
      eTag: result.etag,
      message: result.message,
    });
    return minimal || result.body === undefined
      ? head
      : `${head.slice(0, -1)},"resourceBody":${result.body}}`;
  });
  return {
    status,
    charge: results.reduce((sum, result) => sum + result.charge, 0),
    body: `[${items.join(",")}]`,
  };
};
