/** One process of the benchmark: checks and times layers, prints a Report as JSON. Exit 3: no wide SIMD. */
import {
  ALGORITHM_NAMES,
  compile,
  detectMachine,
  type Executable,
  enableWideSimd,
  inputShape,
  type Problem,
  parse,
  plan,
  tensor,
  UnsupportedError,
  weightShape,
} from "convoke";
import { errorBound, magnitude, reference } from "convoke/reference";
import { peakOf } from "./peak.ts";

export interface Report {
  readonly node: string;
  readonly v8: string;
  readonly wide: boolean;
  readonly fma: boolean;
  /** GFLOP/s of one core on a tile that never leaves the first-level cache. */
  readonly peak: number;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly layer: string;
  readonly algorithm: string;
  readonly threads: number;
  /** Of the median window; of the quickest. */
  readonly gflops: number;
  readonly best: number;
  /** Of threads × peak, median. */
  readonly share: number;
}

/** Every contestant gets its windows in rounds, so that a slow moment of the machine hits all. */
const ROUNDS = 8;
const WINDOWS = 12;
const WARM_UP = 250;

const [mode, ...layers] = process.argv.slice(2);
if (mode === "wide" && !(await enableWideSimd())) process.exit(3);
const { fma, wide, threads: cores } = detectMachine();
const peak = peakOf(fma);
const rows: Row[] = [];
for (const layer of layers) rows.push(...(await race(layer)));
const report: Report = { node: process.version, v8: process.versions.v8, wide, fma, peak, rows };
console.log(JSON.stringify(report));
process.exit(0);

interface Contestant {
  readonly algorithm: string;
  readonly threads: number;
  readonly executable: Executable;
  readonly times: number[];
}

async function race(layer: string): Promise<Row[]> {
  const problem = parse(layer);
  const check = checker(problem);
  const contestants: Contestant[] = [];
  for (const algorithm of ALGORITHM_NAMES) {
    for (const threads of cores > 1 ? [1, 2] : [1]) {
      const executable = await ready(problem, algorithm, threads);
      if (!executable) continue;
      await warm(executable, WARM_UP);
      check(executable);
      contestants.push({ algorithm, threads, executable, times: [] });
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { executable, times } of contestants) {
      await warm(executable, 20);
      for (let w = 0; w < WINDOWS; w++) {
        const start = performance.now();
        await executable.run();
        times.push(performance.now() - start);
      }
    }
  }
  return contestants.map(({ algorithm, threads, executable, times }) => {
    executable[Symbol.dispose]();
    times.sort((a, b) => a - b);
    const rate = (ms: number) => (2 * executable.plan.work.macs) / ms / 1e6;
    const gflops = rate(times[times.length >> 1]);
    return {
      layer,
      algorithm,
      threads,
      gflops,
      best: rate(times[0]),
      share: gflops / (threads * peak),
    };
  });
}

async function ready(
  problem: Problem,
  algorithm: (typeof ALGORITHM_NAMES)[number],
  threads: number,
): Promise<Executable | null> {
  try {
    const chosen = plan(problem, { threads, algorithm });
    const executable = await compile(chosen, { weight: values(weightShape(problem), 17) });
    executable.input.data.set(values(inputShape(problem), 31).data);
    return executable;
  } catch (error) {
    if (error instanceof UnsupportedError) return null;
    throw error;
  }
}

async function warm(executable: Executable, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) await executable.run();
}

/** A wrong result is an error, not a figure. */
function checker(problem: Problem): (executable: Executable) => void {
  const args = { input: values(inputShape(problem), 31), weight: values(weightShape(problem), 17) };
  const expected = reference(problem, args).data;
  const bound = errorBound(problem, magnitude(problem, args));
  return ({ plan: { algorithm }, output }) => {
    const wrong = output.data.findIndex((value, i) => !(Math.abs(value - expected[i]) <= bound[i]));
    if (wrong >= 0)
      throw new Error(
        `${algorithm}: element ${wrong} is ${output.data[wrong]}, expected ${expected[wrong]}`,
      );
  };
}

function values(shape: readonly number[], step: number) {
  const t = tensor(shape);
  for (let i = 0; i < t.data.length; i++) t.data[i] = ((i * step) % 97) / 97 - 0.5;
  return t;
}
