import type { Container } from "@azure/cosmos";
import { bind, bindQuery, type BindingData } from "../binding-expressions.ts";
import { textOption, type InputKind } from "../bindings.ts";
import { HostError } from "../host-error.ts";
import type { TypedData } from "../rpc.ts";
import { cosmosClient } from "./client.ts";
import { containerOf } from "./options.ts";

/** One document by id and partition key (absent: null), or the documents of a query. */
export const cosmosInput: InputKind = (name, binding, where, { settings, connections }) => {
  const ref = containerOf(binding, settings, where);
  const container = (data: BindingData): Container =>
    cosmosClient(connections, ref.connection)
      .database(bind(ref.database, data))
      .container(bind(ref.container, data));
  const id = textOption(binding, "id");
  const query = textOption(binding, "sqlQuery");
  const partitionKey = textOption(binding, "partitionKey");
  if ((id === undefined) === (query === undefined)) {
    throw new HostError(`${where} needs either an "id" (with its partitionKey) or a "sqlQuery".`);
  }
  return {
    name,
    fetch: async (data) => {
      const key = partitionKey === undefined ? undefined : bind(partitionKey, data);
      if (query !== undefined) {
        const options = key === undefined ? {} : { partitionKey: key };
        const { resources } = await container(data).items.query(bindQuery(query, data), options).fetchAll();
        return asJson(resources);
      }
      const documentId = bind(id ?? "", data);
      const { resource } = await container(data)
        .item(documentId, key ?? documentId)
        .read<Record<string, unknown>>();
      return asJson(resource ?? null);
    },
  };
};

const asJson = (value: unknown): TypedData => ({ json: JSON.stringify(value) });
