/** Executables kept between calls of the one-line functions: the least recently used go first. */
import { RuntimeError } from "./errors.ts";
import { detectMachine } from "./planner/detect.ts";

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

/** What an executable is made for, besides the machine as it is known then. */
interface Purpose {
  /** Who asks: executables of one function are of one kind. */
  readonly caller: string;
  /** In words that say all of it. */
  readonly problem: string;
  /** Options that are followed, undefined where none was given. */
  readonly settings: readonly (string | number | boolean | undefined)[];
}

/** Runs `job` on the executable that `make` makes the first time its purpose comes up. */
export async function withExecutable<E extends Kept, T>(
  { caller, problem, settings }: Purpose,
  make: () => Promise<E>,
  job: (executable: E) => Promise<T>,
): Promise<T> {
  // The machine too: `enableWideSimd` changes it, and what was compiled before stays narrow.
  const key = `${caller} ${problem} ${settings.join()} ${JSON.stringify(detectMachine())}`;
  let entry = entries.get(key);
  entries.delete(key);
  entry ??= { executable: make(), bytes: 0, last: Promise.resolve() };
  entries.set(key, entry);
  const mine = entry;
  const result = mine.last.then(async () => {
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
