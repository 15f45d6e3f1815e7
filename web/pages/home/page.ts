import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { common } from "../../i18n/common.ts";
import { texts } from "../../i18n/texts.ts";
import type { OpenPage } from "../../page.ts";
import { places } from "../../shell/navigation.ts";

const words = texts({
  ko: {
    title: "정부지원사업, 놓치지 마세요",
    lead: "관심 있는 지원사업을 저장해 두면 접수가 시작될 때 문자로 알려 드립니다. 상담을 신청하면 담당 영업대표가 바로 정해집니다.",
    first: "관심 사업 저장",
    firstBody: "지원사업은 해마다 다시 열립니다. 한 번 저장하면 다음 해에도 알려 드립니다.",
    second: "접수 시작 알림",
    secondBody: "접수가 시작되는 날 휴대전화로 문자를 보내 드립니다.",
    third: "바로 연결되는 상담",
    thirdBody: "신청하는 즉시 누가 연락드릴지 알 수 있습니다.",
  },
  en: {
    title: "Don't miss a support project",
    lead: "Save the projects that interest you and get a text message when they open. Ask for advice and see at once who will call.",
    first: "Save an interest",
    firstBody: "Projects open again each year. Save one once and hear of it next year too.",
    second: "Hear when it opens",
    secondBody: "On the day it opens you get a text message.",
    third: "Advice at once",
    thirdBody: "You see who will call as soon as you ask.",
  },
});

/** The first page: who is signed in goes on to their own, everybody else reads what this is. */
export const open: OpenPage = (app) => {
  const home = places.find(({ role }) => app.session.has(role));
  if (home !== undefined) {
    queueMicrotask(() => {
      app.go(home.path, { replace: true });
    });
  }
  return { title: () => words().title, view: () => view(app) };
};

const view = ({ session }: App): TemplateResult => html`
  <p class="lead">${words().lead}</p>
  <p>
    <button type="button" class="button large" @click=${() => void session.signIn("/")}>
      ${common().signIn}
    </button>
  </p>
  <ul class="cards three">
    ${[
      [words().first, words().firstBody],
      [words().second, words().secondBody],
      [words().third, words().thirdBody],
    ].map(
      ([title, body]) =>
        html`<li class="card">
          <h2 class="card-title">${title}</h2>
          <p>${body}</p>
        </li>`,
    )}
  </ul>
`;
