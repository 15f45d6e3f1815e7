/** Where the management API of a hub is to be reached. */
export type HubAddress = {
  /** Such as `http://127.0.0.1:7071/runtime/webhooks/durabletask`. */
  webhook: string;
  hub: string;
  key: string;
};

/** The name of the connection in Azure's links; there is no storage account here, but links keep their form. */
export const connectionName = "Storage";

const queryOf = ({ hub, key }: HubAddress): string =>
  `taskHub=${encodeURIComponent(hub)}&connection=${connectionName}&code=${encodeURIComponent(key)}`;

/** The links to one orchestration under the names that Azure gives them. */
export const managementLinks = (address: HubAddress, instanceId: string): Record<string, string> => {
  const at = `${address.webhook}/instances/${encodeURIComponent(instanceId)}`;
  const query = queryOf(address);
  return {
    id: instanceId,
    statusQueryGetUri: `${at}?${query}`,
    sendEventPostUri: `${at}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${at}/terminate?reason={text}&${query}`,
    rewindPostUri: `${at}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${at}?${query}`,
    restartPostUri: `${at}/restart?${query}`,
    suspendPostUri: `${at}/suspend?reason={text}&${query}`,
    resumePostUri: `${at}/resume?reason={text}&${query}`,
  };
};

const idPlaceholder = "INSTANCEID";

/** What the input binding durableClient gives to durable-functions, which then speaks HTTP under `rpcBaseUrl`. */
export const clientBinding = (address: HubAddress, rpcBaseUrl: string): unknown => {
  const create = `${address.webhook}/orchestrators/{functionName}[/{instanceId}]`;
  const code = `code=${encodeURIComponent(address.key)}`;
  return {
    taskHubName: address.hub,
    creationUrls: {
      createNewInstancePostUri: `${create}?${code}`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
    },
    managementUrls: managementLinks(address, idPlaceholder),
    baseUrl: address.webhook,
    requiredQueryStringParameters: code,
    rpcBaseUrl,
  };
};
