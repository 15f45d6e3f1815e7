import { app, type FunctionInput, type InvocationContext } from "@azure/functions";
import { watchedFeed } from "./watched-feed.ts";

/** How soon an idle feed is asked again: half of what a person notices, at about 2 request units for each question. */
const pollDelayMs = 250;

/**
 * Registers a change-feed function over one container, from its first document on. A batch that fails comes again, with
 * back-off and without end: nothing behind it overtakes it, nothing is skipped.
 */
export const onChange = (
  name: string,
  containerName: string,
  handler: (documents: readonly unknown[], context: InvocationContext) => Promise<void>,
  extraInputs: FunctionInput[] = [],
): void => {
  app.cosmosDB(name, {
    connection: "COSMOS",
    databaseName: "%COSMOS_DATABASE%",
    containerName,
    leaseContainerName: "leases",
    leaseContainerPrefix: name,
    createLeaseContainerIfNotExists: false,
    startFromBeginning: true,
    feedPollDelay: pollDelayMs,
    maxItemsPerInvocation: 200,
    retry: {
      strategy: "exponentialBackoff",
      maxRetryCount: -1,
      minimumInterval: { milliseconds: 500 },
      maximumInterval: { seconds: 30 },
    },
    extraInputs,
    handler: watchedFeed(name, containerName, handler),
  });
};
