/** Work that can wait: a little at a time, so that the page answers in between. */

/** Milliseconds of one slice. */
const SLICE = 4;

interface When {
  /** Milliseconds before the first slice, and between two. */
  readonly first?: number;
  readonly rest?: number;
}

/** Does `job` for 0 … count − 1; what is not done when the function is called that it returns is left. */
export function inSlices(
  count: number,
  job: (at: number) => void,
  { first = 0, rest = SLICE }: When = {},
): () => void {
  let at = 0;
  const slice = () => {
    const end = performance.now() + SLICE;
    while (at < count && performance.now() < end) job(at++);
    if (at < count) timer = setTimeout(slice, rest);
  };
  let timer = setTimeout(slice, first);
  return () => clearTimeout(timer);
}
