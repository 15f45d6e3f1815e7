import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from "@opentelemetry/api";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const kinds = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

export type SpanOptions = {
  kind: keyof typeof kinds;
  /** W3C traceparent of the caller; without one, the span goes under the active span. */
  traceparent?: string | undefined;
  attributes?: Attributes;
};

/**
 * Starts tracing for this process: to Azure Monitor when its connection string is given, else for ids only, so that a
 * trace goes through unbroken wherever the app runs. Call it once, in the composition root.
 */
export const startTelemetry = async (settings: { azureMonitor?: string | undefined }): Promise<void> => {
  if (settings.azureMonitor !== undefined) {
    const { useAzureMonitor } = await import("@azure/monitor-opentelemetry");
    useAzureMonitor({ azureMonitorExporterOptions: { connectionString: settings.azureMonitor } });
    return;
  }
  new NodeTracerProvider().register();
};

/** Runs the work inside a span; an error marks the span and goes on. */
export const withSpan = async <Result>(
  name: string,
  { kind, traceparent, attributes }: SpanOptions,
  work: () => Promise<Result>,
): Promise<Result> => {
  const parent =
    traceparent === undefined ? context.active() : propagation.extract(context.active(), { traceparent });
  return trace
    .getTracer("ktgg")
    .startActiveSpan(name, { kind: kinds[kind], ...(attributes && { attributes }) }, parent, async (span) => {
      try {
        return await work();
      } catch (error) {
        // The class alone: a message may hold what a person wrote.
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: error instanceof Error ? error.name : "error",
        });
        throw error;
      } finally {
        span.end();
      }
    });
};

/** The active span as a W3C traceparent, to travel with an event; undefined outside any span. */
export const activeTraceparent = (): string | undefined => {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
};
