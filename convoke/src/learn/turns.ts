/** Long work that lets other events have their turn, and ends where a signal says so. */
import { host } from "#host";

/** Milliseconds after which they do: runs of the engine may end without giving one. */
const BREATH = 50;

/**
 * What long work awaits again and again; nothing most of the time, as awaiting nothing takes a turn of
 * its own.
 *
 *     const turn = turns(signal);
 *     for (…) await turn()?.then(() => onProgress(share));
 *
 * @throws the signal's reason, once it has come.
 */
export function turns(signal?: AbortSignal): () => Promise<void> | undefined {
  let breath = host.now();
  signal?.throwIfAborted();
  return () => {
    signal?.throwIfAborted();
    if (host.now() - breath <= BREATH) return;
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      breath = host.now();
      signal?.throwIfAborted();
    });
  };
}
