/** The weight dealt into residues, as it is packed. */
import type { Problem } from "../semantics/problem.ts";
import { weightStrides } from "../semantics/shapes.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";
import { walkAxes } from "./axes.ts";
import { residues } from "./residues.ts";

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
