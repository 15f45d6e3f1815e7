/** The actors of the system, as in the `roles` claim. */
export const roles = ["Staff", "Customer", "Salesman", "Analyst"] as const;

export type Role = (typeof roles)[number];

/** Who is signed in. The API decides what they may do; the pages only decide what they offer. */
export type Person = { id: string; name: string; roles: readonly Role[] };

/** What an access token says of its bearer, and until when (ms). Throws when it is no JWT with a subject and an end. */
export const readToken = (token: string): { person: Person; expiresAt: number } => {
  const claims = claimsOf(token);
  const { sub, exp } = claims;
  if (typeof sub !== "string" || typeof exp !== "number") throw new Error("The token has no sub or no exp.");
  const name = typeof claims["name"] === "string" ? claims["name"] : sub;
  const given = Array.isArray(claims["roles"]) ? claims["roles"] : [];
  return {
    person: { id: sub, name, roles: roles.filter((role) => given.includes(role)) },
    expiresAt: exp * 1000,
  };
};

const claimsOf = (token: string): Record<string, unknown> => {
  const [, body = ""] = token.split(".");
  const bytes = Uint8Array.from(atob(body.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
};
