import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from "jose";
import type { CryptoKey, JWK } from "jose";

/** What signs every token, and what the world may see of it. */
export type SigningKey = { privateKey: CryptoKey; publicJwk: JWK & { kid: string } };

/** OpenID Connect asks every issuer for RS256. */
export const algorithm = "RS256";

/** The issuer's key, made once and kept, so that tokens outlive a restart. */
export const loadSigningKey = async (dataDir: string): Promise<SigningKey> => {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, "signing-key.pem");
  const pem = await readFile(file, "utf8").catch(async (error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    const made = await makeKey();
    // By rename: a process killed in the middle leaves no half of a key.
    await writeFile(`${file}.new`, made, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return made;
  });
  const privateKey = await importPKCS8(pem, algorithm, { extractable: true });
  const { kty, n, e } = await exportJWK(privateKey);
  if (kty === undefined || n === undefined || e === undefined) throw new Error(`${file} is no RSA key.`);
  const kid = await calculateJwkThumbprint({ kty, n, e });
  return { privateKey, publicJwk: { kty, n, e, kid, alg: algorithm, use: "sig" } };
};

const makeKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return exportPKCS8(privateKey);
};
