import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import type { Broker } from "../broker/broker.ts";
import type { Faults } from "../../faults.ts";
import { serveConnection } from "./connection.ts";
import { amqpErrors } from "./errors.ts";
import type { Peer } from "./peer.ts";
import { createContainer, keepMessagesEncoded } from "./rhea.ts";

/** The AMQP port. */
type Listener = {
  port: number;
  /** Cuts every connection, as when the bus is down. */
  cutAll(): void;
  close(): Promise<void>;
};

/** Opens the AMQP port on this machine's loopback address. Rejects when the port is taken. */
export const listenForAmqp = async (port: number, broker: Broker, faults: Faults): Promise<Listener> => {
  const container = createContainer();
  const peers = new Set<Peer>();
  const sockets = new Set<Socket>();

  const accept = (socket: Socket): void => {
    // The client speaks first in AMQP, HTTP and TLS alike.
    socket.once("data", (bytes: Buffer) => {
      if (refuseOtherProtocol(socket, bytes)) return;
      serve(socket);
      socket.emit("data", bytes);
    });
  };

  const serve = (socket: Socket): void => {
    const connection = container.create_connection({}).accept(socket);
    const peer = serveConnection(connection, broker, faults);
    peers.add(peer);
    socket.once("close", () => {
      peers.delete(peer);
      peer.end();
      // rhea listens to "end" and "error" only; a socket that this side has closed leaves its timers running.
      connection.eof();
    });
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let waitMs = 0;
    for (const fault of faults.list().length === 0 ? [] : faults.take("connect")) {
      if (fault.kind === "refuse" || fault.kind === "status" || fault.kind === "drop") {
        socket.destroy();
        return;
      }
      if (fault.kind === "delay" || fault.kind === "reorder") waitMs += fault.ms ?? 0;
    }
    if (waitMs === 0) accept(socket);
    else {
      broker.delays.after(waitMs, () => {
        accept(socket);
      });
    }
  });

  container.on("session_open", ({ session }) => {
    keepMessagesEncoded(session);
  });
  // A failure inside rhea or a handler: rhea ends that connection itself, the bus goes on.
  for (const event of ["error", "protocol_error"]) {
    container.on(event, (error) => {
      console.error("Service Bus: a connection failed:", error);
    });
  }
  container.on("disconnected", () => {
    // A client that goes without closing is nothing to report.
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

  return {
    port: (server.address() as AddressInfo).port,
    cutAll() {
      for (const peer of peers) peer.end();
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      // Not the server's own "close": it comes before the last sockets' handlers have run.
      const closed = [server, ...sockets].map((one) => once(one, "close"));
      server.close();
      for (const peer of peers) {
        peer.end();
        peer.connection.close(amqpErrors.stopping());
      }
      // One turn for rhea to write the close, then no waiting for clients that don't answer.
      await new Promise(setImmediate);
      for (const socket of sockets) socket.destroySoon();
      // A client that reads nothing would keep its socket open for ever.
      const force = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 1000);
      await Promise.all(closed);
      clearTimeout(force);
    },
  };
};

const httpStart = /^(?:GET|PUT|POST|DELETE|HEAD|OPTIONS|PATCH) /;

/** WebSockets and the administration client come here with HTTP or TLS: they are told, not left hanging. */
const refuseOtherProtocol = (socket: Socket, bytes: Buffer): boolean => {
  const refusal =
    "The local Service Bus speaks AMQP over plain TCP here: AMQP over WebSockets and ServiceBusAdministrationClient are not supported.";
  const http = httpStart.test(bytes.toString("latin1", 0, 8));
  const tls = bytes[0] === 0x16;
  if (http) {
    socket.end(
      `HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${refusal}\n`,
    );
  } else if (tls) {
    console.error(`Service Bus: a client tried TLS. ${refusal} Use UseDevelopmentEmulator=true.`);
    socket.destroy();
  }
  return http || tls;
};
