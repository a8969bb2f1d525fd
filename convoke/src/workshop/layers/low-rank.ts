/**
 * A layer as a chain of cheaper ones, nearest in the weights. The strides, paddings and dilations go
 * where their axis is computed; the bias goes last.
 *
 * | chain | layers |
 * | --- | --- |
 * | spatial, rank r | [r, in, k₀, 1 …] then [out, r, 1, k₁ …] |
 * | channel, rank r | [r, in, k …] then [out, r, 1 …] |
 * | tucker, ranks r₁ r₂ | [r₁, in, 1 …], [r₂, r₁, k …], [out, r₂, 1 …] |
 * | canonical, rank r | [r, in, 1 …], one depthwise along each axis, [out, r, 1 …] |
 *
 * Sources: Jaderberg, Vedaldi and Zisserman, "Speeding up convolutional neural networks with low rank
 * expansions", BMVC 2014 (spatial); Zhang, Zou, He and Sun, "Accelerating very deep convolutional
 * networks", TPAMI 2016 (channel); Kim et al., "Compression of deep convolutional neural networks",
 * ICLR 2016 (Tucker-2); Lebedev et al., "Speeding-up convolutional neural networks using fine-tuned
 * CP-decomposition", ICLR 2015 (canonical).
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { type CanonicalOptions, canonical } from "../../numbers/canonical.ts";
import { gramOf, lengthOf, lowRank, transposed, unitOf } from "../../numbers/low-rank.ts";
import { eigenOf } from "../../numbers/symmetric.ts";
import { sizeOf, stridesOf } from "../../tensor/tensor.ts";
import { placesOf } from "../grid.ts";
import { kernelOf } from "../kernel.ts";
import { composeLayers } from "./compose.ts";
import { channelsIn, channelsOut, kernelShape, type Layer } from "./layer.ts";

export interface Chain {
  readonly layers: readonly Layer[];
  /** ‖W − composed‖ / ‖W‖ of the weights, root of the sum of squares. */
  readonly error: number;
  /** Numbers of all weights of the chain; the layer itself has `of`. */
  readonly parameters: number;
  readonly of: number;
}

/** Of sums of outer products: numbers in all terms. */
const MOST_TERMS = 1 << 23;

/**
 * Along the first axis of the kernel, then along the others.
 *
 * @param rank 1 to min(in · k₀, out · k₁ …).
 * @throws OptionError for another rank, or a layer of groups; ShapeError for a kernel of one axis.
 */
export function spatialChain(l: Layer, rank: number): Chain {
  const { shape, axes, ones, out, input } = read(l);
  guard(axes >= 2, ShapeError, () => ({
    name: "a layer to be split along its axes",
    expected: "at least two axes of the kernel",
    got: axes,
  }));
  const rest = sizeOf(shape.slice(1));
  const rows = input * shape[0];
  const columns = out * rest;
  checkRank("rank", rank, Math.min(rows, columns));
  // [out, in, first, rest] → [(in, first), (out, rest)]
  const matrix = permuted(l.weight.values, [out, input, shape[0], rest], [1, 2, 0, 3]);
  const { left, right } = lowRank(matrix, rows, columns, rank);
  const first = transposed(left, rows, rank);
  const second = permuted(right, [rank, out, rest], [1, 0, 2]);
  const only = (axis: number, value: readonly number[], other: number) =>
    value.map((v, a) => ((a === 0) === (axis === 0) ? v : other));
  const pads = (axis: number) => l.padding.map((p, a) => ((a === 0) === (axis === 0) ? p : NONE));
  return chain(l, [
    made(first, [rank, input, shape[0], ...ones.slice(1)], {
      stride: only(0, l.stride, 1),
      dilation: only(0, l.dilation, 1),
      padding: pads(0),
    }),
    made(second, [out, rank, 1, ...shape.slice(1)], {
      stride: only(1, l.stride, 1),
      dilation: only(1, l.dilation, 1),
      padding: pads(1),
    }),
  ]);
}

/**
 * Fewer channels through the kernel, then all of them point by point.
 *
 * @param rank 1 to min(out, in · k …).
 * @throws OptionError for another rank, or a layer of groups.
 */
export function channelChain(l: Layer, rank: number): Chain {
  const { shape, ones, out, input } = read(l);
  const columns = input * sizeOf(shape);
  checkRank("rank", rank, Math.min(out, columns));
  const { left, right } = lowRank(l.weight.values, out, columns, rank);
  return chain(l, [
    made(right, [rank, input, ...shape], l),
    made(left, [out, rank, ...ones], POINT(ones)),
  ]);
}

/**
 * Fewer channels on both sides of the kernel: Tucker's form in the two channel axes.
 *
 * @param ranks r₁ up to the channels in, r₂ up to the channels out.
 * @throws OptionError for other ranks, or a layer of groups.
 */
