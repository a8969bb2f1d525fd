/** Gives out the built page on this machine, with the headers that let it use threads. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sirv from "sirv";

/** What a page must come with to share memory among threads, and what keeps it to itself. */
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface ServeOptions {
  /** The usual port; 0 takes any. */
  readonly port: number;
  /** False: as a plain host would, without headers. */
  readonly isolated?: boolean;
}

/** On loopback only. Takes another port when the usual one is taken. */
export async function serve(
  folder: string,
  { port, isolated = true }: ServeOptions,
): Promise<Served> {
  const give = sirv(folder, {
    dev: true,
    etag: true,
    setHeaders: (response) => {
      if (isolated)
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) =>
    give(request, response, () => {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("There is no such file.\n");
    }),
  );
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (port !== 0 && (error.code === "EADDRINUSE" || error.code === "EACCES"))
        resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => resolve());
  });
}
