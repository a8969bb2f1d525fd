/**
 * How threads share a run. All of it that every thread executes is here; workers import nothing
 * else.
 *
 * A run is a row of chunks, stage after stage. Three words in the executable's own memory say how
 * far it is: STATE holds the number of the run and the next chunk that nobody has taken, DONE how
 * many chunks are finished, JOB whose run it is, since several may share a memory. A thread takes a
 * chunk by compare-and-exchange on STATE, so a helper that wakes up late, or never, costs nothing:
 * the others take its chunks. A chunk may be taken only when all earlier stages are finished.
 *
 * A helper asleep in `Atomics.wait` cannot read messages, so the SIGNAL words tell it what to do:
 * look at its mail, or help with a job. They also say which helpers are awake, since these can be
 * had for nothing, while one that sleeps costs the caller a call of the operating system.
 */

/** Words of an executable's control block, at the beginning of its memory. */
export const STATE = 0;
export const DONE = 1;
export const JOB = 2;
export const CONTROL_BYTES = 128;

/** The low bits of STATE: next chunk. The others: number of the run, so that no CAS mistakes two. */
export const POSITION_BITS = 20;
const POSITION_MASK = (1 << POSITION_BITS) - 1;
const RUN_MASK = (1 << (31 - POSITION_BITS)) - 1;

/** Words of a pool's signal block. */
export const TURN = 0;
export const CURRENT_JOB = 1;
export const MAIL = 2;
/** 1 where helper h, at AWAKE + h, looks at TURN or works; 0 where it sleeps. */
export const AWAKE = 3;
/** @param helpers the highest number of a helper. */
export const signalBytes = (helpers: number): number => 4 * (AWAKE + helpers + 1);

/** One kernel of a run: `tasks` in chunks of `chunk`, of which the first is number `first`. */
export interface Stage {
  readonly name: string;
  readonly tasks: number;
  readonly chunk: number;
  readonly first: number;
}

export type KernelFunction = (thread: number, lo: number, hi: number) => void;

/** What a helper needs to take part in the runs of one executable. */
export interface Job {
  readonly id: number;
  readonly threads: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly stages: readonly Stage[];
}

export type HelperMessage =
  | {
      readonly kind: "start";
      readonly helper: number;
      readonly signal: SharedArrayBuffer;
      readonly mail: number;
      readonly jobs: readonly Job[];
    }
  | { readonly kind: "add"; readonly job: Job }
  | { readonly kind: "drop"; readonly id: number };

export const chunksOf = ({ tasks, chunk }: Stage): number => Math.ceil(tasks / chunk);

export const totalChunks = (stages: readonly Stage[]): number =>
  stages.reduce((sum, stage) => sum + chunksOf(stage), 0);

/** A job as a thread takes part in it. */
export interface Part {
  readonly job: number;
  readonly control: Int32Array;
  readonly stages: readonly Stage[];
  readonly kernels: readonly KernelFunction[];
}

/** Opens a new run of a job; all chunks of the one before must be done. */
export function openRun(control: Int32Array, job: number): void {
  const run = ((Atomics.load(control, STATE) >>> POSITION_BITS) + 1) & RUN_MASK;
  Atomics.store(control, DONE, 0);
  Atomics.store(control, JOB, job);
  Atomics.store(control, STATE, run << POSITION_BITS);
}

/**
 * Takes and runs chunks until none is left (true), or until the next one has waited for an earlier
 * stage for `patience` looks (false).
 */
export function takeShare(
  { job, control, stages, kernels }: Part,
  thread: number,
  patience: number,
): boolean {
  let stage = 0;
  let looks = 0;
  for (;;) {
    const state = Atomics.load(control, STATE);
    // Who is late for the end of one job's run may find another's: JOB was written before its STATE.
    if (Atomics.load(control, JOB) !== job) return true;
    const position = state & POSITION_MASK;
    // A new run may have begun since: then the stage lies further back.
    while (stage > 0 && position < stages[stage].first) stage--;
    while (stage < stages.length && position >= stages[stage].first + chunksOf(stages[stage]))
      stage++;
    if (stage === stages.length) return true;
    const { tasks, chunk, first } = stages[stage];
    if (Atomics.load(control, DONE) < first) {
      if (++looks > patience) return false;
      continue;
    }
    if (Atomics.compareExchange(control, STATE, state, state + 1) !== state) continue;
    looks = 0;
    const lo = (position - first) * chunk;
    kernels[stage](thread, lo, Math.min(lo + chunk, tasks));
    Atomics.add(control, DONE, 1);
  }
}

/**
 * Looks at SIGNAL before falling asleep, about 0.2 ms: the next layer of a network finds its helpers
 * awake, and so does the same one while the caller finishes the last chunk.
 */
const AWAKE_LOOKS = 60_000;
/** How often a helper that waits for an earlier stage looks before it lets others run. */
const HELPER_PATIENCE = 20000;

/** The life of a helper: a function that takes its messages, and helps in between. */
export function serve(): (message: HelperMessage) => void {
  const parts = new Map<number, Part & Pick<Job, "threads">>();
  let helper = 0;
  let signal = new Int32Array(new SharedArrayBuffer(signalBytes(0)));
  let mail = 0;

  const add = ({ id, threads, module, memory, stages }: Job) =>
    parts.set(id, { ...partOf(id, module, memory, stages), threads });

  /** Helps until there is mail to read. */
  const help = () => {
    Atomics.store(signal, AWAKE + helper, 1);
    while (Atomics.load(signal, MAIL) === mail) {
      const turn = Atomics.load(signal, TURN);
      const own = parts.get(Atomics.load(signal, CURRENT_JOB));
      if (own && helper < own.threads) {
        while (!takeShare(own, helper, HELPER_PATIENCE)) {
          Atomics.wait(signal, TURN, turn, 1);
          if (Atomics.load(signal, TURN) !== turn) break;
        }
      }
      for (let look = 0; look < AWAKE_LOOKS && Atomics.load(signal, TURN) === turn; look++);
      Atomics.store(signal, AWAKE + helper, 0);
      Atomics.wait(signal, TURN, turn);
      Atomics.store(signal, AWAKE + helper, 1);
    }
    Atomics.store(signal, AWAKE + helper, 0);
  };

  return (message) => {
    switch (message.kind) {
      case "start":
        helper = message.helper;
        signal = new Int32Array(message.signal);
        mail = message.mail;
        message.jobs.forEach(add);
        break;
      case "add":
        add(message.job);
        mail = (mail + 1) | 0;
        break;
      case "drop":
        parts.delete(message.id);
        mail = (mail + 1) | 0;
        break;
      default:
        message satisfies never;
    }
    help();
  };
}

export const partOf = (
  job: number,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  stages: readonly Stage[],
): Part => ({
  job,
  control: new Int32Array(memory.buffer, 0, CONTROL_BYTES / 4),
  stages,
  kernels: kernelsOf(module, memory, stages),
});

/** The exported kernels of an instance, in the order of the stages. */
export function kernelsOf(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  stages: readonly Stage[],
): KernelFunction[] {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return stages.map(({ name }) => exports[name] as KernelFunction);
}
