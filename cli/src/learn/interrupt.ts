/**
 * Does the work while Ctrl-C ends the process at once, as the system does it. A listener is heard only
 * where the work gives itself back to the event loop, and passes over a large picture take seconds; so
 * there is none meanwhile. For work that leaves nothing half written.
 */
export async function interruptible<T>(work: () => Promise<T>): Promise<T> {
  const before = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  try {
    return await work();
  } finally {
    for (const listener of before) process.on("SIGINT", listener);
  }
}
