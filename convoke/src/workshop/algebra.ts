/**
 * Kernels are added, multiplied (convolution) and turned. Everything is exact where the kernels are.
 *
 * Two layers one behind the other, y = b ⋆ (a ⋆ x) with ⋆ the cross-correlation of layers, are
 * (a ∗ b) ⋆ x with ∗ the true convolution of the kernels: that is `convolve`, and it commutes.
 *
 * @see Dive into Deep Learning 6.1 (exercise on f ∗ g = g ∗ f), 6.4 (two layers as one)
 */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { ONE, type Rational } from "../numbers/rational.ts";
import { sizeOf, stridesOf } from "../tensor/tensor.ts";
import { moved, placesOf } from "./grid.ts";
import { checkAxes, checkShape, inTheirField, type Kernel, kernel, kernelOf } from "./kernel.ts";

/** Beyond it even [1, 1] has values that are no doubles any more. */
const MOST_POWER = 1024;
/** Products of two kernels, of floats and of fractions: some seconds of them. */
const MOST_PRODUCTS = { floats: 2 ** 28, fractions: 2 ** 23 } as const;

/**
 * Shape [a + b − 1], origins added: the full true convolution.
 *
 * @throws ShapeError when they have other axes, or their convolution is too much to be computed.
 */
export function convolve(a: Kernel, b: Kernel): Kernel {
  sameAxes(a, b);
  const shape = a.shape.map((extent, axis) => extent + b.shape[axis] - 1);
  checkShape(shape);
  checkWork("the kernels of convolve", [a, b], a.values.length * b.values.length);
  // Both grids in the strides of the result: an index is then a sum of two.
  const strides = stridesOf(shape);
  const offsets = (k: Kernel) =>
    placesOf(k.shape).map((place) => place.reduce((sum, i, axis) => sum + i * strides[axis], 0));
  const [ofA, ofB] = [offsets(a), offsets(b)];
  const values = inTheirField([a, b], (field, [left, right]) => {
    const sums = new Array<typeof field.zero>(sizeOf(shape)).fill(field.zero);
    left.forEach((x, i) => {
      if (field.equals(x, field.zero)) return;
      right.forEach((y, j) => {
        const at = ofA[i] + ofB[j];
        sums[at] = field.plus(sums[at], field.times(x, y));
      });
    });
    return sums;
  });
  const origin = a.origin.map((o, axis) => o + b.origin[axis]);
  return kernelOf(shape, values, origin);
}

/** @throws ShapeError when so many products in the field of these kernels would take long. */
export function checkWork(name: string, kernels: readonly Kernel[], products: number): void {
  const kind = kernels.every((k) => k.exact !== null) ? "fractions" : "floats";
  guard(products <= MOST_PRODUCTS[kind], ShapeError, () => ({
    name,
    expected: `at most ${MOST_PRODUCTS[kind]} products of ${kind}`,
    got: products,
  }));
}

/** The full cross-correlation `Σ a[i + j] · b[j]`: `convolve` with `b` flipped; it does not commute. */
export const correlate = (a: Kernel, b: Kernel): Kernel => convolve(a, flip(b));

/**
 * Sum, laid origin on origin; the grid covers both.
 *
 * @throws ShapeError when they have other axes, or lie too far apart.
 */
export function add(a: Kernel, b: Kernel): Kernel {
  sameAxes(a, b);
  const before = a.origin.map((o, axis) => Math.max(o, b.origin[axis]));
  const shape = before.map(
    (most, axis) => most + Math.max(a.shape[axis] - a.origin[axis], b.shape[axis] - b.origin[axis]),
  );
  const [left, right] = [a, b].map((k) =>
    moved(k, shape, before, (place) => place.map((i, axis) => i - before[axis] + k.origin[axis])),
  );
  const values = inTheirField([left, right], (field, [x, y]) =>
    x.map((value, i) => field.plus(value, y[i])),
  );
  return kernelOf(shape, values, before);
}

export const subtract = (a: Kernel, b: Kernel): Kernel => add(a, scale(b, -1));

/**
 * Every value times `factor`; a fraction, or a whole number, keeps an exact kernel exact.
 *
 * @throws FormatError when the factor, or a result, is not finite.
 */
export function scale(k: Kernel, factor: number | Rational): Kernel {
  const by = kernel([factor]);
  const values = inTheirField([k, by], (field, [own, [f]]) => own.map((v) => field.times(v, f)));
  return kernelOf(k.shape, values, k.origin);
}

/**
 * Reversed along the given axes, all by default: what turns correlation into convolution.
 *
 * @throws OptionError for an axis that the kernel does not have.
 */
export function flip(k: Kernel, axes: readonly number[] = k.shape.map((_, axis) => axis)): Kernel {
  for (const axis of axes) checkAxis(k, axis);
  const turned = (i: number, axis: number) => (axes.includes(axis) ? k.shape[axis] - 1 - i : i);
  return moved(k, k.shape, k.origin.map(turned), (place) => place.map(turned));
}

/**
 * Axes in another order; reversed by default.
 *
 * @throws OptionError unless the order names each axis once.
 */
