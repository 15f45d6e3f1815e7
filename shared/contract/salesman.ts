import { z } from "zod";
import { date, id, line, phone } from "./fields.ts";

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: "must be a time of day, HH:MM" });

/** When a person works, in Asia/Seoul; days are ISO weekdays, 1 is Monday. */
export const workingHours = z
  .strictObject({
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    from: time,
    to: time,
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be after from" });

/** Days off, the first and the last included. */
export const leave = z
  .strictObject({ from: date, to: date })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before from" });

const profile = {
  name: line(100),
  phone,
  kind: z.enum(["salesman", "consultant"]),
  /** Words of the fields that the person knows, as they stand in projectnames and requests. */
  specialties: z.array(line(50)).max(30),
  /** Regions served, as in `[서울]`; none means everywhere. */
  regions: z.array(line(50)).max(30),
  /** Consultations at once that are not yet canceled, success or fail. */
  capacity: z.int().min(0).max(1_000),
  available: z.boolean(),
  workingHours,
  leave: z.array(leave).max(50),
};

/** A person on the roster (영업대표, 컨설턴트); salesmanId is the `sub` of the person's token, load what is taken of the capacity. */
export const salesman = z
  .object({ salesmanId: id, ...profile, load: z.int().min(0) })
  .meta({ id: "Salesman" });

export type Salesman = z.infer<typeof salesman>;

/** RegisterSalesman. */
export const registerSalesman = z
  .strictObject({
    salesmanId: id,
    name: profile.name,
    phone: profile.phone,
    kind: profile.kind.default("salesman"),
    specialties: profile.specialties.default([]),
    regions: profile.regions.default([]),
    capacity: profile.capacity.default(10),
    available: profile.available.default(true),
    workingHours: workingHours.default({ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }),
    leave: profile.leave.default([]),
  })
  .meta({ id: "RegisterSalesman" });

/** EditSalesmanProfile: what is left out stays. */
export const editSalesmanProfile = z
  .strictObject({
    name: profile.name.optional(),
    phone: profile.phone.optional(),
    specialties: profile.specialties.optional(),
    regions: profile.regions.optional(),
    capacity: profile.capacity.optional(),
    available: profile.available.optional(),
    workingHours: workingHours.optional(),
    leave: profile.leave.optional(),
  })
  .meta({ id: "EditSalesmanProfile" });
