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
  const url = URL.parse(absolute(address), site);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  // Names and passwords in an address serve only to make one host look like another.
  if (url.username !== "" || url.password !== "" || !url.hostname.includes(".")) return undefined;
  // A path must stay on the site: "/\\evil.example" and "//evil.example" do not.
  if (address.startsWith("/") && url.origin !== new URL(site).origin) return undefined;
  return url.href.length <= longestLink ? url.href : undefined;
};

/** What is no address at all ("추후 공지") must not become a path of the site: only a leading slash makes one. */
const absolute = (address: string): string => {
  if (address.startsWith("/") || /^https?:\/\//i.test(address)) return address;
  return bareHost.test(address) ? `https://${address}` : "about:blank";
};
