/** Bundles a page as an application would be, serves it on this machine, and waits for what it posts. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { type Chromium, open } from "./chromium.ts";

/** By path: what the server answers with. */
export type Files = ReadonlyMap<string, string>;

const WORKER = join(import.meta.dirname, "..", "..", "convoke/dist/host/browser-worker.js");
const PAGE = `<!doctype html><title>Convoke</title><script type="module" src="/page.js"></script>`;
/** What a page must come with to share memory among threads. */
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const PATIENCE = 30_000;

/**
 * The worker lies where the built library looks for it: beside the file that starts it.
 *
 * @param more files that the page starts by name: `name` becomes `/name.js`.
 */
export async function bundled(
  page: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Files> {
  const input = { page, "browser-worker": WORKER, ...more };
  const bundle = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await bundle.generate({ entryFileNames: "[name].js" });
  return new Map([
    ["/", PAGE],
    ...output.flatMap((part) =>
      part.type === "chunk" ? [[`/${part.fileName}`, part.code] as const] : [],
    ),
  ]);
}

export interface Visit {
  readonly posted: Buffer;
  /** Paths that the page asked for. */
  readonly asked: readonly string[];
}

/**
 * What the page posts to `/done`.
 *
 * @param isolated whether the page may share memory among threads.
 * @param patience milliseconds it may take.
 * @throws what it posts to `/failed`, and when nothing comes.
 */
export async function visit(
  browser: Chromium,
  files: Files,
  isolated: boolean,
  patience = PATIENCE,
): Promise<Visit> {
  const asked: string[] = [];
  const { promise, resolve, reject } = withEnds<Buffer>();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, "http://localhost");
    if (request.method === "POST") {
      const posted = await body(request);
      response.end();
      if (pathname === "/done") resolve(posted);
      else reject(new Error(`in the page: ${posted}`));
      return;
    }
    asked.push(pathname);
    const file = files.get(pathname);
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8",
      ...(isolated ? ISOLATION : {}),
    });
    response.end(file);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const child = open(browser, address(server));
  const ended = once(child, "exit");
  child.once("exit", (code) => reject(new Error(`the browser ended with code ${code}`)));
  const late = setTimeout(
    () => reject(new Error(`nothing came in ${patience} ms; asked for ${asked}`)),
    patience,
  );
  try {
    return { posted: await promise, asked };
  } finally {
    clearTimeout(late);
    child.kill();
    server.close();
    server.closeAllConnections();
    await ended;
  }
}

function withEnds<T>() {
  let ends: { resolve: (value: T) => void; reject: (reason: Error) => void };
  const promise = new Promise<T>((resolve, reject) => {
    ends = { resolve, reject };
  });
  return { promise, ...ends! };
}

const address = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
