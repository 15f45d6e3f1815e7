import { toEucKr } from "./euc-kr.ts";

const longestProjectname = 30;
const longestName = 20;

/** Tells the customer who will call. */
export const matchedText = (projectname: string, salesmanname: string | undefined): string =>
  salesmanname === undefined
    ? `[KT.GG] ${short(projectname, longestProjectname)} 상담 담당자가 정해졌습니다.`
    : `[KT.GG] ${short(projectname, longestProjectname)} 상담 담당자: ${short(salesmanname, longestName)}`;

/** Tells the customer that the request was accepted. */
export const acceptedText = (projectname: string): string =>
  `[KT.GG] ${short(projectname, longestProjectname)} 상담이 수락되었습니다. 곧 연락드립니다.`;

/** Tells the salesman of a new assignment; nothing of the customer, which he sees after signing in. */
export const assignedText = (projectname: string): string =>
  `[KT.GG] 새 상담이 배정되었습니다: ${short(projectname, longestProjectname)}`;

/** What a Korean route can carry, on one line, cut by character with an ellipsis. */
const short = (text: string, most: number): string => {
  const characters = Array.from(toEucKr(text).replace(/\s+/g, " ").trim());
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
};
