import { DocumentTable } from "./document-table.ts";
import { conflict, notFound } from "./errors.ts";
import { etagOf } from "./etag.ts";
import type { JsonObject } from "./json.ts";
import { containerRid, databaseRid, documentRids } from "./rid.ts";
import type { Store } from "./store.ts";

/** A database and its containers. */
export type Database = {
  number: number;
  id: string;
  rid: string;
  ts: number;
  etag: string;
  containers: Map<string, Container>;
};

/** A container: its definition as it was given, and its documents. */
export type Container = {
  number: number;
  id: string;
  database: Database;
  rid: string;
  self: string;
  ts: number;
  etag: string;
  definition: JsonObject;
  partitionKeyPath: string[];
  /** -1: nothing expires unless it says so itself; undefined: nothing expires at all. */
  defaultTtl: number | undefined;
  documentRid: (number: number) => string;
  documents: DocumentTable;
};

/** The databases and containers, kept in memory beside their tables. */
export class Catalog {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly databases = new Map<string, Database>();

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
    this.reload();
  }

  /** Reads all from disk again. */
  reload(): void {
    this.databases.clear();
    for (const row of this.#store.database.prepare("SELECT number, id, ts, write FROM databases").all()) {
      this.#keepDatabase(Number(row["number"]), String(row["id"]), Number(row["ts"]), Number(row["write"]));
    }
    const byNumber = new Map([...this.databases.values()].map((database) => [database.number, database]));
    for (const row of this.#store.database.prepare("SELECT * FROM containers").all()) {
      const database = byNumber.get(Number(row["database"]));
      if (database === undefined) throw new Error(`The container ${String(row["id"])} has no database.`);
      const definition = JSON.parse(String(row["definition"])) as JsonObject;
      this.#keepContainer(
        database,
        Number(row["number"]),
        Number(row["ts"]),
        Number(row["write"]),
        definition,
      );
    }
  }

  database(id: string): Database {
    const database = this.databases.get(id);
    if (database === undefined) throw notFound(`database '${id}'`);
    return database;
  }

  container(databaseId: string, id: string): Container {
    const container = this.database(databaseId).containers.get(id);
    if (container === undefined) throw notFound(`container '${id}' of database '${databaseId}'`);
    return container;
  }

  createDatabase(id: string): Database {
    if (this.databases.has(id)) throw conflict(`database '${id}'`);
    return this.#store.transaction(
      (next) => {
        const [ts, write] = [this.#seconds(), next()];
        const { lastInsertRowid } = this.#store.database
          .prepare("INSERT INTO databases (id, ts, write) VALUES (?, ?, ?)")
          .run(id, ts, write);
        return this.#keepDatabase(Number(lastInsertRowid), id, ts, write);
      },
      { savepoint: true },
    );
  }

  deleteDatabase(database: Database): void {
    this.#store.transaction(
      () => {
        for (const container of database.containers.values()) this.#dropContainer(container);
        this.#store.database.prepare("DELETE FROM databases WHERE number = ?").run(database.number);
        this.databases.delete(database.id);
      },
      { savepoint: true },
    );
  }

  createContainer(database: Database, definition: JsonObject): Container {
    const id = definition["id"] as string;
    if (database.containers.has(id)) throw conflict(`container '${id}' of database '${database.id}'`);
    return this.#store.transaction(
      (next) => {
        const [ts, write] = [this.#seconds(), next()];
        const { lastInsertRowid } = this.#store.database
          .prepare("INSERT INTO containers (database, id, ts, write, definition) VALUES (?, ?, ?, ?, ?)")
          .run(database.number, id, ts, write, JSON.stringify(definition));
        return this.#keepContainer(database, Number(lastInsertRowid), ts, write, definition);
      },
      { savepoint: true },
    );
  }

  replaceContainer(container: Container, definition: JsonObject): void {
    this.#store.transaction(
      (next) => {
        const [ts, write] = [this.#seconds(), next()];
        this.#store.database
          .prepare("UPDATE containers SET ts = ?, write = ?, definition = ? WHERE number = ?")
          .run(ts, write, JSON.stringify(definition), container.number);
        Object.assign(container, {
          ts,
          etag: etagOf(write),
          definition,
          defaultTtl: definition["defaultTtl"],
        });
      },
      { savepoint: true },
    );
  }

  deleteContainer(container: Container): void {
    this.#store.transaction(
      () => {
        this.#dropContainer(container);
      },
      { savepoint: true },
    );
  }

  #dropContainer(container: Container): void {
    container.documents.drop();
    this.#store.database.prepare("DELETE FROM containers WHERE number = ?").run(container.number);
    container.database.containers.delete(container.id);
  }

  #keepDatabase(number: number, id: string, ts: number, write: number): Database {
    const database = {
      number,
      id,
      rid: databaseRid(number),
      ts,
      etag: etagOf(write),
      containers: new Map<string, Container>(),
    };
    this.databases.set(id, database);
    return database;
  }

  #keepContainer(
    database: Database,
    number: number,
    ts: number,
    write: number,
    definition: JsonObject,
  ): Container {
    const id = definition["id"] as string;
    const rid = containerRid(database.number, number);
    const { paths } = definition["partitionKey"] as { paths: [string] };
    const container: Container = {
      number,
      id,
      database,
      rid,
      self: `dbs/${database.rid}/colls/${rid}/`,
      ts,
      etag: etagOf(write),
      definition,
      partitionKeyPath: paths[0].slice(1).split("/"),
      defaultTtl: definition["defaultTtl"] as number | undefined,
      documentRid: documentRids(database.number, number),
      documents: new DocumentTable(this.#store, number),
    };
    database.containers.set(id, container);
    return container;
  }

  #seconds(): number {
    return Math.floor(this.#clock() / 1000);
  }
}
