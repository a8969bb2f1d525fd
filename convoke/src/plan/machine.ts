/**
 * What the engine may rely on here, established by running tiny modules (`planner/detect.ts`) and
 * passed around as data: planning is a pure function of Problem and Machine, and tests pin one.
 */
export interface Machine {
  /** Whether WebAssembly has 128-bit vectors; without, every vector becomes four floats. */
  readonly simd: boolean;
  /** Whether relaxed multiply-add exists and rounds once. */
  readonly fma: boolean;
  /** Whether V8's revectorizer is on and has passed its self-check: pairs of vectors run as one. */
  readonly wide: boolean;
  /** Threads worth using. */
  readonly threads: number;
  /** Whether memory can be shared between threads here. */
  readonly sharedMemory: boolean;
  /** What `measureMachine` found, or else what is usual. */
  readonly speed: Speed;
}

/** Threads of a run, at the most. */
export const MOST_THREADS = 64;

/** What turns the cycles of the cost model into time. */
export interface Speed {
  /** Cycles of the model that one core does in a nanosecond: of the register tile, from L1. */
  readonly clock: number;
  /** Bytes a nanosecond that one core copies in its first-level cache, and where 16 MiB have place. */
  readonly copy: { readonly near: number; readonly far: number };
  /** Milliseconds until a helper has paid for being called: one that is awake, one that sleeps. */
  readonly call: { readonly awake: number; readonly asleep: number };
}

/**
 * Until something was measured: a server core of 2023 (AMD Zen 4). Calling a helper that sleeps, on
 * two such cores under a virtual machine: two threads take 1.1 times as long as one for 0.04 ms of
 * work and 0.75 times for 0.17 ms; where the helper's core was idle as well, 1.2 times for 0.2 ms and
 * 0.95 for 1 ms. With one that is awake, two threads are even with one at 0.04 ms (Intel, 2.1 GHz).
 */
export const USUAL_SPEED: Speed = {
  clock: 3.6,
  copy: { near: 58, far: 36 },
  call: { awake: 0.012, asleep: 0.1 },
};

/** SIMD, multiply + add, one thread: what every engine of today has. */
export const PLAIN_MACHINE: Machine = {
  simd: true,
  fma: false,
  wide: false,
  threads: 1,
  sharedMemory: false,
  speed: USUAL_SPEED,
};
