/** The SDK clients of this host: one for each key, opened when it is first asked for and closed with the host. */
export type Connections = {
  take: <T>(key: string, open: () => T, close: (client: T) => Promise<void> | void) => T;
  close: () => Promise<void>;
};

/** Creates the store of clients; what depends on another client is closed before it. */
export const createConnections = (): Connections => {
  const clients = new Map<string, unknown>();
  const closers: (() => Promise<void> | void)[] = [];
  return {
    take: <T>(key: string, open: () => T, close: (client: T) => Promise<void> | void): T => {
      if (clients.has(key)) return clients.get(key) as T;
      const client = open();
      clients.set(key, client);
      closers.push(() => close(client));
      return client;
    },
    close: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
};
