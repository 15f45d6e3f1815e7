/** A management request that cannot be done, with the status code and condition that the client gets. */
export class ManagementError extends Error {
  readonly status: number;
  readonly condition: string;

  constructor(status: number, condition: string, description: string) {
    super(description);
    this.status = status;
    this.condition = condition;
  }
}

/** The fields of a request's body, a map; what is missing or of a wrong type is answered with 400. */
export class RequestBody {
  readonly #fields: Record<string, unknown>;

  constructor(body: unknown) {
    if (typeof body !== "object" || body === null) throw badRequest("The body must be a map.");
    this.#fields = body as Record<string, unknown>;
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== "number") throw badRequest(`${name} must be a number.`);
    return value;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : this.number(name);
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== "string") throw badRequest(`${name} must be a string.`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : this.text(name);
  }

  optionalBinary(name: string): Buffer | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return undefined;
    if (!Buffer.isBuffer(value)) throw badRequest(`${name} must be binary.`);
    return value;
  }

  numbers(name: string): number[] {
    return this.#list(name, (value) => typeof value === "number");
  }

  uuids(name: string): Buffer[] {
    return this.#list(name, (value) => Buffer.isBuffer(value) && value.length === 16);
  }

  maps(name: string): RequestBody[] {
    return this.#list(name, () => true).map((value) => new RequestBody(value));
  }

  map(name: string): RequestBody {
    return new RequestBody(this.#fields[name]);
  }

  /** Undefined when absent. */
  optionalMap(name: string): RequestBody | undefined {
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : new RequestBody(value);
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#fields);
  }

  #list<T>(name: string, fits: (value: unknown) => boolean): T[] {
    const value = this.#fields[name];
    if (!Array.isArray(value) || !value.every(fits))
      throw badRequest(`${name} is missing or of a wrong type.`);
    return value as T[];
  }
}

const badRequest = (description: string): ManagementError =>
  new ManagementError(400, "amqp:not-allowed", description);
