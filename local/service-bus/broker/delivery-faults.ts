import type { Fault } from "../../faults.ts";

/** What the fault switches make of one delivery. */
type DeliveryPlan = {
  /** Nothing is delivered from the lane for this long. */
  pauseMs: number;
  /** Only this message is held back for this long; later ones overtake it. */
  holdMs: number;
  /** The receiver is ended instead. */
  refuse: "busy" | "cut" | undefined;
  /** The connection is cut after the delivery. */
  cutAfter: boolean;
  /** The lock is lost at once, so that the message is delivered again while its first receiver has it. */
  twice: boolean;
};

/** Puts the faults that hit one delivery together. */
export const planDelivery = (faults: readonly Fault[]): DeliveryPlan => {
  const plan: DeliveryPlan = { pauseMs: 0, holdMs: 0, refuse: undefined, cutAfter: false, twice: false };
  for (const fault of faults) {
    switch (fault.kind) {
      case "delay":
        plan.pauseMs += fault.ms ?? 0;
        break;
      case "reorder":
        plan.holdMs += fault.ms ?? 0;
        break;
      case "status":
        plan.refuse = "busy";
        break;
      case "refuse":
        plan.refuse = "cut";
        break;
      case "drop":
        plan.cutAfter = true;
        break;
      case "duplicate":
        plan.twice = true;
        break;
    }
  }
  return plan;
};
