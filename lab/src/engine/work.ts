/** Answers of workers in components: the newest question counts, the last answer stays until then. */
import { useEffect, useRef, useState } from "preact/hooks";
import { isStopped, type Running } from "./connect.ts";

export interface Work<Result> {
  readonly value: Result | null;
  readonly pending: boolean;
  /** One sentence, or null. */
  readonly problem: string | null;
}

/**
 * Asks when `key` changes, and stops what was asked before.
 *
 * @param ask null where there is nothing to ask yet.
 */
export function useWork<Result>(
  key: string,
  ask: (() => Running<Result>) | null,
): Work<Result> & { readonly running: Running<Result> | null } {
  const [work, setWork] = useState<Work<Result>>({ value: null, pending: false, problem: null });
  const running = useRef<Running<Result> | null>(null);
  useEffect(() => {
    if (!ask) {
      // What was asked last has been stopped.
      setWork((last) => (last.pending ? { ...last, pending: false } : last));
      return;
    }
    let current = true;
    setWork(({ value }) => ({ value, pending: true, problem: null }));
    const run = ask();
    running.current = run;
    run.result.then(
      (value) => current && setWork({ value, pending: false, problem: null }),
      (error: Error) =>
        current &&
        !isStopped(error) &&
        setWork({ value: null, pending: false, problem: error.message }),
    );
    return () => {
      current = false;
      run.stop();
    };
  }, [key, ask === null]);
  return { ...work, running: running.current };
}
