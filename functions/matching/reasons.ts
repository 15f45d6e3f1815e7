import type { Considered, Ranked, Verdict } from "./choose.ts";

/** One reason of a match: `code` for machines, `text` for people. */
export type Reason = { code: string; text: string };

const titles = { salesman: "영업대표", consultant: "컨설턴트" } as const;

/** Why the first was chosen, before `next`, who was their equal in the conditions. */
export const reasonsOf = (kind: keyof typeof titles, first: Ranked, next: Ranked | undefined): Reason[] => {
  const { person, specialty, region } = first;
  return [
    specialty === undefined
      ? {
          code: "specialty-relaxed",
          text: `전문 분야까지 맞는 ${titles[kind]}가 없어 전문 분야 조건을 완화했습니다.`,
        }
      : { code: "specialty-fit", text: `요청 내용이 전문 분야 '${specialty}'에 맞습니다.` },
    region === undefined
      ? { code: "region-relaxed", text: `담당 지역이 맞는 ${titles[kind]}가 없어 지역 조건을 완화했습니다.` }
      : region === ""
        ? { code: "region-any", text: "요청에 지역이 없거나 전 지역을 맡아 지역 조건에 맞습니다." }
        : { code: "region-fit", text: `요청한 지역이 담당 지역 '${region}'에 맞습니다.` },
    rankReason(kind, first, next),
  ].map(({ code, text }) => ({
    code: kind === "salesman" ? code : `consultant-${code}`,
    text: kind === "salesman" ? text : `${titles.consultant} ${person.name}: ${text}`,
  }));
};

const rankReason = (kind: keyof typeof titles, first: Ranked, next: Ranked | undefined): Reason => {
  const { person } = first;
  const share = `${person.load}/${person.capacity}건`;
  if (first.isPresent)
    return { code: "present-salesman", text: `이 고객을 이미 맡고 있는 ${titles[kind]}입니다.` };
  if (!next)
    return { code: "only-one", text: `조건에 맞는, 지금 맡을 수 있는 유일한 ${titles[kind]}입니다.` };
  if (first.isReserved && !next.isReserved)
    return { code: "place-reserved", text: "앞선 시도에서 이 상담의 자리를 이미 잡아 두었습니다." };
  const equal = person.load * next.person.capacity === next.person.load * person.capacity;
  if (!equal) return { code: "lowest-load", text: `정원 대비 맡은 상담이 적습니다(${share}).` };
  if (person.lastMatchedAt !== next.person.lastMatchedAt) {
    return {
      code: "longest-idle",
      text: `부담이 같은 사람 가운데 가장 오래 새 배정이 없었습니다(${share}).`,
    };
  }
  return { code: "order", text: `모든 조건이 같아 정해진 순서로 골랐습니다(${share}).` };
};

/** Why nobody was chosen. */
export const noneReason = (looked: number): Reason => ({
  code: "nobody",
  text:
    looked === 0
      ? "명단에 영업대표가 없습니다. 등록되는 대로 배정합니다."
      : `영업대표 ${looked}명 가운데 지금 맡을 수 있는 사람이 없습니다. 여유가 생기는 대로 배정합니다.`,
});

/** Staff named the salesman. */
export const byHandReason: Reason = { code: "by-hand", text: "운영 담당자가 직접 배정했습니다." };

/** The salesman accepted while another one was being matched. */
export const acceptedFirstReason: Reason = {
  code: "accepted-first",
  text: "다시 배정하는 사이에 먼저 수락하여 그대로 맡습니다.",
};

const verdicts: Record<Verdict, (one: Considered) => string> = {
  chosen: () => "조건과 순서에서 가장 앞서 배정되었습니다.",
  unavailable: () => "지금은 배정을 받지 않는 상태입니다.",
  "on leave": () => "오늘 휴가입니다.",
  full: ({ load, capacity }) => `정원이 찼습니다(${load}/${capacity}건).`,
  excluded: () => "이 건을 이미 넘기거나 되돌려 제외했습니다.",
  specialty: () => "전문 분야가 요청과 맞는 사람이 먼저입니다.",
  region: () => "담당 지역이 요청과 맞는 사람이 먼저입니다.",
  "present salesman": () => "이 고객을 이미 맡고 있는 사람이 먼저입니다.",
  place: () => "이 상담의 자리를 이미 잡아 둔 사람이 먼저입니다.",
  load: ({ load, capacity }) => `정원 대비 맡은 상담이 더 많습니다(${load}/${capacity}건).`,
  idle: () => "부담은 같지만 더 최근에 배정을 받았습니다.",
  order: () => "모든 조건이 같아 정해진 순서에서 뒤입니다.",
};

/** The verdict on one person as a sentence. */
export const verdictText = (one: Considered): string => verdicts[one.verdict](one);