export function tuckerChain(l: Layer, [ranksIn, ranksOut]: readonly [number, number]): Chain {
  const { shape, ones, out, input } = read(l);
  const taps = sizeOf(shape);
  checkRank("the rank of the inputs", ranksIn, input);
  checkRank("the rank of the outputs", ranksOut, out);
  const w = l.weight.values;
  // Each side is the best for what the other leaves, in turn (higher-order orthogonal iteration).
  const inFirst = (values: Float64Array, o: number, i: number) =>
    permuted(values, [o, i, taps], [1, 0, 2]);
  let u = basis(w, out, input * taps, ranksOut);
  let v = basis(inFirst(w, out, input), input, out * taps, ranksIn);
  for (let turn = 0; turn < 4; turn++) {
    const fewIn = inFirst(
      project(inFirst(w, out, input), v, input, out * taps, ranksIn),
      ranksIn,
      out,
    );
    u = basis(fewIn, out, ranksIn * taps, ranksOut);
    const fewOut = project(w, u, out, input * taps, ranksOut);
    v = basis(inFirst(fewOut, ranksOut, input), input, ranksOut * taps, ranksIn);
  }
  const fewOut = project(w, u, out, input * taps, ranksOut);
  const core = inFirst(
    project(inFirst(fewOut, ranksOut, input), v, input, ranksOut * taps, ranksIn),
    ranksIn,
    ranksOut,
  );
  return chain(l, [
    made(transposed(v, input, ranksIn), [ranksIn, input, ...ones], POINT(ones)),
    made(core, [ranksOut, ranksIn, ...shape], l),
    made(u, [out, ranksOut, ...ones], POINT(ones)),
  ]);
}

/**
 * Point by point, along each axis on its own, point by point: a sum of outer products.
 *
 * @throws OptionError for a rank below 1, or a layer of groups; ShapeError for a layer that is too large.
 */
export function canonicalChain(
  l: Layer,
  rank: number,
  options: Pick<CanonicalOptions, "onProgress"> = {},
): Chain {
  const { shape, ones, out, input } = read(l);
  checkRank("rank", rank, sizeOf(l.weight.shape));
  guard(sizeOf(l.weight.shape) * rank <= MOST_TERMS, ShapeError, () => ({
    name: "a layer to be a sum of outer products",
    expected: `weights times rank of at most ${MOST_TERMS}`,
    got: sizeOf(l.weight.shape) * rank,
  }));
  const { factors } = canonical(Float64Array.from(l.weight.values), l.weight.shape, rank, options);
  const [outs, ins, ...along] = factors;
  return chain(l, [
    made(transposed(ins, input, rank), [rank, input, ...ones], POINT(ones)),
    ...along.map((factor, axis) => {
      const one = ones.map((_, a) => a === axis);
      return {
        ...made(
          transposed(factor, shape[axis], rank),
          [rank, 1, ...ones.map((_, a) => (a === axis ? shape[a] : 1))],
          {
            stride: one.map((own, a) => (own ? l.stride[a] : 1)),
            dilation: one.map((own, a) => (own ? l.dilation[a] : 1)),
            padding: one.map((own, a) => (own ? l.padding[a] : NONE)),
          },
        ),
        groups: rank,
      };
    }),
    made(outs, [out, rank, ...ones], POINT(ones)),
  ]);
}

type Geometry = Pick<Layer, "stride" | "padding" | "dilation">;
const NONE = [0, 0] as const;
const POINT = (ones: readonly number[]): Geometry => ({
  stride: ones,
  dilation: ones,
  padding: ones.map(() => NONE),
});

function made(values: Float64Array, shape: readonly number[], g: Geometry): Layer {
  const { stride, padding, dilation } = g;
  return { weight: kernelOf(shape, values), bias: null, stride, padding, dilation, groups: 1 };
}

function read(l: Layer) {
  guard(l.groups === 1, OptionError, () => ({
    name: "groups of a layer to be split",
    expected: "1 (each group is a layer of its own)",
    got: l.groups,
  }));
  const shape = kernelShape(l);
  return {
    shape,
    axes: shape.length,
    ones: shape.map(() => 1),
    out: channelsOut(l),
    input: channelsIn(l),
  };
}

function chain(l: Layer, steps: readonly Layer[]): Chain {
  const layers = steps.map((step, i) =>
    i === steps.length - 1 ? { ...step, bias: l.bias } : step,
  );
  const { weight } = layers.reduce(composeLayers);
  const off = lengthOf(weight.values.map((v, i) => v - l.weight.values[i]));
  const whole = lengthOf(l.weight.values);
  return {
    layers,
    error: whole === 0 ? 0 : off / whole,
    parameters: layers.reduce((sum, step) => sum + step.weight.values.length, 0),
    of: l.weight.values.length,
  };
}

/**
 * Orthonormal columns [rows, rank] that span most of a matrix [rows, columns]: eigenvectors of MMᵀ, of
 * which there are enough whatever the rank of M.
 */
function basis(values: Float64Array, rows: number, columns: number, rank: number): Float64Array {
  const unit = unitOf(values);
  const turned = transposed(values, rows, columns).map((v) => v / unit);
  const { vectors } = eigenOf(gramOf(turned, columns, rows), rows);
  return Float64Array.from(
    { length: rows * rank },
    (_, i) => vectors[(rows - 1 - (i % rank)) * rows + Math.floor(i / rank)],
  );
}

/** Basisᵀ · matrix: [rank, columns]. */
function project(
  values: Float64Array,
  u: Float64Array,
  rows: number,
  columns: number,
  rank: number,
): Float64Array {
  const result = new Float64Array(rank * columns);
  for (let i = 0; i < rows; i++)
    for (let r = 0; r < rank; r++) {
      const factor = u[i * rank + r];
      for (let j = 0; j < columns; j++) result[r * columns + j] += factor * values[i * columns + j];
    }
  return result;
}

function permuted(
  values: Float64Array,
  shape: readonly number[],
  order: readonly number[],
): Float64Array {
  const strides = stridesOf(shape);
  return Float64Array.from(
    placesOf(order.map((axis) => shape[axis])),
    (place) => values[place.reduce((sum, i, at) => sum + i * strides[order[at]], 0)],
  );
}

function checkRank(name: string, rank: number, most: number): void {
  guard(Number.isInteger(rank) && rank >= 1 && rank <= most, OptionError, () => ({
    name,
    expected: `a whole number from 1 to ${most}`,
    got: rank,
  }));
}
