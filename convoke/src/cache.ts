/** Executables kept between calls of the one-line functions: the least recently used go first. */
import { RuntimeError } from "./errors.ts";

const MOST_ENTRIES = 64;
const MOST_BYTES = 512 * 2 ** 20;

/** What can be kept: something compiled that owns so many bytes. */
interface Kept extends Disposable {
  readonly bytes: number;
}

/** One executable, serving one caller at a time, the others in turn. */
interface Entry {
  readonly executable: Promise<Kept>;
  /** Known when compiled. */
  bytes: number;
  last: Promise<unknown>;
}

/** Oldest first: a hit moves to the end. */
const entries = new Map<string, Entry>();

/** Runs `job` on the executable that `make` makes the first time `key` is asked for. */
export async function withExecutable<E extends Kept, T>(
  key: string,
  make: () => Promise<E>,
  job: (executable: E) => Promise<T>,
): Promise<T> {
  let entry = entries.get(key);
  entries.delete(key);
  entry ??= { executable: make(), bytes: 0, last: Promise.resolve() };
  entries.set(key, entry);
  const mine = entry;
  const result = mine.last.then(async () => {
    // A key belongs to one kind of executable: it names the function that made it.
    const executable = (await mine.executable) as E;
    mine.bytes = executable.bytes;
    return job(executable);
  });
  mine.last = result.catch((error) => {
    // It did not compile, or a thread died in it: the next call starts afresh.
    if (mine.bytes === 0 || error instanceof RuntimeError) forget(key, mine);
  });
  const value = await result;
  trim();
  return value;
}

/** Frees everything the one-line functions have kept. */
export function clearCache(): void {
  for (const [key, entry] of entries) forget(key, entry);
}

function trim(): void {
  let bytes = 0;
  for (const entry of entries.values()) bytes += entry.bytes;
  for (const [key, entry] of entries) {
    if (entries.size <= 1 || (entries.size <= MOST_ENTRIES && bytes <= MOST_BYTES)) return;
    bytes -= entry.bytes;
    forget(key, entry);
  }
}

function forget(key: string, entry: Entry): void {
  if (entries.get(key) === entry) entries.delete(key);
  // Whoever still waits for it is served first.
  entry.last
    .then(() => entry.executable)
    .then(
      (executable) => executable[Symbol.dispose](),
      () => {},
    );
}
