import { Refused, type Failure } from "../api/problem.ts";
import { isStep, stepWord } from "./words.ts";
import { texts } from "./texts.ts";

/** What happened, and what to do. Why is in it where it helps. */
export type Told = { title: string; advice: string };

const words = texts({
  ko: {
    unreachable: {
      title: "서버에 연결할 수 없습니다.",
      advice: "인터넷 연결을 확인한 뒤 다시 시도해 주세요. 입력한 내용은 그대로 있습니다.",
    },
    invalid: { title: "입력한 내용을 확인해 주세요.", advice: "표시된 항목을 고친 뒤 다시 시도해 주세요." },
    unauthenticated: {
      title: "로그인 시간이 끝났습니다.",
      advice: "다시 로그인하면 이 화면으로 돌아옵니다.",
    },
    forbidden: {
      title: "이 기능을 사용할 권한이 없습니다.",
      advice: "다른 계정으로 로그인하거나 담당자에게 문의해 주세요.",
    },
    "not-found": {
      title: "찾는 내용이 없습니다.",
      advice: "삭제되었거나 볼 수 있는 권한이 없습니다. 주소를 확인해 주세요.",
    },
    "wrong-state": {
      title: "지금 단계에서는 할 수 없습니다.",
      advice: "그사이 단계가 바뀌었습니다. 새로 고친 내용을 확인해 주세요.",
    },
    "already-exists": { title: "이미 등록되어 있습니다.", advice: "목록에서 확인해 주세요." },
    "stale-version": {
      title: "그사이 다른 곳에서 내용이 바뀌었습니다.",
      advice: "바뀐 내용을 확인한 뒤 다시 저장해 주세요.",
    },
    "too-large": { title: "보낸 내용이 너무 큽니다.", advice: "내용을 줄여 다시 시도해 주세요." },
    busy: {
      title: "요청이 많아 처리하지 못했습니다.",
      advice: "잠시 후 다시 시도해 주세요. 잃어버린 내용은 없습니다.",
    },
    other: {
      title: "처리하지 못했습니다.",
      advice: "잠시 후 다시 시도해 주세요. 계속되면 아래 번호를 알려 주세요.",
    },
    stateIs: (state: string) => `지금 단계: ${state}`,
    reference: (number: string) => `문의 번호: ${number}`,
  },
  en: {
    unreachable: {
      title: "The server can't be reached.",
      advice: "Check your connection and try again. What you typed is still here.",
    },
    invalid: { title: "Please check what you entered.", advice: "Correct the marked fields and try again." },
    unauthenticated: {
      title: "Your session has ended.",
      advice: "Sign in again and you are back on this page.",
    },
    forbidden: { title: "This is not for your role.", advice: "Sign in as somebody else, or ask our staff." },
    "not-found": {
      title: "There is no such thing here.",
      advice: "It is gone, or not yours to see. Check the address.",
    },
    "wrong-state": {
      title: "That is not possible at this step.",
      advice: "The step has changed meanwhile. See how it is now.",
    },
    "already-exists": { title: "It exists already.", advice: "Look for it in the list." },
    "stale-version": {
      title: "It was changed elsewhere meanwhile.",
      advice: "Look at the change, then save again.",
    },
    "too-large": { title: "That is too much at once.", advice: "Shorten it and try again." },
    busy: { title: "Too many requests at once.", advice: "Try again in a moment. Nothing was lost." },
    other: {
      title: "That did not work.",
      advice: "Try again in a moment. If it goes on, tell us this number.",
    },
    stateIs: (state: string) => `Step now: ${state}`,
    reference: (number: string) => `Reference: ${number}`,
  },
});

/** A failed request in words: what, why, what to do. */
export const tell = (failure: Failure): Told => {
  if (!(failure instanceof Refused)) return words().unreachable;
  const { type, status, state, instance } = failure.problem;
  if (status === 429 || status === 503 || status === 502 || status === 504) return words().busy;
  const kind = type.replace(/^urn:ktgg:problem:/, "");
  const known = words();
  switch (kind) {
    case "invalid":
    case "unauthenticated":
    case "forbidden":
    case "not-found":
    case "already-exists":
    case "stale-version":
    case "too-large":
      return known[kind];
    case "wrong-state": {
      const advice = isStep(state) ? ` ${known.stateIs(stepWord(state))}` : "";
      return { title: known[kind].title, advice: known[kind].advice + advice };
    }
    default: {
      const number = instance?.split(":").at(-1);
      const { title, advice } = known.other;
      return { title, advice: number === undefined ? advice : `${advice} ${known.reference(number)}` };
    }
  }
};
