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
}

export interface ConnectOptions {
  /** "ends": its jobs listen to nothing while they compute, so a call is stopped by ending the worker. */
  readonly stopping?: "asks" | "ends";
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

  function end(): void {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new DOMException("stopped", "AbortError"));
    waiting.clear();
  }

  return {
    call(job, args, { onReport, signal, transfer = [] } = {}) {
      const id = ++last;
      const send = (message: ToWorker, handed: Transferable[] = []) =>
        opened().postMessage(message, handed);
      const result = new Promise<never>((resolve, reject) => {
        waiting.set(id, { resolve, reject, onReport: onReport as Waiting["onReport"] });
      });
      const stop = () => {
        if (!waiting.has(id)) return;
        if (stopping === "asks") send({ kind: "stop", id });
        else end();
      };
      send({ kind: "call", id, job, args }, transfer);
      signal?.addEventListener("abort", stop, { once: true });
      const pause = (on: boolean) => send({ kind: on ? "pause" : "resume", id });
      return { result, stop, pause };
    },
  };
}
