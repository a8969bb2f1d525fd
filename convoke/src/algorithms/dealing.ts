/**
 * Numbers dealt into residues and woven back, in JavaScript: weights as they are packed, and what
 * the bound of the algorithm inside is asked about.
 */
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
  weightStrides,
} from "../semantics/shapes.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";
import { walkAxes } from "./axes.ts";
import { fillOf } from "./frame.ts";
import { placesOf, type Residues, residues } from "./residues.ts";

/** The weight as the dense problem has it: taps behind the end of the kernel are zero. */
export function dealWeight(problem: Problem, weight: FloatArray): Float64Array {
  const { axes } = residues(problem, [1, 1, 1]);
  const strides = weightStrides(problem);
  const spatial = [0, 0, 0, ...strides.spatial].slice(-3);
  const inputs = problem.inChannels / problem.groups;
  // By axis, channel and tap: offset in the weight; where there is no such tap, too low for any sum.
  const [planes, rows, columns] = walkAxes(problem).map(({ kernel, reversed }, a) => {
    const { channels, kernel: taps } = axes[a];
    return Array.from({ length: channels }, (_, r) =>
      Array.from({ length: taps }, (_, j) => {
        const k = j * channels + r;
        return k < kernel ? (reversed ? kernel - 1 - k : k) * spatial[a] : -Infinity;
      }),
    );
  });
  const offsets = planes.flatMap((pz) =>
    rows.flatMap((py) =>
      columns.map((px) => pz.flatMap((z) => py.flatMap((y) => px.map((x) => z + y + x)))),
    ),
  );
  const dealt = new Float64Array(
    problem.outChannels * inputs * sizeOf(axes.map((x) => x.channels * x.kernel)),
  );
  let next = 0;
  for (let m = 0; m < problem.outChannels; m++)
    for (const own of offsets)
      for (let c = 0; c < inputs; c++) {
        const from = m * strides.out + c * strides.in;
        for (const offset of own) dealt[next++] = offset < 0 ? 0 : weight[from + offset];
      }
  return dealt;
}

/** What the dense problem is given where the problem is given `args`. */
export function dealArguments(problem: Problem, over: Residues, args: Arguments): Arguments {
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
export function weaveValues(
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
