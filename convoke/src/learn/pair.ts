/**
 * Two pictures as a linear problem: every output that is used, and the window of the input that it
 * should be the weighted sum of. A border is continued here, so that all else knows whole windows only.
 */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { pad } from "../semantics/pad.ts";
import { resolve } from "../semantics/resolve.ts";
import type { BorderSpec } from "../semantics/spec.ts";
import { expectTensor, type FloatArray, type Tensor, tensor } from "../tensor/tensor.ts";

export interface Pair {
  /** Rows and columns. */
  readonly kernel: readonly [number, number];
  readonly planes: number;
  /** Outputs of a plane. */
  readonly height: number;
  readonly width: number;
  /** planes × (height + rows - 1) × (width + columns - 1). */
  readonly x: Float32Array;
  /** planes × height × width; 0 where it is not used. */
  readonly y: Float32Array;
  /** 1 for an output that is used, else 0. */
  readonly used: Float32Array;
  /** How many are. */
  readonly count: number;
}

export interface PairOptions {
  readonly size: number | readonly [number, number];
  readonly border?: BorderSpec;
  readonly limits?: readonly [number, number];
}

/** Weights of a kernel that can be learned: 31 × 31. */
const MOST_WEIGHTS = 961;

/**
 * `after` has the size of `before`, output i standing where "same" puts it, or is as much smaller as the
 * windows that are inside leave it. Without a border, outputs whose window reaches outside are not used.
 *
 * @param before [P, H, W]; `after` [P, H, W] or [P, H - rows + 1, W - columns + 1].
 * @throws ShapeError for other shapes, OptionError for numbers that are not finite or no outputs.
 */
export function pairOf(
  before: Tensor<FloatArray>,
  after: Tensor<FloatArray>,
  { size, border, limits }: PairOptions,
): Pair {
  for (const [name, value] of Object.entries({ before, after })) {
    expectTensor(name, value);
    guard(value.shape.length === 3, ShapeError, () => ({
      name: `the shape of ${name}`,
      expected: "three axes: planes, height and width",
      got: value.shape,
    }));
    guard(allFinite(value.data), OptionError, () => ({
      name: `the numbers of ${name}`,
      expected: "finite ones",
      got: value.data.find((v) => !Number.isFinite(v)),
    }));
  }
  const [rows, columns] = typeof size === "number" ? [size, size] : size;
  const [planes, height, width] = before.shape;
  for (const extent of [rows, columns]) {
    guard(Number.isSafeInteger(extent) && extent >= 1, OptionError, () => ({
      name: "the size of the kernel",
      expected: "whole numbers of at least 1",
      got: size,
    }));
  }
  guard(rows * columns <= MOST_WEIGHTS, OptionError, () => ({
    name: "the size of the kernel",
    expected: `at most ${MOST_WEIGHTS} weights`,
    got: size,
  }));
  guard(rows <= height && columns <= width, ShapeError, () => ({
    name: "the kernel",
    expected: `at most the ${height} × ${width} of the input`,
    got: [rows, columns],
  }));
  const inside = [planes, height - rows + 1, width - columns + 1];
  const equal = after.shape.join() === before.shape.join();
  guard(equal || after.shape.join() === inside.join(), ShapeError, () => ({
    name: "the shape of after",
    expected: `that of before, [${before.shape.join(", ")}], or [${inside.join(", ")}]`,
    got: after.shape,
  }));
  const { axes, border: outside } = resolve({
    input: [planes, 1, height, width],
    weight: [1, 1, rows, columns],
    padding: equal ? "same" : "valid",
    ...(border === undefined ? {} : { border }),
  });
  const [top, left] = [axes[0].before, axes[1].before];
  const whole = border !== undefined && equal;
  const x = whole
    ? pad(before, [0, top, left], [0, axes[0].after, axes[1].after], outside)
    : before;
  const corner = whole || !equal ? ([0, 0] as const) : ([top, left] as const);
  const shape = whole ? after.shape : inside;
  return {
    kernel: [rows, columns],
    planes,
    ...outputsOf(after, corner, shape, limits ?? [-Infinity, Infinity]),
    x: floatsOf(x),
  };
}

/** As `every` says, in a third of its time. */
function allFinite(data: FloatArray): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

/** The outputs of this shape from the corner on, and which of them lie between the limits. */
function outputsOf(
  { shape: [, h, w], data }: Tensor<FloatArray>,
  [top, left]: readonly [number, number],
  [planes, height, width]: readonly number[],
  [least, most]: readonly [number, number],
): Pick<Pair, "height" | "width" | "y" | "used" | "count"> {
  const y = new Float32Array(planes * height * width);
  const used = new Float32Array(y.length);
  let count = 0;
  for (let line = 0; line < planes * height; line++) {
    const row = Math.floor(line / height) * h + top + (line % height);
    for (let c = 0, from = row * w + left, to = line * width; c < width; c++, from++, to++) {
      const value = data[from];
      if (!(value > least && value < most)) continue;
      y[to] = value;
      used[to] = 1;
      count++;
    }
  }
  guard(count > 0, OptionError, () => ({
    name: "the outputs",
    expected: `some between ${least} and ${most}`,
    got: "none",
  }));
  return { height, width, y, used, count };
}

const floatsOf = (x: Tensor<FloatArray>): Float32Array =>
  tensor(x.shape, x.data).data as Float32Array;
