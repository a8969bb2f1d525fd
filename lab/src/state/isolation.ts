/**
 * Threads share memory, and browsers allow that only to pages that are cross-origin isolated. The
 * local server sends the headers for it; elsewhere the service worker gives them, from the second
 * load on. The page says which it is.
 */
import { computed, signal } from "@preact/signals";
import { address, change, write } from "./address.ts";
import { watchUpdates } from "./update.ts";

export type Isolation =
  /** Threads can be had. */
  | "isolated"
  /** The service worker has come: a reload isolates the page. */
  | "reload"
  /** It is being installed. */
  | "waiting"
  /** This browser, or this way of opening the page, has no service workers. */
  | "impossible";

const state = signal<Isolation>(crossOriginIsolated ? "isolated" : "waiting");
export const isolation = computed(() => state.value);
/** Whether the page can be loaded again without a network. */
export const offlineReady = signal(false);

/** Threads that may be used: those of the machine, or 1. */
export const mostThreads = computed(() =>
  state.value === "isolated" ? Math.max(1, navigator.hardwareConcurrency ?? 1) : 1,
);

/** Threads that are used: `threads` of the link, else all that may be. */
export const threads = computed(() => {
  const asked = Number(address.value.given.threads);
  return Number.isInteger(asked) && asked >= 1
    ? Math.min(asked, mostThreads.value)
    : mostThreads.value;
});

export const useThreads = (count: number): void =>
  change({ threads: count === mostThreads.peek() ? undefined : count });

/** Once, at the start. Reloads by itself only when nobody has touched the page yet. */
export async function welcomeServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD) return;
  if (!("serviceWorker" in navigator)) {
    if (!crossOriginIsolated) state.value = "impossible";
    return;
  }
  let touched = false;
  for (const kind of ["pointerdown", "keydown"] as const)
    addEventListener(kind, () => (touched = true), { once: true, passive: true });
  try {
    watchUpdates(navigator.serviceWorker);
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
    const { scope } = await navigator.serviceWorker.ready;
    // Without room on the disk it keeps nothing, and only isolates.
    offlineReady.value = (await caches.keys()).some((name) => name.startsWith(`convoke ${scope} `));
  } catch {
    if (!crossOriginIsolated) state.value = "impossible";
    return;
  }
  if (crossOriginIsolated) return;
  // A page that came from the service worker and is still not isolated never will be.
  if (kept()) state.value = "impossible";
  else if (touched) state.value = "reload";
  else reload();
}

export function reload(): void {
  sessionStorage.setItem(ONCE, "1");
  write();
  location.reload();
}

const ONCE = "convoke-reloaded";
const kept = (): boolean => sessionStorage.getItem(ONCE) !== null;
