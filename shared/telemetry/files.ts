/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- OpenTelemetry's packages each bring their own copy of one enum */
import { metrics } from "@opentelemetry/api";
import { JsonMetricsSerializer, JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes, type Resource } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { join } from "node:path";
import { boundedLines, type Lines } from "./bounded-lines.ts";

/** What a file holds at most before it becomes the `.1` of the next one. */
const mostBytes = 16 * 1024 * 1024;
const spanDelayMs = 500;

type FileSettings = { folder: string; instance: string; metricsSeconds: number };

/**
 * Traces and metrics of this process as files that anyone can read: one line is one request of OTLP, in its JSON form, as
 * OpenTelemetry's file exporter has it. Source: https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
export const telemetryFiles = async ({
  folder,
  instance,
  metricsSeconds,
}: FileSettings): Promise<{
  resource: Resource;
  spans: SpanProcessor;
  metrics: PeriodicExportingMetricReader;
  registerMetrics: () => void;
}> => {
  const resource = resourceFromAttributes({ "service.name": "ktgg", "service.instance.id": instance });
  const open = (what: string): Promise<Lines> =>
    boundedLines(join(folder, `${what}-${instance.replace(/[^\w.-]/g, "_")}.jsonl`), mostBytes);
  const spans = new BatchSpanProcessor(spanFile(await open("traces")), {
    scheduledDelayMillis: spanDelayMs,
    maxQueueSize: 8192,
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: metricFile(await open("metrics")),
    exportIntervalMillis: metricsSeconds * 1000,
    exportTimeoutMillis: metricsSeconds * 1000,
  });
  return {
    resource,
    spans,
    metrics: reader,
    registerMetrics: () => {
      metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [reader] }));
    },
  };
};

type Result = Parameters<Parameters<SpanExporter["export"]>[1]>[0];

const succeeded: Result = { code: 0 };
const failed = (error: unknown): Result => ({ code: 1, error: error as Error });

const spanFile = (lines: Lines): SpanExporter => ({
  export: (spans, done) => {
    lines.append(JsonTraceSerializer.serializeRequest(spans)).then(
      () => {
        done(succeeded);
      },
      (error: unknown) => {
        done(failed(error));
      },
    );
  },
  forceFlush: lines.flush,
  shutdown: lines.flush,
});

const metricFile = (lines: Lines): PushMetricExporter => ({
  export: (found, done) => {
    lines.append(JsonMetricsSerializer.serializeRequest(found)).then(
      () => {
        done(succeeded);
      },
      (error: unknown) => {
        done(failed(error));
      },
    );
  },
  selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
  forceFlush: lines.flush,
  shutdown: lines.flush,
});
