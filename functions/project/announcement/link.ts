import { oneLine } from "./readable-text.ts";

const longestLink = 2048;
const bareHost =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]+(?::\d{1,5})?(?:[/?#]|$)/u;

/**
 * The address as an absolute http or https address, or undefined when it is none. A path is taken to be of `site`, a bare
 * host ("shop.example.seoul.kr/apply", as the sources often write) to be https.
 */
export const toLink = (written: string, site: string): string | undefined => {
  const address = oneLine(written);
  const url = isAddress(address)
    ? URL.parse(bareHost.test(address) ? `https://${address}` : address, site)
    : null;
  if (!url) return undefined;
  // Names and passwords in an address serve only to make one host look like another.
  if (url.username !== "" || url.password !== "" || !url.hostname.includes(".")) return undefined;
  // A path must stay on the site: "/\\evil.example" and "//evil.example" do not.
  if (address.startsWith("/") && url.origin !== new URL(site).origin) return undefined;
  return url.href.length <= longestLink ? url.href : undefined;
};

/** What is no address at all ("추후 공지", "javascript:") must not become a path of the site: only a leading slash makes one. */
const isAddress = (written: string): boolean =>
  /^(?:\/|https?:\/\/)/i.test(written) || bareHost.test(written);
