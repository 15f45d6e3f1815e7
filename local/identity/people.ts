/** Someone of the demo: `sub` and `roles` go into the token, `phone` is fictional. */
export type Person = { sub: string; name: string; roles: Role[]; phone: string };

/** The roles of the app registration: no token carries another. */
export const roles = ["Staff", "Customer", "Salesman", "Analyst"] as const;

/** One of the actors of the system. */
export type Role = (typeof roles)[number];

/** Everyone who can sign in to the demo. */
export const people: readonly Person[] = [
  { sub: "staff-1", name: "김지원", roles: ["Staff"], phone: "010-0000-0001" },
  { sub: "staff-2", name: "이서연", roles: ["Staff"], phone: "010-0000-0002" },
  { sub: "customer-1", name: "박민수", roles: ["Customer"], phone: "010-0000-0011" },
  { sub: "customer-2", name: "최은영", roles: ["Customer"], phone: "010-0000-0012" },
  { sub: "customer-3", name: "정하늘", roles: ["Customer"], phone: "010-0000-0013" },
  { sub: "customer-4", name: "강도윤", roles: ["Customer"], phone: "010-0000-0014" },
  { sub: "salesman-1", name: "한상우", roles: ["Salesman"], phone: "010-0000-0021" },
  { sub: "salesman-2", name: "윤가람", roles: ["Salesman"], phone: "010-0000-0022" },
  { sub: "salesman-3", name: "임보라", roles: ["Salesman"], phone: "010-0000-0023" },
  { sub: "analyst-1", name: "오세진", roles: ["Analyst"], phone: "010-0000-0031" },
];
