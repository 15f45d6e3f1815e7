/** A page that is shown to people who read the documents: who looks at it, where, and what has to be there before. */
export type Shown = {
  name: string;
  /** The demo person who is signed in; nobody when absent. */
  sub?: string;
  path: string;
  /** A text that is there once the page is drawn. */
  ready: string | RegExp;
};

/** Every page for the screenshots and for the figures: a new page is a line here. */
export const shown: readonly Shown[] = [
  { name: "home", path: "/", ready: "정부지원사업, 놓치지 마세요" },
  { name: "customer-projects", sub: "customer-1", path: "/customer", ready: "스마트공장 구축 및 고도화 지원사업" },
];
