/** The tensors of a task as ordinary arrays, and the two layouts that engines differ in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pixels, StepTask, Task, Values } from "../engine.ts";

export interface Arrays {
  readonly input: Float32Array<ArrayBuffer>;
  readonly weight: Float32Array<ArrayBuffer>;
}

export const arraysOf = ({ folder }: Task): Arrays => ({
  input: floats(join(folder, "input.bin")),
  weight: floats(join(folder, "weight.bin")),
});

/** The images, labels and parameters that a training step starts with. */
export const startOf = ({ folder }: StepTask) => ({
  images: floats(join(folder, "input.bin")),
  labels: new Int32Array(Uint8Array.from(readFileSync(join(folder, "labels.bin"))).buffer),
  parameters: floats(join(folder, "weight.bin")),
});

/** One behind the other. */
export function joined(parts: readonly ArrayLike<number>[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Input or output of a task, bytes or floats. */
export const valuesOf = (path: string, pixels: Pixels): Values =>
  pixels === "u8" ? Uint8Array.from(readFileSync(path)) : floats(path);

export function floats(path: string): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

/** The values with their axes in another order: `order[i]` says which old axis the new axis i is. */
export function permuted(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const extents = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[at];
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      at += steps[axis];
      if (++index[axis] < extents[axis]) break;
      at -= steps[axis] * extents[axis];
      index[axis] = 0;
    }
  }
  return result;
}
