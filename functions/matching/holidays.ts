// Those that fall on the same day each year (관공서의 공휴일에 관한 규정, section 2). The days by the moon's calendar, the substitute
// and the occasional ones are announced from year to year: a setting.
const everyYear = new Set(["01-01", "03-01", "05-05", "06-06", "08-15", "10-03", "10-09", "12-25"]);

/** Whether nobody works on that day: the public holidays of every year, and the days that were announced. */
export const holidaysWith = (announced: readonly string[]): ((date: string) => boolean) => {
  const days = new Set(announced);
  return (date) => everyYear.has(date.slice(5)) || days.has(date);
};
