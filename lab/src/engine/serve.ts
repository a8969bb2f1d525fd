/** The worker's side: a table of jobs that a page may call. */
import type { FromWorker, ToWorker } from "./messages.ts";

export interface Call<Report = never> {
  /** Tells the page something on the way. */
  readonly report: (value: Report, transfer?: Transferable[]) => void;
  /** Aborted when the page has no more use for the answer. */
  readonly signal: AbortSignal;
  /**
   * Lets messages in, and waits while the page has paused the call.
   *
   * @throws the reason of `signal` once the call was stopped.
   */
  readonly turn: () => Promise<void>;
}

export type Job<Args, Result, Report = never> = (
  args: Args,
  call: Call<Report>,
) => Result | Promise<Result>;

// biome-ignore lint/suspicious/noExplicitAny: a table of jobs of all kinds; each is checked where it is called.
export type Jobs = Readonly<Record<string, Job<any, any, any>>>;

/** Marks buffers of an answer that are handed over instead of copied. */
export class Handed<T> {
  readonly value: T;
  readonly transfer: Transferable[];
  constructor(value: T, transfer: Transferable[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

interface Running {
  readonly stop: AbortController;
  paused: boolean;
  wake: (() => void) | null;
}

export function serve(jobs: Jobs): void {
  const running = new Map<number, Running>();
  const send = (message: FromWorker, transfer: Transferable[] = []) =>
    postMessage(message, { transfer });

  async function start(id: number, job: string, args: unknown): Promise<void> {
    const state: Running = { stop: new AbortController(), paused: false, wake: null };
    running.set(id, state);
    const { signal } = state.stop;
    const turn = async () => {
      await macrotask();
      while (state.paused && !signal.aborted)
        await new Promise<void>((resolve) => (state.wake = resolve));
      signal.throwIfAborted();
    };
    try {
      const report = (value: unknown, transfer?: Transferable[]) =>
        send({ kind: "report", id, value }, transfer);
      const value: unknown = await jobs[job](args, { report, signal, turn });
      if (value instanceof Handed) send({ kind: "done", id, value: value.value }, value.transfer);
      else send({ kind: "done", id, value });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      // A job that was stopped may say so in an error of its own.
      send({ kind: "failed", id, name: signal.aborted ? "AbortError" : name, message });
    } finally {
      running.delete(id);
    }
  }

  addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === "call") {
      void start(data.id, data.job, data.args);
      return;
    }
    const state = running.get(data.id);
    if (!state) return;
    if (data.kind === "stop") state.stop.abort(new DOMException("stopped", "AbortError"));
    else state.paused = data.kind === "pause";
    state.wake?.();
    state.wake = null;
  });
}

/** A turn of the event loop, without the 4 ms that nested timers take. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
