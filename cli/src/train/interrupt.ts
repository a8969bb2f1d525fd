/** Ctrl-C ends the training after its step; a second one ends the process. */
export function onInterrupt(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const control = new AbortController();
  const before = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  const restore = () => {
    process.removeListener("SIGINT", abort);
    for (const listener of before) process.on("SIGINT", listener);
  };
  const abort = () => {
    restore();
    control.abort();
  };
  process.on("SIGINT", abort);
  return { signal: control.signal, stop: () => control.signal.aborted || restore() };
}
