/** A refusal as Azure Cosmos DB answers it: an HTTP status, a code and a message, and sometimes a substatus. */
export class CosmosError extends Error {
  readonly status: number;
  readonly code: string;
  readonly substatus: number | undefined;

  constructor(status: number, code: string, message: string, substatus?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.substatus = substatus;
  }
}

export const badRequest = (message: string): CosmosError => new CosmosError(400, "BadRequest", message);

/** For what Azure has and this server has not: a clear error that names it, never a wrong answer. */
export const notSupported = (what: string): CosmosError =>
  new CosmosError(
    400,
    "BadRequest",
    `${what} is not supported by the local Cosmos DB (see local/cosmos/README.md).`,
  );

export const notFound = (what: string): CosmosError =>
  new CosmosError(404, "NotFound", `Entity with the specified id does not exist in the system: ${what}.`);

export const conflict = (what: string): CosmosError =>
  new CosmosError(409, "Conflict", `Entity with the specified id already exists in the system: ${what}.`);

export const preconditionFailed = (): CosmosError =>
  new CosmosError(
    412,
    "PreconditionFailed",
    "Operation cannot be performed because one of the specified precondition is not met.",
  );

export const tooLarge = (what: string): CosmosError =>
  new CosmosError(413, "RequestEntityTooLarge", `Request size is too large: ${what}.`);

/** The substatus by which Azure tells a partition key mismatch from other bad requests. */
const partitionKeyMismatchSubstatus = 1001;

export const partitionKeyMismatch = (): CosmosError =>
  new CosmosError(
    400,
    "BadRequest",
    "PartitionKey extracted from document doesn't match the one specified in the header.",
    partitionKeyMismatchSubstatus,
  );

/** Azure's code word for a status, for refusals that carry only a status (fault switches). */
export const codeOf = (status: number): string => codes[status] ?? String(status);

const codes: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  408: "RequestTimeout",
  409: "Conflict",
  410: "Gone",
  412: "PreconditionFailed",
  413: "RequestEntityTooLarge",
  429: "TooManyRequests",
  449: "RetryWith",
  500: "InternalServerError",
  503: "ServiceUnavailable",
};
