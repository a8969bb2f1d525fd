/** One process of the benchmark: checks and times layers, prints a Report as JSON. Exit 3: no wide SIMD. */
import {
  ALGORITHM_NAMES,
  compile,
  detectMachine,
  enableWideSimd,
  PLAIN_MACHINE,
  type Plan,
  parse,
  plan,
  tensor,
  UnsupportedError,
  weightShape,
} from "convoke";
import { errorBound, magnitude, reference } from "convoke/reference";

export interface Report {
  readonly node: string;
  readonly v8: string;
  readonly wide: boolean;
  readonly fma: boolean;
  /** GFLOP/s of one core on a product that never leaves the first-level cache. */
  readonly peak: number;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly layer: string;
  readonly algorithm: string;
  readonly threads: number;
  readonly gflops: number;
  /** Of threads × peak. */
  readonly share: number;
}

const WARM_UP = 400;
const WINDOWS = 60;
/** 6 × 16 outputs over 256 inputs: weights and panel take 22 kB. */
const PEAK = "ic256ih4oc6kh1";

const [mode, ...layers] = process.argv.slice(2);
if (mode === "wide" && !(await enableWideSimd())) process.exit(3);
const machine = detectMachine();
const peak = await rate(plan(PEAK, { threads: 1, algorithm: "pointwise" }), 200);
const rows: Row[] = [];
for (const layer of layers) {
  const expected = truth(layer);
  for (const algorithm of ALGORITHM_NAMES) {
    for (const threads of machine.threads > 1 ? [1, 2] : [1]) {
      let chosen: Plan;
      try {
        chosen = plan(layer, { threads, algorithm });
      } catch (error) {
        if (error instanceof UnsupportedError) continue;
        throw error;
      }
      const gflops = await rate(chosen, 1, expected);
      rows.push({ layer, algorithm, threads, gflops, share: gflops / (threads * peak) });
    }
  }
}
const { fma, wide } = { ...PLAIN_MACHINE, ...machine };
console.log(
  JSON.stringify({
    node: process.version,
    v8: process.versions.v8,
    wide,
    fma,
    peak,
    rows,
  } satisfies Report),
);
process.exit(0);

function values(shape: readonly number[], step: number) {
  const t = tensor(shape);
  for (let i = 0; i < t.data.length; i++) t.data[i] = ((i * step) % 97) / 97 - 0.5;
  return t;
}

function truth(layer: string) {
  const problem = parse(layer);
  const args = {
    input: values([problem.batch, problem.inChannels, ...problem.axes.map((a) => a.input)], 31),
    weight: values(weightShape(problem), 17),
  };
  return {
    data: reference(problem, args).data,
    bound: errorBound(problem, magnitude(problem, args)),
  };
}

/** Median rate over windows of `repeats` runs; a wrong result is an error, not a figure. */
async function rate(
  chosen: Plan,
  repeats: number,
  expected?: ReturnType<typeof truth>,
): Promise<number> {
  using executable = await compile(chosen, { weight: values(weightShape(chosen.problem), 17) });
  executable.input.data.set(values(executable.input.shape, 31).data);
  const end = performance.now() + WARM_UP;
  while (performance.now() < end) await executable.run();
  if (expected) {
    executable.output.data.forEach((value, i) => {
      if (Math.abs(value - expected.data[i]) > expected.bound[i])
        throw new Error(`${chosen.algorithm}: wrong at ${i}`);
    });
  }
  const times: number[] = [];
  for (let w = 0; w < WINDOWS; w++) {
    const start = performance.now();
    for (let r = 0; r < repeats; r++) await executable.run();
    times.push((performance.now() - start) / repeats);
  }
  times.sort((a, b) => a - b);
  return (2 * chosen.work.macs) / times[WINDOWS >> 1] / 1e6;
}
