import { bilingual, escapeHtml } from "./page.ts";
import { people, roles } from "./people.ts";
import type { Role } from "./people.ts";

const roleNames: Record<Role, [ko: string, en: string]> = {
  Staff: ["직원", "staff"],
  Customer: ["고객", "customers"],
  Salesman: ["영업대표", "salesmen"],
  Analyst: ["분석가", "analysts"],
};

/** The page that asks who signs in. `asked` are the parameters it was asked with: each choice repeats them. */
export const signInPage = (
  asked: URLSearchParams,
  wrong: string | null,
): { title: string; body: string } => ({
  title: "KT.GG 로그인",
  body: `<h1>누구로 로그인할까요?</h1>
<p lang="en">Who signs in? Choose one of the demo people.</p>
${wrong === null ? "" : `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>`}
${roles.map((role) => group(asked, role)).join("\n")}
<h2>${bilingual("다른 사람", "somebody else")}</h2>
${otherPerson(asked)}
<p class="note">${bilingual("내 컴퓨터에서만 쓰는 시연용 로그인입니다. 비밀번호가 없습니다.", "A sign-in for demos on this machine alone: nobody has a password.")}</p>`,
});

/** The page of a request that must not be answered to the address it names. */
export const refusalPage = (description: string): { title: string; body: string } => ({
  title: "KT.GG 로그인 오류",
  body: `<h1>로그인 요청이 올바르지 않습니다.</h1>
<p lang="en">The request to sign in is not valid.</p>
<p class="wrong" lang="en" role="alert">${escapeHtml(description)}</p>`,
});

const group = (asked: URLSearchParams, role: Role): string => {
  const [ko, en] = roleNames[role];
  return `<h2 id="${role}">${bilingual(ko, en)}</h2>
<ul aria-labelledby="${role}">
${people
  .filter((person) => person.roles.includes(role))
  .map(({ sub, name }) => `<li>${choice(asked, sub, name)}</li>`)
  .join("\n")}
</ul>`;
};

const choice = (asked: URLSearchParams, sub: string, name: string): string => {
  const again = repeat(asked);
  again.set("person", sub);
  return `<a class="person" href="${escapeHtml(`/authorize?${again.toString()}`)}"><span class="name">${escapeHtml(name)}</span> <span class="sub">${sub}</span></a>`;
};

const otherPerson = (asked: URLSearchParams): string => {
  const hidden = [...repeat(asked)].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const value = (name: string): string => escapeHtml(asked.get(name) ?? "");
  const hint = value("person") === "" ? value("login_hint") : value("person");
  const options = roles.map((role) => {
    const [ko, en] = roleNames[role];
    return `<option value="${role}"${asked.get("role") === role ? " selected" : ""}>${ko} (${en})</option>`;
  });
  return `<form method="post" action="/authorize">
${hidden.join("\n")}
<label><span>${bilingual("아이디", "id")}</span><input name="person" required maxlength="128" autocomplete="off" value="${hint}"></label>
<label><span>${bilingual("이름", "name")}</span><input name="name" required maxlength="100" autocomplete="off" value="${value("name")}"></label>
<label><span>${bilingual("역할", "role")}</span><select name="role">${options.join("")}</select></label>
<button type="submit">로그인 (Sign in)</button>
</form>`;
};

/** What the client asked, without what the person chose. */
const repeat = (asked: URLSearchParams): URLSearchParams => {
  const again = new URLSearchParams(asked);
  for (const name of ["person", "name", "role"]) again.delete(name);
  return again;
};
