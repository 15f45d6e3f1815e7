import { z } from "zod";

/** Who may ask for sign-ins, and where to beside this machine. Every client is public: a page keeps no secret. */
export type Clients = { ids: readonly string[]; redirectUris: readonly string[] };

/** The pages of the product, at whatever port of this machine. */
export const defaultClients: Clients = { ids: ["ktgg-web"], redirectUris: [] };

const loopback: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether a code or a signed-out person may be sent to that address: a page of this machine (RFC 8252 section 7.3: any port), or one that is listed. */
export const mayReturnTo = ({ redirectUris }: Clients, uri: string): boolean => {
  if (redirectUris.includes(uri)) return true;
  if (!z.url().safeParse(uri).success || uri.includes("#")) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  return protocol === "http:" && loopback.includes(hostname) && username === "" && password === "";
};
