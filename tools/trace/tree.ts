import type { Span } from "./spans.ts";

/** A span with what it led to, in the order of time. */
export type Node = { span: Span; children: Node[] };

/**
 * All that happened because of one request, by its correlation id or its trace id: the spans of its traces, and the batches of
 * others that are linked to them, each with what is below it.
 */
export const treesOf = (spans: readonly Span[], id: string): Node[] => {
  const traces = new Set(
    spans.flatMap((span) =>
      span.attributes["ktgg.correlation_id"] === id || span.traceId === id ? [span.traceId] : [],
    ),
  );
  const nodes = new Map(spans.map((span) => [keyOf(span), { span, children: [] } satisfies Node as Node]));
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = parentOf(node.span, nodes, traces);
    if (parent) parent.children.push(node);
    else if (traces.has(node.span.traceId)) roots.push(node);
  }
  for (const { children } of nodes.values()) children.sort(byTime);
  return roots.sort(byTime);
};

const parentOf = (
  { traceId, parentId, links }: Span,
  nodes: ReadonlyMap<string, Node>,
  traces: ReadonlySet<string>,
): Node | undefined => {
  const parent = parentId === undefined ? undefined : nodes.get(keyOf({ traceId, spanId: parentId }));
  if (parent) return parent;
  // A batch belongs to several requests: it is shown below the span of ours that it is linked to.
  const link = links.find((one) => traces.has(one.traceId));
  return link && nodes.get(keyOf(link));
};

const keyOf = ({ traceId, spanId }: { traceId: string; spanId: string }): string => `${traceId}-${spanId}`;

const byTime = (one: Node, other: Node): number => one.span.startMs - other.span.startMs;

/** The trees as text: what, how it went, how long it took, when it began, and which function of which instance it was. */
export const printed = (roots: readonly Node[]): string[] => {
  const [first] = roots;
  if (!first) return [];
  const rows = roots.flatMap((root) => rowsOf(root, "", "", first.span.startMs));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
};

const rowsOf = ({ span, children }: Node, lead: string, below: string, beganMs: number): string[][] => [
  [
    `${lead}${span.name}`,
    outcomeOf(span),
    `${span.durationMs.toFixed(1)} ms`,
    `+${(span.startMs - beganMs).toFixed(0)} ms`,
    [functionOf(span), span.instance && `@${span.instance}`].filter(Boolean).join(" "),
  ],
  ...children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    return rowsOf(child, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`, beganMs);
  }),
];

const outcomeOf = ({ attributes, failed }: Span): string => {
  const status = attributes["http.response.status_code"];
  if (status !== undefined) return String(status);
  return failed ? `failed: ${String(attributes["error.type"] ?? "error")}` : "ok";
};

const functionOf = ({ attributes, links }: Span): string => {
  const name = attributes["ktgg.function"];
  const type = attributes["cloudevents.event_type"];
  const batch = links.length > 0 ? `a batch of ${links.length} requests` : undefined;
  return [name, type, batch].filter((part) => part !== undefined).join(", ");
};

/** How many spans there are in the trees. */
export const sizeOf = (roots: readonly Node[]): number =>
  roots.reduce((sum, { children }) => sum + 1 + sizeOf(children), 0);
