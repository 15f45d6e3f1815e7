import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { startIdentity } from "../../../local/identity/server.ts";
import type { Identity, IdentityOptions } from "../../../local/identity/server.ts";

/** A folder that is gone after the test. */
export const tempDir = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "ktgg-identity-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** An issuer that is closed after the test. */
export const identityFor = async (
  t: TestContext,
  options: Partial<IdentityOptions> = {},
): Promise<Identity> => {
  const identity = await startIdentity({ port: 0, dataDir: options.dataDir ?? tempDir(t), ...options });
  t.after(() => identity.close());
  return identity;
};
