/** One thing that is wrong with one field; `path` is dotted, as in `consents.night`, and names a header or a query parameter as it is sent. */
export type FieldError = { path: string; message: string };

/** A refusal that the caller can understand. `code` is stable and part of the API; only shared/http maps it to a status. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.code;
  }
}

/** The input breaks a rule of the business that a schema cannot say, such as an end before the start. */
export class Invalid extends DomainError {
  readonly code = "invalid";
  readonly errors: readonly FieldError[];
  constructor(...errors: FieldError[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join("; "));
    this.errors = errors;
  }
}

/** There is no such thing, or it is not the caller's: the two are told apart for nobody. */
export class NotFound extends DomainError {
  readonly code = "not-found";
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

/** The command does not fit the state that the thing is in; `possible` are the states or commands that do. */
export class WrongState extends DomainError {
  readonly code = "wrong-state";
  readonly state: string;
  readonly possible: readonly string[];
  constructor(message: string, state: string, possible: readonly string[]) {
    super(message);
    this.state = state;
    this.possible = possible;
  }
}

/** The thing was created before, under the same id. */
export class AlreadyExists extends DomainError {
  readonly code = "already-exists";
  constructor(what: string) {
    super(`This ${what} exists already.`);
  }
}

/** The caller edited a version that is no longer the present one. */
export class StaleVersion extends DomainError {
  readonly code = "stale-version";
  constructor() {
    super("It was changed since you read it. Read it again and repeat your change.");
  }
}

/** One Idempotency-Key came with two different requests. */
export class IdempotencyKeyReused extends DomainError {
  readonly code = "idempotency-key-reused";
  constructor() {
    super("This Idempotency-Key was used before for another request. Use a new key for a new request.");
  }
}

/** Others changed the same thing again and again while this command was tried. Nothing was changed; try again. */
export class Contended extends DomainError {
  readonly code = "contended";
  constructor() {
    super("Many are changing this at once. Nothing was changed; try again.");
  }
}
