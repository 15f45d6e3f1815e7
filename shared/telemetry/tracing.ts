import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
} from "@opentelemetry/api";

const kinds = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

export type SpanOptions = {
  kind: keyof typeof kinds;
  /** W3C traceparent of the caller; without one, the span goes under the active span. */
  traceparent?: string | undefined;
  /** Of those whose work this is, when it may be of several: one is the parent, several are linked. */
  origins?: Iterable<string | undefined> | undefined;
  attributes?: Attributes;
};

/** Adds facts to the running span that were not known when it began. Never a name or a phone of a person. */
export type Note = (attributes: Attributes) => void;

/** Runs the work inside a span; an error marks the span and goes on. */
export const withSpan = async <Result>(
  name: string,
  { kind, traceparent, origins, attributes }: SpanOptions,
  work: (note: Note) => Promise<Result>,
): Promise<Result> => {
  const { parent, links } = relatives(traceparent, origins);
  const options = { kind: kinds[kind], links, ...(attributes && { attributes }) };
  return trace.getTracer("ktgg").startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work((more) => {
        span.setAttributes(more);
        if ("error.type" in more) span.setStatus({ code: SpanStatusCode.ERROR });
      });
    } catch (error) {
      // The class alone: a message may hold what a person wrote.
      const type = error instanceof Error ? error.name : "error";
      span.setAttribute("error.type", type).setStatus({ code: SpanStatusCode.ERROR, message: type });
      throw error;
    } finally {
      span.end();
    }
  });
};

// The SDK keeps no more: https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits
const mostLinks = 128;

/** Work of one trace goes under the first of its origins; a batch of several belongs to none of them, and is linked to each. */
const relatives = (
  traceparent: string | undefined,
  origins: Iterable<string | undefined> = [],
): { parent: Context; links: Link[] } => {
  if (traceparent !== undefined) return { parent: remote(traceparent), links: [] };
  const distinct = new Set<string>();
  for (const origin of origins) if (origin !== undefined && distinct.size < mostLinks) distinct.add(origin);
  const [first, ...others] = distinct;
  if (first === undefined) return { parent: context.active(), links: [] };
  return others.every((other) => traceOf(other) === traceOf(first))
    ? { parent: remote(first), links: linksTo(others) }
    : { parent: context.active(), links: linksTo(distinct) };
};

const traceOf = (traceparent: string): string | undefined => traceparent.split("-")[1];

const linksTo = (traceparents: Iterable<string>): Link[] =>
  [...traceparents].flatMap((traceparent) => {
    const linked = trace.getSpanContext(remote(traceparent));
    return linked ? [{ context: linked }] : [];
  });

const remote = (traceparent: string): Context => propagation.extract(context.active(), { traceparent });

/** The active span as a W3C traceparent, to travel with an event; undefined outside any span. */
export const activeTraceparent = (): string | undefined => {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
};
