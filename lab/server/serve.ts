/** Gives out the built page on this machine, with the headers that let it use threads. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answer } from "./answer.ts";
import { HEADERS } from "./headers.ts";

export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface ServeOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** Rejects when the port is taken; otherwise another one is. */
  readonly strict?: boolean;
  /** False: as a plain host would, without headers. */
  readonly isolated?: boolean;
}

/** Where it listens, and what it says: `localhost` may be another address, such as ::1. */
const LOOPBACK = "127.0.0.1";

/** On loopback only. */
export async function serve(
  folder: string,
  { port, strict = false, isolated = true }: ServeOptions,
): Promise<Served> {
  const headers = isolated ? HEADERS : {};
  const server = createServer((request, response) => {
    void answer(folder, request).then(({ status, headers: own, body }) => {
      response.writeHead(status, { ...headers, ...own });
      response.end(body);
    });
  });
  await listen(server, port, strict);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, strict: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      if (port !== 0 && !strict && taken) resolve(listen(server, 0, strict));
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => resolve());
  });
}
