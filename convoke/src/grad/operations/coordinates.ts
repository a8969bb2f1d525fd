/**
 * Where each number stands, as channels: what a convolution, which does the same everywhere, cannot know.
 *
 * Source: Liu et al., "An intriguing failing of convolutional neural networks and the CoordConv
 * solution", NeurIPS 2018 (arXiv 1807.03247).
 */
import { guard, ShapeError } from "../../errors.ts";
import { floatBuffer } from "../../ir/build.ts";
import { copyRuns } from "../../kernels/copy-runs.ts";
import type { Allocation } from "../../plan/program.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

/** Numbers that a load of four may reach behind the last. */
const SLACK = 4;

/**
 * [N, C, …axes] → [N, C + axes, …axes]: behind the channels one for each axis, from -1 at its first
 * position to 1 at its last; 0 on an axis of one. No gradient flows to them.
 *
 * @throws ShapeError for a value without such axes.
 */
export function coordinates(x: Value): Value {
  const [images, channels, ...extents] = x.shape;
  guard(extents.length >= 1, ShapeError, () => ({
    name: "the input of coordinates",
    expected: "floats of shape [N, C, …] with axes behind the channels",
    got: nameOf(x),
  }));
  const own = channels * sizeOf(extents);
  const added = coordinatesOf(extents);
  const stride = own + added.length;
  return apply(
    {
      name: "coordinates",
      shape: Object.freeze([images, channels + extents.length, ...extents]),
      define: ([values]) => {
        const result = new Float64Array(images * stride);
        for (let n = 0; n < images; n++) {
          result.set(values.subarray(n * own, (n + 1) * own), n * stride);
          result.set(added, n * stride + own);
        }
        return result;
      },
      forward: ({ inputs: [from], output }, { threads }) => {
        const buffer = floatBuffer("coordinates", [added.length], SLACK);
        const table: Allocation = { buffer, role: "table", contents: () => added };
        const runs = { threads, runs: images };
        const copies = steps(
          copyRuns({
            ...runs,
            length: own,
            from: { buffer: from, first: 0, stride: own },
            to: { buffer: output, first: 0, stride },
          }),
          copyRuns({
            ...runs,
            length: added.length,
            from: { buffer, first: 0, stride: 0 },
            to: { buffer: output, first: own, stride },
          }),
        );
        return { ...copies, allocations: [table] };
      },
      backward: ({ gradient, results: [result] }, { threads }) =>
        steps(
          copyRuns({
            threads,
            runs: images,
            length: own,
            from: { buffer: gradient, first: 0, stride },
            to: { buffer: result!, first: 0, stride: own },
          }),
        ),
    },
    [x],
  );
}

/** For each axis, its coordinate at every position. */
function coordinatesOf(extents: readonly number[]): Float32Array {
  const count = sizeOf(extents);
  const values = new Float32Array(extents.length * count);
  extents.forEach((extent, axis) => {
    const inner = sizeOf(extents.slice(axis + 1));
    for (let i = 0; i < count; i++) {
      const at = Math.floor(i / inner) % extent;
      values[axis * count + i] = extent === 1 ? 0 : (2 * at) / (extent - 1) - 1;
    }
  });
  return values;
}
