import { html, nothing, type TemplateResult } from "lit-html";
import type { Project } from "../../../../shared/contract/project.ts";
import type { components } from "../../../api/schema.d.ts";
import { ddayBadge, statusBadge } from "../../../components/badges.ts";
import { conflictChoice } from "../../../components/conflict.ts";
import { dialog } from "../../../components/dialog.ts";
import { isSettled, resourceView } from "../../../components/resource.ts";
import { failed } from "../../../components/states.ts";
import { common } from "../../../i18n/common.ts";
import { formatDay, formatPeriod } from "../../../i18n/dates.ts";
import { formatCount } from "../../../i18n/numbers.ts";
import { projectFormView } from "../project-form.ts";
import type { ProjectPage } from "./ctrl.ts";
import { figures } from "./figures.ts";
import { words } from "./texts.ts";

type Schemas = components["schemas"];

/** One project, for staff. */
export const view = (ctrl: ProjectPage): TemplateResult => html`
  ${resourceView(ctrl.project, ({ resource }) => present(resource, ctrl))}
  ${isSettled(ctrl.project) ? statistics(ctrl) : nothing}
  ${
    ctrl.notifications !== undefined && isSettled(ctrl.statistics)
      ? notifications(ctrl.notifications)
      : nothing
  }
  ${asked(ctrl)}
`;

const statistics = (ctrl: ProjectPage): TemplateResult => html`
  <section class="section" aria-labelledby="statistics">
    <h2 id="statistics">${words().statistics}</h2>
    ${resourceView(ctrl.statistics, figures)}
  </section>
`;

const notifications = (found: NonNullable<ProjectPage["notifications"]>): TemplateResult => html`
  <section class="section" aria-labelledby="notifications">
    <h2 id="notifications">${words().notifications}</h2>
    ${resourceView(found, notified)}
  </section>
`;

const present = (project: Project, ctrl: ProjectPage): TemplateResult => html`
  <div class="row-head">
    ${statusBadge(project.status)}
    ${
      project.status === "ended"
        ? nothing
        : ddayBadge(project.status === "planned" ? project.expStartDate : project.endDate, ctrl.today)
    }
  </div>
  <div class="actions page-actions section-gap">
    ${
      project.status === "planned"
        ? html`<button type="button" class="button" @click=${ctrl.askStart}>${words().start}</button>`
        : nothing
    }
    ${
      project.status === "started"
        ? html`<button type="button" class="button danger" @click=${ctrl.askEnd}>${words().end}</button>`
        : nothing
    }
    ${
      project.status === "ended"
        ? nothing
        : html`<button type="button" class="button secondary" @click=${ctrl.edit}>${words().edit}</button>`
    }
  </div>
  <section aria-labelledby="facts">
    <h2 id="facts">${words().facts}</h2>
    <dl class="facts section-gap">
      ${fact(words().year, String(project.year))}
      ${
        project.startDate === undefined && project.expStartDate !== undefined
          ? fact(words().expected, formatDay(project.expStartDate))
          : nothing
      }
      ${fact(
        words().period,
        formatPeriod(project.startDate ?? project.expStartDate, project.endDate) || project.periodText,
      )}
      ${fact(words().host, project.host)} ${fact(words().target, project.target)}
      ${fact(words().scale, project.scale)}
      ${
        project.link === undefined
          ? nothing
          : html`<dt>${words().link}</dt>
              <dd>
                <a href=${project.link} target="_blank" rel="noopener noreferrer"
                  >${words().openLink}<span class="unseen">(${common().newWindow})</span></a
                >
              </dd>`
      }
    </dl>
    ${
      project.summary === undefined
        ? nothing
        : html`<h3>${words().summary}</h3>
            <p class="narrow text">${project.summary}</p>`
    }
  </section>
`;

const fact = (name: string, value: string | undefined): TemplateResult => html`
  <dt>${name}</dt>
  <dd>${value ?? words().unknown}</dd>
`;

const notified = (found: Schemas["ProjectNotifications"] | null): TemplateResult =>
  found === null ? html`<p>${words().preparing}</p>` : sent(found);

const sent = ({ state, text, counts }: Schemas["ProjectNotifications"]): TemplateResult => html`
  <p>${state === "done" ? words().done : words().sending}</p>
  <dl class="facts section-gap">${outcomes(counts)}</dl>
  <h3>${words().text}</h3>
  <p class="sms">${text}</p>
`;

type Outcome = keyof Schemas["ProjectNotifications"]["counts"];

const outcomes = (counts: Record<Outcome, number>, without: readonly Outcome[] = []): TemplateResult[] =>
  // The texts name every outcome, in the order in which they are read.
  (Object.keys(words().outcome) as Outcome[])
    .filter((name) => !without.includes(name) && (name === "sent" || counts[name] > 0))
    .map(
      (name) =>
        html`<dt>${words().outcome[name]}</dt>
          <dd>${words().cases(formatCount(counts[name]))}</dd>`,
    );

const asked = (ctrl: ProjectPage): TemplateResult | typeof nothing => {
  const { ask, project } = ctrl;
  const present = project.data?.resource;
  if (ask === undefined || present === undefined) return nothing;
  switch (ask.kind) {
    case "edit": {
      const { form, conflict } = ask.editor;
      const body = conflict === undefined ? projectFormView(form, ctrl.dismiss) : conflictChoice(conflict);
      return dialog({ title: words().editTitle, body, close: ctrl.dismiss });
    }
    case "start":
      return dialog({
        title: words().startTitle,
        close: ctrl.dismiss,
        body: html`
          <p>${words().startBody(present.projectname)}</p>
          ${resourceView(ask.preview, preview, 1)}
          ${confirm(ctrl, words().confirmStart, () => void ctrl.start(), ask.preview.data === undefined)}
        `,
      });
    case "end":
      return dialog({
        title: words().endTitle,
        close: ctrl.dismiss,
        body: html`
          <p>${words().endBody(present.projectname, String(present.year + 1))}</p>
          ${confirm(ctrl, words().confirmEnd, () => void ctrl.end())}
        `,
      });
  }
};

/** How many messages go out, and to whom none: seen before it is confirmed. */
const preview = ({
  interested,
  looked,
  messages,
  counts,
}: Schemas["NotificationPreview"]): TemplateResult => {
  const some = looked < interested;
  const [count, seen, all] = [formatCount(messages), formatCount(looked), formatCount(interested)];
  const without = outcomes(counts, ["sent", "waiting"]);
  return html`
    <div class="alert ${messages === 0 ? "warning" : ""}">
      <p class="start-count">
        <strong
          >${some ? words().smsAtLeast(seen, count, all) : messages === 0 ? words().smsNone : words().sms(count)}</strong
        >
      </p>
      <p>${words().interested(all)}</p>
      ${
        without.length === 0
          ? nothing
          : html`<p>${words().notSent}</p>
              <dl class="facts">${without}</dl>`
      }
    </div>
  `;
};

const confirm = (ctrl: ProjectPage, text: string, act: () => void, wait = false): TemplateResult => html`
  ${ctrl.failure === undefined ? nothing : failed(ctrl.failure)}
  <div class="actions section-gap">
    <button type="button" class="button" ?disabled=${wait || ctrl.busy} @click=${act}>${text}</button>
    <button type="button" class="button secondary" @click=${ctrl.dismiss}>${common().cancel}</button>
  </div>
`;
