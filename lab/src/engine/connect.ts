/** The page's side of a worker: calls that answer with promises, and that can be stopped and paused. */
import type { FromWorker, ToWorker } from "./messages.ts";
import type { Call, Handed, Job, Jobs } from "./serve.ts";

type ArgsOf<J> = J extends Job<infer A, infer _R, infer _P> ? A : never;
type ResultOf<J> = J extends (...args: never[]) => infer R ? Unhanded<Awaited<R>> : never;
type Unhanded<R> = R extends Handed<infer T> ? T : R;
type ReportOf<J> = J extends (args: never, call: Call<infer P>) => unknown ? P : never;

export interface Options<Report> {
  readonly onReport?: (value: Report) => void;
  readonly signal?: AbortSignal;
  readonly transfer?: Transferable[];
}

export interface Running<Result> {
  readonly result: Promise<Result>;
  readonly stop: () => void;
  readonly pause: (on: boolean) => void;
}

export interface Connection<J extends Jobs> {
  call<N extends keyof J & string>(
    job: N,
    args: ArgsOf<J[N]>,
    options?: Options<ReportOf<J[N]>>,
  ): Running<ResultOf<J[N]>>;
}

/** A job that failed in a worker: the sentence is its own, and so is the name of its class. */
export class JobError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export const isStopped = (error: unknown): boolean =>
  error instanceof Error && error.name === "AbortError";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
  readonly onReport: ((value: never) => void) | undefined;
  /** Makes the call once more, in a new worker; null where that cannot be. */
  again: (() => void) | null;
}

/** Milliseconds that a job may take to hear that it is to stop. */
const PATIENCE = 1000;

export interface ConnectOptions {
  /**
   * "ends": its jobs listen to nothing while they compute, so a call is stopped by ending the worker.
   * "insists": it is asked, and ended when it has not answered in a while.
   */
  readonly stopping?: "asks" | "insists" | "ends";
}

/**
 * The worker starts with the first call.
 *
 *     const lab = connect<typeof jobs>(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
 *     const { result } = lab.call("filter", { … });
 */
export function connect<J extends Jobs>(
  start: () => Worker,
  { stopping = "asks" }: ConnectOptions = {},
): Connection<J> {
  let worker: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function opened(): Worker {
    if (worker) return worker;
    const opening = start();
    opening.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => hear(data));
    opening.addEventListener("error", (event) => {
      const why = event.message || "the worker could not be loaded";
      for (const { reject } of waiting.values()) reject(new JobError("InternalError", why));
      waiting.clear();
      opening.terminate();
      worker = null;
    });
    return (worker = opening);
  }

  function hear(message: FromWorker): void {
    const call = waiting.get(message.id);
    if (!call) return;
    if (message.kind === "report") {
      call.onReport?.(message.value as never);
      return;
    }
    waiting.delete(message.id);
    if (message.kind === "done") call.resolve(message.value as never);
    else call.reject(new JobError(message.name, message.message));
  }

  /** Ends the worker for the sake of one call; others start anew in the next one. */
  function end(stopped: number): void {
    worker?.terminate();
    worker = null;
    for (const [id, { reject, again }] of waiting) {
      if (id !== stopped && again !== null) again();
      else {
        waiting.delete(id);
        reject(new DOMException("stopped", "AbortError"));
      }
    }
  }

  return {
    call(job, args, { onReport, signal, transfer = [] } = {}) {
      const id = ++last;
      let paused = false;
      const send = (message: ToWorker, handed: Transferable[] = []) =>
        opened().postMessage(message, handed);
      const result = new Promise<never>((resolve, reject) => {
        // What was handed over is gone: such a call cannot be made twice.
        const again =
          transfer.length > 0
            ? null
            : () => {
                send({ kind: "call", id, job, args });
                if (paused) send({ kind: "pause", id });
              };
        waiting.set(id, { resolve, reject, again, onReport: onReport as Waiting["onReport"] });
      });
      const stop = () => {
        const call = waiting.get(id);
        if (!call) return;
        if (stopping === "ends") return end(id);
        // Who was asked to stop is not started anew when another call ends the worker.
        call.again = null;
        send({ kind: "stop", id });
        if (stopping === "insists") setTimeout(() => waiting.has(id) && end(id), PATIENCE);
      };
      const pause = (on: boolean) => {
        if (!waiting.has(id)) return;
        paused = on;
        send({ kind: on ? "pause" : "resume", id });
      };
      try {
        send({ kind: "call", id, job, args }, transfer);
      } catch (error) {
        // What cannot be copied is not sent.
        waiting.get(id)!.reject(error as Error);
        waiting.delete(id);
      }
      if (signal?.aborted) stop();
      else signal?.addEventListener("abort", stop, { once: true });
      return { result, stop, pause };
    },
  };
}
