import type { InputKind } from "../bindings.ts";
import { textOption } from "../bindings.ts";
import { HostError } from "../host-error.ts";

/** durableClient: what durable-functions makes its client of. */
export const clientInput: InputKind = (name, binding, where, { durable }) => {
  for (const option of ["taskHub", "connectionName"]) {
    if (textOption(binding, option) !== undefined) {
      throw new HostError(`${where}: "${option}" is not had by local/durable: the host has one task hub.`);
    }
  }
  const json = durable.clientInput();
  return { name, fetch: () => Promise.resolve({ string: json }) };
};
