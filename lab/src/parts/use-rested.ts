import { useEffect, useState } from "preact/hooks";

/** Milliseconds without a change: a hand that drags a slider does not stop for so long. */
const QUIET = 250;

/** The value once it has not changed for a moment; the first one at once. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  const first = rested === null;
  useEffect(() => {
    if (first) {
      setRested(() => value);
      return;
    }
    const late = setTimeout(() => setRested(() => value), QUIET);
    return () => clearTimeout(late);
  }, [value, first]);
  return first ? value : rested;
}
