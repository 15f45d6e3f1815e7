const amount = String.raw`\d[\d,.]*\s?(?:(?:조|억|천만|백만|십만|만|천|백)\s?(?:\d[\d,.]*\s?(?:천만|백만|십만|만|천|백)\s?)?)?원`;
const per = String.raw`(?:(?:기업|업체|과제|점포|개사|기관|건|인|1인|팀|컨소시엄)당\s?)?`;
const upTo = new RegExp(String.raw`최대\s?(?:약\s?)?${amount}`);
const within = new RegExp(String.raw`${per}(?:약\s?)?${amount}\s?(?:이내|이하|한도|내외|까지|규모)`);
// "연매출 10억원 이하" says who may apply, not what is given.
const eligibility = /매출|자산|자본|소득|부채|급여|보증금/;

/** The amount of support as the summary writes it ("최대 2,000만원"): text, never a number; undefined when it names none. */
export const scaleIn = (summary: string): string | undefined => {
  const clauses = summary.split(/\n|(?<=[.。])\s|[☞※]/).flatMap((line) => line.split(/[(),](?!\d)/));
  const offers = clauses.filter((clause) => !eligibility.test(clause));
  return firstIn(offers, upTo) ?? firstIn(offers, within);
};

const firstIn = (clauses: string[], pattern: RegExp): string | undefined => {
  for (const clause of clauses) {
    const found = pattern.exec(clause)?.[0];
    if (found !== undefined) return found.trim();
  }
  return undefined;
};
