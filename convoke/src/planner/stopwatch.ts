/** Plans with a stopwatch: all compiled, warmed up, and run in turns, so that a slow moment hits all of them. */
import { host } from "#host";
import type { Algorithms } from "../algorithms/algorithm.ts";
import type { Plan } from "../plan/plan.ts";
import { compile } from "../runtime/compile.ts";
import type { Executable } from "../runtime/executable.ts";
import { weightShape } from "../semantics/shapes.ts";
import { uniform } from "../tensor/random.ts";
import { type FloatArray, type Tensor, tensor } from "../tensor/tensor.ts";

/** Milliseconds of running before V8 is taken to have optimised, and of one window. */
const WARM_UP = 60;
const WINDOW = 2;
const ROUNDS = 9;

/**
 * Median milliseconds of one run of each plan, over random input.
 *
 * @param weight known to all of them; default random, of each plan's shape.
 * @throws as `compile` does.
 */
export async function timesOf(
  algorithms: Algorithms,
  plans: readonly Plan[],
  weight?: Tensor<FloatArray>,
): Promise<number[]> {
  const ready: { readonly executable: Executable; readonly times: number[] }[] = [];
  try {
    for (const plan of plans) {
      const own = weight ?? uniform(weightShape(plan.problem), 1, -1, 1);
      ready.push({ executable: await prepared(algorithms, plan, own), times: [] });
    }
    for (const { executable } of ready) await window(executable, WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      for (const { executable, times } of ready) times.push(await window(executable, WINDOW));
    }
    return ready.map(({ times }) => times.sort((a, b) => a - b)[times.length >> 1]);
  } finally {
    for (const { executable } of ready) executable[Symbol.dispose]();
  }
}

async function prepared(
  algorithms: Algorithms,
  own: Plan,
  weight: Tensor<FloatArray>,
): Promise<Executable> {
  const { bias, outChannels } = own.problem;
  const executable = await compile(
    algorithms,
    own,
    bias ? { weight, bias: tensor([outChannels]) } : { weight },
  );
  const { shape, data } = executable.input;
  data.set(uniform(shape, 2, -1, 1).data);
  return executable;
}

/** Milliseconds of one run, over runs of at least so many milliseconds in all. */
async function window(executable: Executable, least: number): Promise<number> {
  const start = host.now();
  let runs = 0;
  let spent = 0;
  while (spent < least) {
    await executable.run();
    runs++;
    spent = host.now() - start;
  }
  return spent / runs;
}
