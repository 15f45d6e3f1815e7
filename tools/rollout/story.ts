import { eventually } from "../../tests/system/eventually.ts";
import type { Product } from "../../tests/system/product.ts";

/** Who takes part in the load, and for which projects somebody waits. */
export type Story = {
  staff: string;
  /** Salesmen who look at projects and alarms: several, as one alone would come to the gateway's limit. */
  readers: readonly string[];
  /** The salesmen who can be matched. */
  team: readonly string[];
  /** A customer who was not there before, with a phone of their own. */
  customer: () => Promise<{ token: string; phone: string }>;
  projectnames: readonly string[];
  /** The customers interested in each projectname, by their phones. */
  interested: ReadonlyMap<string, readonly string[]>;
};

const customersEach = 3;
const team = ["rollout-salesman-1", "rollout-salesman-2", "rollout-salesman-3"];

/** Puts the salesmen on the roster and the interests in place, and waits until a start would reach every one of them. */
export const prepareStory = async (product: Product): Promise<Story> => {
  const staff = await product.token("rollout-staff", ["Staff"]);
  const post = async (token: string, path: string, body: unknown): Promise<void> => {
    const { status, body: answer } = await product.request("POST", path, { token, body });
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  };
  for (const [index, salesmanId] of team.entries()) {
    const phone = `010-3333-100${index}`;
    await post(staff, "/salesmen", { salesmanId, name: `영업 ${index + 1}`, phone, capacity: 1000 });
  }
  let people = 0;
  const newCustomer = async (): Promise<{ token: string; phone: string }> => {
    const number = String(people++).padStart(4, "0");
    const token = await product.token(`rollout-customer-${number}`, ["Customer"], `고객 ${number}`);
    return { token, phone: `010-5555-${number}` };
  };
  const projectnames = Array.from({ length: 4 }, (_, index) => `무중단 배포 ${index + 1} 지원사업`);
  const interested = new Map<string, string[]>();
  for (const projectname of projectnames) {
    const phones: string[] = [];
    for (let count = 0; count < customersEach; count += 1) {
      const { token, phone } = await newCustomer();
      await post(token, "/interests", { projectname, interest: 1, customername: "관심 고객", phone });
      phones.push(e164(phone));
    }
    interested.set(projectname, phones);
  }
  await untilRecipients(product, staff, projectnames);
  return {
    ...{ staff, team, projectnames, interested },
    customer: newCustomer,
    readers: await Promise.all(team.map((salesmanId) => product.token(salesmanId, ["Salesman"]))),
  };
};

/** The notification context hears of interests by events: a start before that would reach fewer. */
const untilRecipients = async (
  product: Product,
  staff: string,
  projectnames: readonly string[],
): Promise<void> => {
  for (const projectname of projectnames) {
    const path = `/staff/notifications/preview?projectname=${encodeURIComponent(projectname)}`;
    await eventually(
      async () => {
        const { status, body } = await product.request("GET", path, { token: staff });
        const { interested = 0 } = body as { interested?: number };
        if (interested !== customersEach)
          throw new Error(`${projectname}: ${status}, ${interested} interested`);
      },
      { timeoutMs: 30_000 },
    );
  }
};

/** A Korean mobile number as SMS name it. */
export const e164 = (phone: string): string => `+82${phone.replaceAll("-", "").slice(1)}`;
