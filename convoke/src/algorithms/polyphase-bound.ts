/** The bound of the algorithm inside, for what it is given: dealt into residues, and woven back. */
import { ALGORITHM_NAMES, type Chosen } from "../plan/plan.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { indexAt } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import type { Arguments } from "../semantics/reference.ts";
import {
  inputShape,
  inputStrides,
  outputShape,
  outputStrides,
  weightShape,
} from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { walkAxes } from "./axes.ts";
import { dealWeight } from "./dealing.ts";
import { fillOf } from "./frame.ts";
import { coverOf, dense } from "./polyphase.ts";
import { placesOf, type Residues, residues } from "./residues.ts";

/** @param boundOf what is promised of the dense problem. */
export function polyphaseBound(
  chosen: Chosen,
  args: Arguments,
  boundOf: (chosen: Chosen, args: Arguments) => Float64Array,
): Float64Array {
  const { problem, schedule } = chosen;
  const cover = coverOf(schedule);
  const over = residues(problem, cover);
  const inside = { ...dense(chosen, cover), algorithm: ALGORITHM_NAMES[schedule.part], schedule };
  return weaveValues(problem, over, boundOf(inside, dealArguments(problem, over, args)));
}

/** What the dense problem is given where the problem is given `args`. */
function dealArguments(problem: Problem, over: Residues, args: Arguments): Arguments {
  const { axes, problem: dense } = over;
  const strides = inputStrides(problem);
  const spatial = [0, 0, 0, ...strides.spatial].slice(-3);
  const places = placesOf(problem, over);
  const perGroup = problem.inChannels / problem.groups;
  // By axis: where each element of each residue comes from, and where it goes.
  const [planes, rows, columns] = axes.map((axis, a) =>
    places.residues[a].flatMap((place, f) =>
      Array.from({ length: axis.length }, (_, i) => ({
        index: indexAt(axis.positions, f * axis.apart + i * axis.step),
        to: place + i * places.steps[a],
      })).filter(({ index }) => index !== OUTSIDE),
    ),
  );
  const input = new Float64Array(sizeOf(inputShape(dense))).fill(fillOf(problem));
  for (let n = 0; n < problem.batch; n++)
    for (let c = 0; c < problem.inChannels; c++) {
      const from = n * strides.batch + c * strides.channel;
      const to =
        n * places.batch +
        Math.floor(c / perGroup) * places.group +
        (c % perGroup) * places.channel;
      for (const z of planes)
        for (const y of rows)
          for (const x of columns)
            input[to + z.to + y.to + x.to] =
              args.input.data[
                from + z.index * spatial[0] + y.index * spatial[1] + x.index * spatial[2]
              ];
    }
  return {
    ...args,
    input: { shape: inputShape(dense), data: input },
    weight: { shape: weightShape(dense), data: dealWeight(problem, args.weight.data) },
  };
}

/** Values at the dense problem's outputs → values at the problem's, in its layout. */
function weaveValues(
  problem: Problem,
  { axes, images }: Residues,
  values: Float64Array,
): Float64Array {
  const strides = outputStrides(problem);
  const spatial = [0, 0, 0, ...strides.spatial].slice(-3);
  const woven = new Float64Array(sizeOf(outputShape(problem)));
  const [depth, height, width] = walkAxes(problem).map((a) => a.out);
  const [dz, dy, dx] = axes;
  const volume = dz.count * dy.count * dx.count;
  for (let n = 0; n < problem.batch; n++)
    for (let m = 0; m < problem.outChannels; m++)
      for (let z = 0; z < depth; z++)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const p = ((z % dz.images) * dy.images + (y % dy.images)) * dx.images + (x % dx.images);
            const image = (n * images + p) * problem.outChannels + m;
            const row = Math.floor(z / dz.images) * dy.count + Math.floor(y / dy.images);
            const from = image * volume + row * dx.count + Math.floor(x / dx.images);
            const to = n * strides.batch + m * strides.channel;
            woven[to + z * spatial[0] + y * spatial[1] + x * spatial[2]] = values[from];
          }
  return woven;
}
