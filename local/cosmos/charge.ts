/**
 * The request charge model, in RU. Constant and plausible, not measured on Azure: reads cost 1 per started KB, writes about what
 * Azure's documentation says for 1 KB, growing with the size; a query costs a start and a little per document read and per KB answered.
 */
const startedKb = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
const round = (charge: number): number => Math.round(charge * 100) / 100;

export const pointRead = (bytes: number): number => startedKb(bytes);
export const insert = (bytes: number): number => round(5.5 + 0.5 * (startedKb(bytes) - 1));
export const replace = (bytes: number): number => round(10.5 + 1 * (startedKb(bytes) - 1));
export const remove = 5.5;
export const refusal = 1;
export const metadata = 1;
export const query = ({ read, bytes }: { read: number; bytes: number }): number =>
  round(2.3 + 0.03 * read + 0.15 * Math.floor(bytes / 1024));
export const changeFeed = (bytes: number): number => round(1 + 0.15 * Math.floor(bytes / 1024));
