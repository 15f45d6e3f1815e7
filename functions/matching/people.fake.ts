import type { Candidate } from "./choose.ts";
import type { Profile } from "./salesman.ts";

/** A salesman who can take anything, but for what is said otherwise. */
export const candidate = (salesmanId: string, more: Partial<Candidate> = {}): Candidate => ({
  salesmanId,
  name: `이름 ${salesmanId}`,
  kind: "salesman",
  specialties: [],
  regions: [],
  capacity: 10,
  available: true,
  leave: [],
  load: 0,
  lastMatchedAt: null,
  ...more,
});

/** The profile of a salesman who works on weekdays from nine to six, but for what is said otherwise. */
export const profile = (salesmanId: string, more: Partial<Profile> = {}): Profile => ({
  salesmanId,
  name: `이름 ${salesmanId}`,
  phone: "010-0000-0021",
  kind: "salesman",
  specialties: [],
  regions: [],
  capacity: 10,
  available: true,
  workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" },
  leave: [],
  ...more,
});
