import { folded } from "./folded.ts";

/** Where the customer of a request is: the region that was said, else the `[지역]` at the projectname's head; none fits everywhere. */
export const regionsOf = (subject: { projectname: string; region?: string | undefined }): string[] => {
  const head = /^\s*\[([^\]]+)\]/.exec(subject.projectname)?.[1];
  return (subject.region === undefined ? (head ?? "").split(/[,·ㆍ・/\s]+/) : [subject.region])
    .map((region) => folded(region.trim()))
    .filter((region) => region !== "" && region !== "전국");
};

/** The one of the person's regions that serves the request, "" when it has no region or the person serves everywhere; else undefined. */
export const servingRegion = (wanted: readonly string[], regions: readonly string[]): string | undefined => {
  if (wanted.length === 0 || regions.length === 0) return "";
  return regions.find((region) => wanted.some((one) => isWithin(folded(region), one)));
};

// "서울" serves "서울특별시 강남구", and "서울특별시" serves "서울".
const isWithin = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
