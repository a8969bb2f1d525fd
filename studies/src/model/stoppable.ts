/** Runs that a signal stops: wherever a study touches what it examines, its data or its listeners. */
import { ConvokeError } from "convoke";
import type { Context } from "./study.ts";

/** A run was stopped by its signal; `cause` is the signal's reason. */
export class StoppedError extends ConvokeError {
  override readonly name = "StoppedError";
}

/** Milliseconds after which other events get a turn, or no signal would ever come in a worker. */
const BREATH = 50;

/**
 * The same context and subject, whose functions throw a StoppedError once the signal has come; those
 * that take their time give other events a turn. Without a signal both are left as they are.
 */
export function stoppable<S extends object>(
  id: string,
  context: Context,
  subject: S,
): { readonly context: Context; readonly subject: S } {
  const { signal, data, onProgress, onSample } = context;
  if (signal === undefined) return { context, subject };
  const error = () =>
    new StoppedError(`expected study ${id} to run to its end, got a signal to stop`, null, {
      cause: signal.reason,
    });
  const check = () => {
    if (signal.aborted) throw error();
  };
  let breath = performance.now();
  const breathe = async () => {
    if (performance.now() - breath > BREATH) {
      await new Promise((turn) => setTimeout(turn, 0));
      breath = performance.now();
    }
    check();
  };
  /** What is waited for, unless the signal comes first. */
  const until = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      // Who was asked may have stopped the run: that event is over.
      if (signal.aborted) return reject(error());
      const stop = () => reject(error());
      const end = () => signal.removeEventListener("abort", stop);
      signal.addEventListener("abort", stop, { once: true });
      promise.then(resolve, reject).finally(end);
    });
  const watched =
    <A extends readonly unknown[], R>(run: (...args: A) => R) =>
    (...args: A): R => {
      check();
      const result = run(...args);
      if (!(result instanceof Promise)) return result;
      return result.then(async (value) => {
        await breathe();
        return value;
      }) as R;
    };
  const asked =
    <T>(read: () => Promise<T>) =>
    (): Promise<T> => {
      check();
      return until(read());
    };
  check();
  return {
    context: {
      ...context,
      data: {
        image: asked(() => data.image()),
        sound: asked(() => data.sound()),
        sentences: asked(() => data.sentences()),
      },
      onProgress: (share) => {
        check();
        onProgress?.(share);
      },
      onSample: async (sample) => {
        check();
        await until(Promise.resolve(onSample?.(sample)));
        await breathe();
      },
    },
    subject: Object.fromEntries(
      Object.entries(subject).map(([name, part]) => [
        name,
        typeof part === "function" ? watched(part as (...args: unknown[]) => unknown) : part,
      ]),
    ) as S,
  };
}
