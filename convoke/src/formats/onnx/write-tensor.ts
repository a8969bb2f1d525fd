/** Tensors of ONNX, from numbers and into messages. */
import { guard, OptionError } from "../../errors.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import type { StoredArray } from "../safetensors.ts";
import { ELEMENTS, elementOf, type OnnxDtype } from "./elements.ts";
import { TENSOR } from "./messages.ts";
import type { OnnxTensor } from "./model.ts";
import { encode, fieldsOf } from "./wire.ts";

/** Types whose numbers are an array of their own, by its constructor: not bool, which shares one. */
const OF_ARRAY = new Map(
  (Object.keys(ELEMENTS) as OnnxDtype[])
    .filter((dtype) => dtype !== "bool" && elementOf(dtype).widen === undefined)
    .map((dtype) => [elementOf(dtype).array as unknown, dtype]),
);

/**
 * Numbers with a name and a shape; the array says the type: `Float32Array` float32, `BigInt64Array`
 * int64. A copy is made.
 *
 * @throws OptionError for an array of another kind, or of another length than the shape says.
 */
export function onnxTensor(name: string, shape: readonly number[], data: StoredArray): OnnxTensor {
  const dtype = OF_ARRAY.get(data?.constructor);
  guard(dtype !== undefined, OptionError, () => ({
    name: `the numbers of the tensor ${JSON.stringify(name)}`,
    expected: "an array whose type ONNX has",
    got: data,
  }));
  guard(data.length === sizeOf(shape), OptionError, () => ({
    name: `the tensor ${JSON.stringify(name)} of shape [${shape.join(", ")}]`,
    expected: `${sizeOf(shape)} numbers`,
    got: data.length,
  }));
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return { name, dtype, shape: [...shape], stored: { kind: "raw", bytes } };
}

/** The message of a tensor; numbers in lists are copied as they were encoded. */
export function tensorMessage({ name, dtype, shape, stored }: OnnxTensor): Uint8Array {
  const head = encode(TENSOR, {
    dims: [...shape],
    type: elementOf(dtype).code,
    name: name === "" ? undefined : name,
    raw: stored.kind === "raw" ? stored.bytes : undefined,
  });
  if (stored.kind === "raw") return head;
  const parts = [head, ...fieldsOf(stored.message, stored.field)];
  const message = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}
