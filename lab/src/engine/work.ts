/** Answers of workers in components: the newest question counts, the last answer stays until then. */
import { useEffect, useState } from "preact/hooks";
import { isStopped, type Running } from "./connect.ts";

export interface Work<Result> {
  readonly value: Result | null;
  readonly pending: boolean;
  /** One sentence, or null. */
  readonly problem: string | null;
}

interface Asked<Result> extends Work<Result> {
  /** Of the question; null before there was one. */
  readonly key: string | null;
}

const NOTHING = { key: null, value: null, pending: false, problem: null };

/**
 * Asks when `key` changes, and stops what was asked before.
 *
 * @param ask null where there is nothing to ask yet.
 */
export function useWork<Result>(key: string, ask: (() => Running<Result>) | null): Work<Result> {
  const [work, setWork] = useState<Asked<Result>>(NOTHING);
  useEffect(() => {
    if (!ask) {
      // What was asked last has been stopped.
      setWork((last) => ({ ...last, key: null, pending: false }));
      return;
    }
    let current = true;
    setWork(({ value }) => ({ key, value, pending: true, problem: null }));
    const run = ask();
    run.result.then(
      (value) => current && setWork({ key, value, pending: false, problem: null }),
      (error: Error) =>
        current &&
        !isStopped(error) &&
        setWork({ key, value: null, pending: false, problem: error.message }),
    );
    return () => {
      current = false;
      run.stop();
    };
  }, [key, ask === null]);
  // A new question is asked behind the drawing that it comes with: until then this is no answer to it.
  return ask && work.key !== key ? { value: work.value, pending: true, problem: null } : work;
}
