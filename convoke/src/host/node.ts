import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Helper, Host } from "./host.ts";

/** Sources run as they are in tests; the built library runs the built worker. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./node-worker.ts" : "./node-worker.js",
  import.meta.url,
);

/** First major version of V8 with the flags that `planner/wide.ts` sets (Node 22). */
const FLAGS_SINCE = 12;

export const host: Host = {
  cores: () => availableParallelism(),
  now: () => performance.now(),
  spawn,
  setCompilerFlags: (flags) => {
    // An older V8 does not throw at a flag it does not know: it prints to stderr.
    if (Number.parseInt(process.versions.v8, 10) < FLAGS_SINCE) return false;
    for (const flag of flags) setFlagsFromString(flag);
    return true;
  },
};

function spawn(): Helper {
  // No inherited flags: a worker needs none, and refuses some that a main thread may have.
  const worker = new Worker(WORKER, { execArgv: [], name: "convoke" });
  let stopped = false;
  // A waiting helper must not keep the process alive.
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    onFailure: (listener) => {
      worker.once("error", (cause) =>
        listener(cause instanceof Error ? cause : new Error(String(cause))),
      );
      worker.once("exit", (code) => {
        if (!stopped) listener(new Error(`the thread ended with code ${code}`));
      });
    },
    stop: () => {
      stopped = true;
      void worker.terminate();
    },
  };
}
