import type { HttpCookie } from "../rpc.ts";

const sameSite = { lax: "Lax", strict: "Strict", explicitNone: "None" } as const;

/** The Set-Cookie header of a cookie that a function gave (RFC 6265 section 4.1). */
export const setCookie = (cookie: HttpCookie): string => {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  if (cookie.maxAge) parts.push(`Max-Age=${Math.floor(cookie.maxAge.value)}`);
  if (cookie.domain) parts.push(`Domain=${cookie.domain.value}`);
  if (cookie.path) parts.push(`Path=${cookie.path.value}`);
  if (cookie.expires) parts.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.httpOnly?.value === true) parts.push("HttpOnly");
  if (cookie.secure?.value === true) parts.push("Secure");
  if (cookie.sameSite !== undefined && cookie.sameSite !== "none")
    parts.push(`SameSite=${sameSite[cookie.sameSite]}`);
  return parts.join("; ");
};
