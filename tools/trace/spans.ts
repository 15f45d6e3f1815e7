import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A span as the app wrote it. */
export type Span = {
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  name: string;
  startMs: number;
  durationMs: number;
  attributes: Readonly<Record<string, string | number | boolean>>;
  /** The spans whose work a batch did. */
  links: readonly { traceId: string; spanId: string }[];
  failed: boolean;
  instance: string;
};

type Value = { stringValue?: string; intValue?: string | number; doubleValue?: number; boolValue?: boolean };
type Attributes = { key: string; value: Value }[];
type OtlpSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attributes;
  links?: { traceId: string; spanId: string }[];
  status?: { code?: number };
};
type Line = {
  resourceSpans: { resource: { attributes: Attributes }; scopeSpans: { spans: OtlpSpan[] }[] }[];
};

/** Every span in the folder's files of OTLP/JSON lines. A last line that is half written is left out. */
export const readSpans = (folder: string): Span[] => {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => /^traces-.*\.jsonl(\.1)?$/.test(name));
  return files.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").flatMap(spansIn));
};

const spansIn = (text: string): Span[] => {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    return [];
  }
  return line.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const instance = String(valuesOf(resource.attributes)["service.instance.id"] ?? "");
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => toSpan(span, instance)));
  });
};

const errorStatus = 2;

const toSpan = (span: OtlpSpan, instance: string): Span => {
  const start = BigInt(span.startTimeUnixNano);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: span.parentSpanId,
    name: span.name,
    startMs: Number(start / 1000n) / 1000,
    durationMs: Number((BigInt(span.endTimeUnixNano) - start) / 1000n) / 1000,
    attributes: valuesOf(span.attributes),
    links: span.links ?? [],
    failed: span.status?.code === errorStatus,
    instance,
  };
};

const valuesOf = (attributes: Attributes): Record<string, string | number | boolean> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

const plain = ({ stringValue, intValue, doubleValue, boolValue }: Value): string | number | boolean =>
  stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue ?? "") : Number(intValue));
