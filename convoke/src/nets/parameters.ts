/** Parameters as safetensors, under their names in the net: `conv1.weight`. */
import { FormatError } from "../errors.ts";
import { readSafetensors, type Safetensors, writeSafetensors } from "../formats/safetensors.ts";
import type { Net } from "./net.ts";

export function saveParameters(net: Net): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    [...net.parameters].map(([name, { shape, origin }]) => [name, { shape, data: origin.data }]),
  );
}

/**
 * Gives the net's parameters the numbers of a file, such as a checkpoint; whatever else is in it is
 * left alone. All are found, or none is changed.
 *
 * @throws FormatError when the bytes are no safetensors, or a parameter is not in them with its shape.
 */
export function loadParameters(net: Net, bytes: Uint8Array): void {
  const { tensors } = readSafetensors(bytes);
  const found = [...net.parameters].map(
    ([name, { shape, origin }]) => [origin.data, numbersOf(tensors, name, shape)] as const,
  );
  for (const [data, numbers] of found) data.set(numbers);
}

/** @throws FormatError unless a tensor of that name and shape holds floats. */
export function numbersOf(
  tensors: Safetensors["tensors"],
  name: string,
  shape: readonly number[],
): Float32Array {
  const stored = tensors.get(name);
  const wanted = `expected floats of [${shape.join(", ")}] named ${name} in the file`;
  if (!stored) throw new FormatError(`${wanted}, got none of that name`);
  const { data, dtype } = stored;
  if (!(data instanceof Float32Array) || stored.shape.join() !== shape.join())
    throw new FormatError(`${wanted}, got ${dtype} of [${stored.shape.join(", ")}]`);
  return data;
}
