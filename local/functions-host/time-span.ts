const pattern = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/;

/** Milliseconds of a .NET TimeSpan ("00:05:00", "1.02:03:04.5"); undefined when it is not one. */
export const parseTimeSpan = (text: string): number | undefined => {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, minus, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Math.round(Number(`0.${fraction || "0"}`) * 1000);
  return minus === undefined ? ms : -ms;
};
