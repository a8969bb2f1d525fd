import type { Helper, Host } from "./host.ts";

export const host: Host = {
  cores: () => navigator.hardwareConcurrency ?? 1,
  now: () => performance.now(),
  spawn,
  // A page cannot reach the flags of its browser.
  setCompilerFlags: () => false,
};

function spawn(): Helper {
  // Written in one piece: bundlers look for exactly this expression.
  const worker = new Worker(new URL("./browser-worker.js", import.meta.url), {
    type: "module",
    name: "convoke",
  });
  return {
    send: (message) => worker.postMessage(message),
    onFailure: (listener) => {
      let told = false;
      const tell = (event: Event) => {
        const message =
          "message" in event ? String(event.message) : "the worker could not be loaded";
        if (!told) listener(new Error(message));
        told = true;
      };
      worker.addEventListener("error", tell);
      worker.addEventListener("messageerror", tell);
    },
    stop: () => worker.terminate(),
  };
}
