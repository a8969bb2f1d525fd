/** What the page has to tell that belongs to no part of it: errors that nobody caught. */
import { signal } from "@preact/signals";

export type Notice =
  /** A part that is loaded when it is first opened did not come: no network, or another version. */
  { readonly kind: "lost" } | { readonly kind: "error"; readonly sentence: string };

/** The latest, until somebody puts it away. */
export const notice = signal<Notice | null>(null);

/** Browsers report these as errors, and nothing is wrong: a layout that took two turns. */
const HARMLESS = /^ResizeObserver loop/;
/** As Chromium, Firefox and Safari say it; the last is said by the loader of styles. */
const LOST =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|could not be loaded/;

export function watchErrors(): void {
  addEventListener("error", ({ message }) => tell(message));
  addEventListener("unhandledrejection", ({ reason }) => {
    // Work that was stopped on purpose.
    if (reason instanceof Error && reason.name === "AbortError") return;
    tell(reason instanceof Error ? reason.message : String(reason));
  });
}

function tell(message: string): void {
  const sentence = message.split("\n")[0].trim();
  if (sentence === "" || HARMLESS.test(sentence)) return;
  notice.value = LOST.test(sentence) ? { kind: "lost" } : { kind: "error", sentence };
}
