/**
 * What the engine may rely on here, established by running tiny modules (`planner/detect.ts`) and
 * passed around as data: planning is a pure function of Problem and Machine, and tests pin one.
 */
export interface Machine {
  /** Whether relaxed multiply-add exists and rounds once. */
  readonly fma: boolean;
  /** Whether V8's revectorizer is on and has passed its self-check: pairs of vectors run as one. */
  readonly wide: boolean;
  /** Threads worth using. */
  readonly threads: number;
  /** Whether memory can be shared between threads here. */
  readonly sharedMemory: boolean;
}

/** The least that runs Convoke: SIMD, multiply + add, one thread. */
export const PLAIN_MACHINE: Machine = { fma: false, wide: false, threads: 1, sharedMemory: false };
