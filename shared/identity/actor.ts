/** The roles of design.md section 1, as the token's `roles` claim names them. */
export const roles = ["Staff", "Customer", "Salesman", "Analyst"] as const;

export type Role = (typeof roles)[number];

/** Who makes a request: `id` is the token's `sub`, and the token is good until `signedInUntil`. */
export type Actor = { id: string; roles: readonly Role[]; name?: string; signedInUntil?: Date };

export const isRole = (value: unknown): value is Role => roles.some((role) => role === value);
