type Placed = { alarmId: string; at: string };

/** Whether the first belongs above the second, as the API sorts them: the newest first, and the same always alike. */
export const isInOrder = (one: Placed, other: Placed | undefined): boolean =>
  other === undefined || keyOf(one) > keyOf(other);

const keyOf = ({ at, alarmId }: Placed): string => `${at}|${alarmId}`;

/** Both together in their order, each once: what is told again stays as it is told now. */
export const merged = <Item extends Placed>(known: readonly Item[], more: readonly Item[]): Item[] => {
  const byId = new Map([...known, ...more].map((item) => [item.alarmId, item]));
  return [...byId.values()].toSorted((one, other) => (isInOrder(one, other) ? -1 : 1));
};