export function transpose(
  k: Kernel,
  order: readonly number[] = k.shape.map((_, axis) => k.shape.length - 1 - axis),
): Kernel {
  const sorted = [...order].sort((a, b) => a - b);
  guard(`${sorted}` === `${k.shape.map((_, axis) => axis)}`, OptionError, () => ({
    name: "order",
    expected: `each axis from 0 to ${k.shape.length - 1} once`,
    got: order,
  }));
  const shape = order.map((axis) => k.shape[axis]);
  const origin = order.map((axis) => k.origin[axis]);
  return moved(k, shape, origin, (place) => {
    const at = new Array<number>(place.length).fill(0);
    order.forEach((axis, i) => {
      at[axis] = place[i];
    });
    return at;
  });
}

/**
 * Quarter turns counter-clockwise in the plane of two axes, by default the last two.
 *
 * @throws OptionError for a part of a turn, or an axis that the kernel does not have.
 */
export function rotate(
  k: Kernel,
  quarters = 1,
  [down, right]: readonly [number, number] = [k.shape.length - 2, k.shape.length - 1],
): Kernel {
  guard(Number.isInteger(quarters), OptionError, () => ({
    name: "quarters",
    expected: "a whole number of quarter turns",
    got: quarters,
  }));
  checkAxis(k, down);
  checkAxis(k, right);
  const order = k.shape.map((_, axis) => (axis === down ? right : axis === right ? down : axis));
  const turns = ((quarters % 4) + 4) % 4;
  let result = k;
  for (let i = 0; i < turns; i++) result = flip(transpose(result, order), [down]);
  return result;
}

/**
 * `factor` − 1 zeros between neighbours, along every axis or each its own: a dilation written out.
 *
 * @throws OptionError unless factors are whole numbers of at least 1; ShapeError for too large a grid.
 */
export function dilate(k: Kernel, factor: number | readonly number[]): Kernel {
  const factors = typeof factor === "number" ? k.shape.map(() => factor) : factor;
  guard(
    factors.length === k.shape.length && factors.every((f) => Number.isInteger(f) && f >= 1),
    OptionError,
    () => ({
      name: "factor",
      expected: `a whole number of at least 1, or ${k.shape.length} of them`,
      got: factor,
    }),
  );
  const shape = k.shape.map((extent, axis) => (extent - 1) * factors[axis] + 1);
  const origin = k.origin.map((o, axis) => o * factors[axis]);
  return moved(k, shape, origin, (place) =>
    place.every((i, axis) => i % factors[axis] === 0)
      ? place.map((i, axis) => i / factors[axis])
      : null,
  );
}

/**
 * k ∗ k ∗ … ∗ k, `exponent` times; 0 is the identity.
 *
 * @throws OptionError unless the exponent is a whole number from 0 to 1024; ShapeError as `convolve`.
 */
export function power(k: Kernel, exponent: number): Kernel {
  guard(Number.isInteger(exponent) && exponent >= 0 && exponent <= MOST_POWER, OptionError, () => ({
    name: "exponent",
    expected: `a whole number from 0 to ${MOST_POWER}`,
    got: exponent,
  }));
  const end = k.shape.map((extent) => (extent - 1) * exponent + 1);
  checkShape(end);
  checkWork("the factors of a power", [k], (sizeOf(end) * k.values.length * exponent) / 2);
  let result = identity(k.shape.length);
  for (let i = 0; i < exponent; i++) result = convolve(result, k);
  return result;
}

/**
 * One 1 on the output: changes nothing, in `axes` dimensions.
 *
 * @throws ShapeError unless there are 1 to 8 of them.
 */
export function identity(axes: number): Kernel {
  checkAxes(axes);
  return kernelOf(new Array<number>(axes).fill(1), [ONE]);
}

/** A line on so many axes: it lies along the last one. Other kernels stay as they are. */
export function withAxes(k: Kernel, axes: number): Kernel {
  checkAxes(axes);
  const before = axes - 1;
  if (before === 0 || k.shape.length > 1) return k;
  const ahead = (list: readonly number[], value: number) => [
    ...new Array<number>(before).fill(value),
    ...list,
  ];
  return kernelOf(ahead(k.shape, 1), k.exact ?? k.values, ahead(k.origin, 0));
}

/** Without the outer rows that are all 0; what it does stays the same. A kernel of zeros keeps one. */
export function trim(k: Kernel): Kernel {
  const used = placesOf(k.shape).filter((_, i) => k.values[i] !== 0);
  if (used.length === 0)
    return kernelOf(
      k.shape.map(() => 1),
      k.exact ? [k.exact[0]] : [0],
      k.shape.map(() => 0),
    );
  const [from, to] = [[...used[0]], [...used[0]]];
  for (const place of used)
    place.forEach((i, axis) => {
      from[axis] = Math.min(from[axis], i);
      to[axis] = Math.max(to[axis], i);
    });
  const shape = from.map((first, axis) => to[axis] - first + 1);
  return moved(
    k,
    shape,
    k.origin.map((o, axis) => o - from[axis]),
    (place) => place.map((i, axis) => i + from[axis]),
  );
}

function sameAxes(a: Kernel, b: Kernel): void {
  guard(a.shape.length === b.shape.length, ShapeError, () => ({
    name: "two kernels",
    expected: "the same number of axes",
    got: `${a.shape.length} and ${b.shape.length}`,
  }));
}

function checkAxis(k: Kernel, axis: number): void {
  guard(Number.isInteger(axis) && axis >= 0 && axis < k.shape.length, OptionError, () => ({
    name: "axis",
    expected: `an axis from 0 to ${k.shape.length - 1}`,
    got: axis,
  }));
}
