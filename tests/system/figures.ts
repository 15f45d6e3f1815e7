import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Product } from "./product.ts";

type Point = { attributes: { key: string; value: { stringValue?: string; intValue?: number } }[] } & {
  count?: number;
  asInt?: number;
  asDouble?: number;
};

/** The newest figure of a metric with these attributes; undefined when there is none. */
export const figure = (
  { dataDir }: Product,
  name: string,
  wanted: Record<string, string | number>,
): number | undefined => {
  const folder = join(dataDir, "telemetry");
  const lines = readdirSync(folder)
    .filter((file) => file.startsWith("metrics-"))
    .flatMap((file) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n"));
  const { resourceMetrics } = JSON.parse(lines.at(-1) ?? "{}") as {
    resourceMetrics: {
      scopeMetrics: {
        metrics: { name: string; [kind: string]: string | { dataPoints?: Point[] } }[];
      }[];
    }[];
  };
  const metric = resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .find((one) => one.name === name);
  const points = Object.values(metric ?? {}).flatMap((part) =>
    typeof part === "object" ? (part.dataPoints ?? []) : [],
  );
  const fitting = points.filter(({ attributes }) =>
    Object.entries(wanted).every(([key, value]) =>
      attributes.some((one) => one.key === key && (one.value.stringValue ?? one.value.intValue) === value),
    ),
  );
  if (fitting.length === 0) return undefined;
  return fitting.reduce((sum, { count, asInt, asDouble }) => sum + (count ?? asInt ?? asDouble ?? 0), 0);
};
