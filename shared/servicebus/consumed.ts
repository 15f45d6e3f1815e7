/** A queue, or a subscription of a topic, that a function of this process consumes. */
export type ConsumedPlace = { entity: string; subscription?: string };

/** All that this process consumes: each function that is registered adds its own. */
export const consumed: ConsumedPlace[] = [];
