/**
 * Whether a newer version of the lab than this page has come. The service worker says which files the
 * version has that took over; a page that was started from others is an older one. It goes on working.
 */
import { signal } from "@preact/signals";

export const newerReady = signal(false);

/** Names of what this document was started from, below `base`. */
const startedFrom = (base: string): string[] =>
  [
    ...[...document.querySelectorAll<HTMLScriptElement>("script[src]")].map(({ src }) => src),
    ...[...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((l) => l.href),
  ].map((url) => url.slice(base.length));

export function watchUpdates(container: ServiceWorkerContainer): void {
  const base = new URL("./", document.baseURI).href;
  const own = startedFrom(base);
  container.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const files = filesOf(data);
    if (files) newerReady.value = !own.every((name) => files.includes(name));
  });
  container.startMessages();
  container.controller?.postMessage({ kind: "opened" });
  lookAgain(container);
}

function filesOf(data: unknown): readonly string[] | null {
  const { kind, files } = (data ?? {}) as { kind?: unknown; files?: readonly string[] };
  return kind === "took over" && Array.isArray(files) ? files : null;
}

/** A page that stays open for days looks for a newer version when somebody comes back to it. */
const HOUR = 3_600_000;

function lookAgain(container: ServiceWorkerContainer): void {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - last < HOUR) return;
    last = Date.now();
    // Without a network there is nothing newer.
    void container.getRegistration().then((registration) => registration?.update().catch(() => {}));
  });
}
