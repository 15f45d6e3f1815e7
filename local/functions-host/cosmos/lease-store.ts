import { ErrorResponse, type Container } from "@azure/cosmos";
import { HostError } from "../host-error.ts";
import type { Lease, LeaseContent } from "./lease.ts";

/** The lease documents of one monitored container and prefix. */
export type LeaseStore = {
  /** Reads the lease of the range, created nobody's when there is none. */
  ensure: (range: Lease["range"]) => Promise<Lease>;
  read: (id: string) => Promise<Lease | undefined>;
  /** Writes if the lease is still the version that was read; undefined when somebody else was faster. */
  replace: (lease: Lease, change: Partial<LeaseContent>) => Promise<Lease | undefined>;
};

/** The HTTP status of a Cosmos error; undefined for anything else. */
export const codeOf = (error: unknown): number | undefined => {
  const { code } = error instanceof ErrorResponse ? error : { code: undefined };
  return typeof code === "number" ? code : undefined;
};

/** The store over a lease container whose partition key is /id. */
export const createLeaseStore = (container: Container, idPrefix: string): LeaseStore => {
  const read = async (id: string): Promise<Lease | undefined> => {
    const { resource } = await container.item(id, id).read<Lease>();
    return resource;
  };
  return {
    read,
    ensure: async (range) => {
      const id = `${idPrefix}..${range.minInclusive || "min"}-${range.maxExclusive}`.replaceAll(
        /[/\\?#]/g,
        "-",
      );
      const known = await read(id);
      if (known !== undefined) return known;
      const fresh: LeaseContent = { id, range, owner: null, until: 0, continuation: null, wantedBy: null };
      try {
        const { resource } = await container.items.create<LeaseContent>(fresh);
        if (resource === undefined) throw new HostError(`The lease ${id} was created but not given back.`);
        return resource;
      } catch (error) {
        const other = codeOf(error) === 409 ? await read(id) : undefined;
        if (other === undefined) throw error;
        return other;
      }
    },
    replace: async (lease, change) => {
      const { _etag: condition, id, range, owner, until, continuation, wantedBy } = lease;
      const content: LeaseContent = { id, range, owner, until, continuation, wantedBy, ...change };
      try {
        const { resource } = await container
          .item(id, id)
          .replace<LeaseContent>(content, { accessCondition: { type: "IfMatch", condition } });
        return resource;
      } catch (error) {
        if (codeOf(error) === 412 || codeOf(error) === 404) return undefined;
        throw error;
      }
    },
  };
};
