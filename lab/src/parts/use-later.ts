/** What is worked out after the rest was drawn. */
import { useEffect, useState } from "preact/hooks";

/** The value a task after it changed, null before the first: what is made of it holds up nothing else. */
export function useLater<T>(value: T): T | null {
  const [late, setLate] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLate({ value }));
    return () => clearTimeout(timer);
  }, [value]);
  return late ? late.value : null;
}
