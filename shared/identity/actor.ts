/** The roles of design.md section 1, as the token's `roles` claim names them. */
export const roles = ["Staff", "Customer", "Salesman", "Analyst"] as const;

export type Role = (typeof roles)[number];

/** Who makes a request: `id` is the token's `sub`. */
export type Actor = { id: string; roles: readonly Role[]; name?: string };

export const isRole = (value: unknown): value is Role => roles.some((role) => role === value);
