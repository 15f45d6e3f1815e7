import type { Container } from "@azure/cosmos";
import { bind, type BindingData } from "../binding-expressions.ts";
import { textOption, type OutputKind } from "../bindings.ts";
import { HostError } from "../host-error.ts";
import type { TypedData } from "../rpc.ts";
import { cosmosClient } from "./client.ts";
import { containerOf } from "./options.ts";

type Document = Record<string, unknown>;

/** Upserts the document, or each document of an array, that a function gave. */
export const cosmosOutput: OutputKind = (name, binding, where, { settings, connections }) => {
  const ref = containerOf(binding, settings, where);
  const partitionKey = textOption(binding, "partitionKey");
  const createIfNotExists = binding["createIfNotExists"] === true;
  if (createIfNotExists && partitionKey === undefined) {
    throw new HostError(`${where} has createIfNotExists but no partitionKey for the new container.`);
  }
  const open = async (data: BindingData): Promise<Container> => {
    const client = cosmosClient(connections, ref.connection);
    const id = bind(ref.container, data);
    if (!createIfNotExists || partitionKey === undefined) {
      return client.database(bind(ref.database, data)).container(id);
    }
    const { database } = await client.databases.createIfNotExists({ id: bind(ref.database, data) });
    return (await database.containers.createIfNotExists({ id, partitionKey })).container;
  };
  return {
    name,
    write: async (value, data) => {
      const container = await open(data);
      for (const document of documentsOf(value, where)) await container.items.upsert(document);
    },
  };
};

const documentsOf = (value: TypedData, where: string): Document[] => {
  const text = value.json ?? value.string ?? (value.bytes && Buffer.from(value.bytes).toString("utf8"));
  const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
  const documents: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (!documents.every((item) => typeof item === "object" && item !== null && !Array.isArray(item))) {
    throw new HostError(`${where} takes a document or an array of documents.`);
  }
  return documents as Document[];
};
