/** A shape over flat, row-major numbers. Tensors are plain values; nobody owns them. */
import { guard, ShapeError } from "../errors.ts";

/** Float arrays the library reads. Float64 is for the reference, float32 for the engine. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

export interface Tensor<A extends FloatArray = Float32Array<ArrayBufferLike>> {
  readonly data: A;
  readonly shape: readonly number[];
}

/** Whole numbers with a shape: tokens, labels, places. */
export interface Indices {
  readonly data: Int32Array;
  readonly shape: readonly number[];
}

/** Number of elements of a shape; 1 for the empty shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** Row-major strides of a shape, in elements: `stridesOf([2, 3, 4])` is `[12, 4, 1]`. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  return strides;
}

/**
 * A float32 tensor over `data`, which is used as it is when it already is a Float32Array and
 * copied otherwise. Without `data`, zeros.
 *
 * @throws ShapeError when the number of values is not the product of the shape.
 */
export function tensor(
  shape: readonly number[],
  data?: FloatArray | readonly number[],
): Tensor<Float32Array<ArrayBufferLike>> {
  guard(
    Array.isArray(shape) && shape.every((extent) => Number.isInteger(extent) && extent >= 0),
    ShapeError,
    () => ({
      name: "shape",
      expected: "an array of whole extents of at least 0",
      got: shape,
    }),
  );
  const size = sizeOf(shape);
  if (data === undefined) return { shape, data: new Float32Array(size) };
  const listed = Array.isArray(data) || ArrayBuffer.isView(data);
  guard(listed && data.length === size, ShapeError, () => ({
    name: `data of shape [${shape.join(", ")}]`,
    expected: `${size} values`,
    got: listed ? data.length : data,
  }));
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

/** @throws ShapeError, naming `name`, unless `value` has a shape and as many numbers as it says. */
export function expectTensor(name: string, value: Tensor<FloatArray>): void {
  const whole =
    typeof value === "object" && Array.isArray(value?.shape) && ArrayBuffer.isView(value?.data);
  guard(whole, ShapeError, () => ({
    name,
    expected: "a tensor, { shape, data }",
    got: value ?? undefined,
  }));
  guard(value.data.length === sizeOf(value.shape), ShapeError, () => ({
    name: `the data of ${name}`,
    expected: `${sizeOf(value.shape)} values`,
    got: value.data.length,
  }));
}

/** @throws ShapeError, naming `name`, unless `value` is a tensor of exactly this shape. */
export function expectShape(
  name: string,
  shape: readonly number[],
  value: Tensor<FloatArray>,
): void {
  expectTensor(name, value);
  const { shape: got } = value;
  guard(
    got.length === shape.length && got.every((extent, axis) => extent === shape[axis]),
    ShapeError,
    () => ({ name: `the shape of ${name}`, expected: `[${shape.join(", ")}]`, got }),
  );
}
