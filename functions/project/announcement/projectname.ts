import { oneLine } from "./readable-text.ts";
import { withoutYear } from "./title-year.ts";

// The words of the act of announcing. One of `act` ends a title; `manner` goes only together with an act, so that
// "시스템 통합" keeps its last word and "시스템 통합 공고" is still the same name.
const act = "(?:모집|공모|공고문?|안내문?|알림)";
const manner =
  "(?:재|신규|추가|상시|수시|긴급|공개|통합|수정|변경|정정|연장|기간|일정|접수|마감|신청|선정|시행|계획|일부|최종|및|[·,/&]|제?\\d{1,2}(?:차|회차?|기))";
const actWords = new RegExp(
  String.raw`(?:\s+(?:${manner}|${act})+)*\s+(?:${manner}|${act})*${act}[\s!.~]*$`,
  "u",
);
// Written without a space: "지원사업공고", "입주기업모집공고".
const actSuffix =
  /(?<=[\p{L}\p{N})\]]{2})(?:(?:추가|수시|상시)?모집)?(?:재|수정|변경|정정|추가|연장)?(?:공고문?|모집)(?:안내)?[\s!.~]*$/u;

// Who is sought, when it says no more than "who takes part". 수요기업, 공급기업, 입주기업, 교육생 tell one project from another: they stay.
const whom = "(?:기업체?|업체|기관|사업자|소상공인|단체|자)(?:\\((?:업|기업|기관|업체|단체)\\))?";
const participants = new RegExp(
  String.raw`\s+(?:(?:신규|추가)\s?)?(?:(?:참여|참가|이용|수혜|신청|희망)(?:\s?희망)?\s?|지원대상\s?|대상\s?|지원|선정)${whom}$`,
  "u",
);
const companies = /(?<=사업)\s+(?:기업|업체)$/u;

// "(연장공고)", "[공고]", "(1차)", "(~7.23.까지)", "[2027-047호]": a note of the announcement, not of the project.
const note = new RegExp(
  String.raw`[(\[【](?!재[)\]])\s*(?:(?:본|${manner}|${act}|완료|참여기업|\s|~?\s?(?:\d{1,2}\s?[./월]\s?){1,2}(?:\d{1,2})?일?\.?(?:\([월화수목금토일]\))?까지)+|(?:[\p{L}\s]{0,12}공고\s?)?제?\s?20\d{2}\s?-\s?\d{1,5}\s?호?)\s*[)\]】]`,
  "gu",
);
const edition = /(?<![\p{L}\p{N}])제\s?\d{1,3}회(?:차)?(?![\p{L}\p{N}])/gu;
const lastParenthesis = /^(.*[^\s])\s*(\([^()]*\))$/u;

/**
 * The name of the project that stays over the years: the title without its year, without the words of announcing at its
 * end, and without notes such as "(연장공고)". A leading `[지역]` stays, another region being another project. Where
 * nothing would be left, the title stays. Taking the name of a name changes nothing.
 */
export const toProjectname = (title: string): string => {
  const whole = oneLine(
    title
      .replace(/[（［]/g, (sign) => (sign === "（" ? "(" : "["))
      .replace(/[）］]/g, (sign) => (sign === "）" ? ")" : "]")),
  );
  let name = whole;
  // Each step shortens the name or leaves it, so this ends.
  for (let before = ""; before !== name;) {
    before = name;
    name = tidy(
      withoutActs(
        withoutYear(name)
          .replace(note, " ")
          .replace(edition, " ")
          .replace(/[「」『』]/g, " "),
      ),
    );
  }
  return saysSomething(name) ? name : whole;
};

/** Takes the words of announcing from the end, also from before a parenthesis that ends the title. */
const withoutActs = (text: string): string => {
  const trimmed = tidy(text);
  const [, head, parenthesis] = lastParenthesis.exec(trimmed) ?? [];
  if (head !== undefined && parenthesis !== undefined) {
    const bare = withoutTail(head);
    if (bare !== head && saysSomething(bare)) return `${bare}${parenthesis}`;
  }
  return withoutTail(trimmed);
};

const withoutTail = (text: string): string =>
  [actWords, actSuffix, participants, companies].reduce((rest, tail) => rest.replace(tail, ""), text);

const tidy = (text: string): string =>
  oneLine(text)
    .replace(/([(\[【<])\s+/gu, "$1")
    .replace(/\s+([)\]】>])/gu, "$1")
    .replace(/\(\)|\[\]|【】|<>/gu, " ")
    .replace(/[\s_,:;~–—-]+$/u, "")
    .replace(/^[\s_,:;~–—·.-]+/u, "")
    .replace(/\s+/gu, " ")
    .trim();

const onlyActs = new RegExp(`${manner}|${act}`, "gu");

/** Whether there is more than a leading `[지역]`, a year and words of announcing. */
const saysSomething = (name: string): boolean =>
  /[\p{L}\p{N}]/u.test(withoutYear(name.replace(/^(?:\[[^\]]*\]\s*)+/u, "")).replace(onlyActs, ""));
