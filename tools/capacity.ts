import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { z } from "zod";

const amount = z.number().nonnegative();

const schema = z.object({
  measured: z.object({
    on: z.iso.date(),
    of: z.record(
      z.string(),
      z.object({
        reads: amount,
        queries: amount,
        writes: amount,
        requestUnits: amount,
        published: amount,
        delivered: amount,
      }),
    ),
    idleFeedRequestUnitsPerSecond: amount,
  }),
  assumed: z.object({
    perCustomerAndYear: z.record(z.string(), amount),
    peakOverAverage: amount,
    customersPerSalesman: amount,
    pagesOfAlarmsPerSalesmanAndYear: amount,
    interestedInTheBiggestProject: amount,
    bytesPerRecipient: amount,
    smsPerSecond: amount,
    secondsOfAnInstancePerRequest: amount,
  }),
  limits: z.object({
    requestUnitsPerLogicalPartition: amount,
    gigabytesPerLogicalPartition: amount,
    messagesPerSecondPerMessagingUnit: amount,
    requestsPerInstance: amount,
  }),
  prices: z.object({
    asOf: z.string(),
    autoscalePer100RequestUnitsAndHour: amount,
    messagingUnitMonth: amount,
    instanceSecondOf2Gb: amount,
    sms: amount,
  }),
});

/** What docs/operations/capacity.json holds. */
export type Figures = z.infer<typeof schema>;

/** The figures, checked. */
export const readFigures = (json: unknown): Figures => schema.parse(json);

const secondsOfAYear = 365 * 24 * 3600;
const hoursOfAMonth = 730;

/** What so many customers need, when most of them come at once. */
export type Need = {
  customers: number;
  requestsPerSecond: number;
  requestUnitsPerSecond: number;
  messagesPerSecond: number;
  messagingUnits: number;
  instances: number;
  smsHours: number;
  biggestStartGigabytes: number;
  biggestStartRequestUnitHours: number;
  dollarsAMonth: number;
};

/** Computes what so many customers need from what one command was measured to need. */
export const needOf = (customers: number, { measured, assumed, limits, prices }: Figures): Need => {
  const perYear = new Map(
    Object.entries(assumed.perCustomerAndYear).map(([command, often]) => [command, often * customers]),
  );
  const salesmen = customers / assumed.customersPerSalesman;
  perYear.set("a page of alarms", salesmen * assumed.pagesOfAlarmsPerSalesmanAndYear);
  const total = (of: "requestUnits" | "published" | "delivered" | "requests"): number =>
    [...perYear].reduce((sum, [command, often]) => {
      const figures = measured.of[command];
      if (!figures) throw new Error(`${command} was not measured.`);
      return sum + often * (of === "requests" ? 1 : figures[of]);
    }, 0) / secondsOfAYear;

  const requestsPerSecond = total("requests") * assumed.peakOverAverage;
  const requestUnitsPerSecond =
    total("requestUnits") * assumed.peakOverAverage + measured.idleFeedRequestUnitsPerSecond;
  const messagesPerSecond = (total("published") + total("delivered")) * assumed.peakOverAverage;
  const messagingUnits = Math.max(1, Math.ceil(messagesPerSecond / limits.messagesPerSecondPerMessagingUnit));
  const instances = Math.max(1, Math.ceil(requestsPerSecond / limits.requestsPerInstance));
  const toTell = customers * assumed.interestedInTheBiggestProject;
  const perRecipient = (measured.of["StartProject (10 interested)"]?.requestUnits ?? 0) / 10;
  const autoscale = Math.max(1000, Math.ceil(requestUnitsPerSecond / 1000) * 1000);
  // Autoscale is paid by the highest second of each hour: four hours a day at the peak, the rest at a tenth.
  const paid = autoscale * (4 / 24 + (20 / 24) * 0.1);
  return {
    customers,
    requestsPerSecond,
    requestUnitsPerSecond,
    messagesPerSecond,
    messagingUnits,
    instances,
    smsHours: toTell / assumed.smsPerSecond / 3600,
    biggestStartGigabytes: (toTell * assumed.bytesPerRecipient) / 1e9,
    biggestStartRequestUnitHours: (toTell * perRecipient) / limits.requestUnitsPerLogicalPartition / 3600,
    dollarsAMonth:
      (paid / 100) * prices.autoscalePer100RequestUnitsAndHour * hoursOfAMonth +
      messagingUnits * prices.messagingUnitMonth +
      ((total("requests") * secondsOfAYear) / 12) *
        assumed.secondsOfAnInstancePerRequest *
        prices.instanceSecondOf2Gb,
  };
};

const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(2)));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** The two tables of the page: what was measured, and what follows for each number of customers. */
export const tablesOf = (figures: Figures): string => {
  const measured = Object.entries(figures.measured.of).map(([command, one]) => [
    command,
    ...[one.reads, one.queries, one.writes, one.requestUnits, one.published, one.delivered].map(String),
  ]);
  const needs = [1_000, 100_000, 10_000_000].map((customers) => needOf(customers, figures));
  const rows: [string, (need: Need) => string][] = [
    ["requests a second", (need) => round(need.requestsPerSecond)],
    ["RU/s", (need) => round(need.requestUnitsPerSecond)],
    ["messages a second, in and out", (need) => round(need.messagesPerSecond)],
    ["messaging units", (need) => String(need.messagingUnits)],
    ["instances", (need) => String(need.instances)],
    ["the biggest start: gigabytes in one partition", (need) => round(need.biggestStartGigabytes)],
    [
      "the biggest start: hours at a partition's throughput",
      (need) => round(need.biggestStartRequestUnitHours),
    ],
    ["the biggest start: hours at the carrier's rate", (need) => round(need.smsHours)],
    ["USD a month, without gateway and SMS", (need) => round(need.dollarsAMonth)],
  ];
  return [
    table(["one", "reads", "queries", "writes", "RU", "published", "delivered"], measured),
    table(
      ["at the peak", ...needs.map(({ customers }) => `${customers.toLocaleString("en")} customers`)],
      rows.map(([name, of]) => [name, ...needs.map(of)]),
    ),
  ].join("\n\n");
};

const [begin, end] = ["<!-- tools/capacity.ts -->", "<!-- end -->"];

/** The page with its tables computed anew. */
export const pageWith = async (page: string, figures: Figures): Promise<string> => {
  const [before, rest = ""] = page.split(begin);
  const after = rest.split(end)[1] ?? "";
  return format(`${before ?? ""}${begin}\n\n${tablesOf(figures)}\n\n${end}${after}`, {
    parser: "markdown",
    printWidth: 110,
  });
};

// node tools/capacity.ts: computes the tables of docs/operations/capacity.md from capacity.json beside it.
if (import.meta.main) {
  const folder = path.resolve(import.meta.dirname, "../docs/operations");
  const figures = readFigures(JSON.parse(await readFile(path.join(folder, "capacity.json"), "utf8")));
  const file = path.join(folder, "capacity.md");
  await writeFile(file, await pageWith(await readFile(file, "utf8"), figures));
}
