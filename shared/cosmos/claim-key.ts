import type { Container } from "@azure/cosmos";
import { IdempotencyKeyReused } from "../domain/errors.ts";
import type { IdempotencyKey } from "./aggregates.ts";
import { hasStatus } from "./status.ts";

const keySeconds = 7 * 24 * 60 * 60;

type KeyDocument = { id: "key"; aggregateId: string; kind: "key"; fingerprint: string; ttl: number };

/**
 * Ties an Idempotency-Key to its request before the command runs, where the aggregate's id comes from what is in the body: a
 * second body under the same key would be looked for elsewhere (ADR 2). @throws IdempotencyKeyReused
 */
export const claimKey = async (container: Container, { key, fingerprint }: IdempotencyKey): Promise<void> => {
  const claim: KeyDocument = {
    id: "key",
    aggregateId: `key-${key}`,
    kind: "key",
    fingerprint,
    ttl: keySeconds,
  };
  try {
    await container.items.create(claim);
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    const { resource } = await container.item("key", claim.aggregateId).read<KeyDocument>();
    if (resource && resource.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
  }
};
