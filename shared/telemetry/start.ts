import {
  AlwaysOffSampler,
  NodeTracerProvider,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";

/** Where telemetry goes. */
export type TelemetrySettings = {
  /** The connection string of Application Insights; and the identity to send with, where it takes no key. */
  azureMonitor?: string | undefined;
  azureMonitorIdentity?: { clientId: string | undefined } | undefined;
  /** A folder for traces and metrics as lines of OTLP/JSON, to be read with `npm run trace`. */
  folder?: string | undefined;
  /** The share of traces that is kept, 0 to 1. */
  ratio: number;
  /** How often metrics are sent or written. */
  metricsSeconds: number;
  /** Tells this process from the app's other ones. */
  instance: string;
};

/**
 * Starts telemetry for this process: to Azure Monitor, to files, to both, or nowhere; then there are ids only, so that a trace
 * goes through unbroken wherever the app runs. Call it once, in the composition root.
 */
export const startTelemetry = async (settings: TelemetrySettings): Promise<void> => {
  const { azureMonitor, folder, ratio } = settings;
  const files = folder === undefined ? undefined : await openFiles(settings, folder);
  if (azureMonitor !== undefined) {
    const { useAzureMonitor } = await import("@azure/monitor-opentelemetry");
    useAzureMonitor({
      azureMonitorExporterOptions: { connectionString: azureMonitor, ...(await credentialOf(settings)) },
      // 0 turns off its own default of five traces a second, which would drop parts of what happened at random.
      tracesPerSecond: 0,
      samplingRatio: ratio,
      ...(files && { spanProcessors: [files.spans], metricReaders: [files.metrics] }),
    });
    return;
  }
  // By the trace's id alone, whatever the caller's flag says: each process keeps the same traces, and no stranger decides.
  const sampler = files === undefined ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
  new NodeTracerProvider({
    sampler,
    ...(files && { resource: files.resource, spanProcessors: [files.spans] }),
  }).register();
  files?.registerMetrics();
};

const openFiles = async (settings: TelemetrySettings, folder: string) => {
  const { telemetryFiles } = await import("./files.ts");
  return telemetryFiles({ ...settings, folder });
};

const credentialOf = async ({ azureMonitorIdentity }: TelemetrySettings) => {
  if (azureMonitorIdentity === undefined) return {};
  const { DefaultAzureCredential } = await import("@azure/identity");
  const { clientId } = azureMonitorIdentity;
  return {
    credential: new DefaultAzureCredential({
      ...(clientId !== undefined && { managedIdentityClientId: clientId }),
    }),
  };
};
