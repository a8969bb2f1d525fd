/** Tensors of an ONNX file: checked when it is read, decoded when somebody asks. */
import { FormatError, fault, guard, UnsupportedError } from "../../errors.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import type { StoredArray } from "../safetensors.ts";
import {
  bytesOfElements,
  dtypeOfCode,
  elementOf,
  LISTS,
  type List,
  type OnnxDtype,
} from "./elements.ts";
import { visit } from "./fields.ts";
import { ENTRY, TENSOR } from "./messages.ts";
import type { OnnxStored, OnnxTensor } from "./model.ts";
import { type Decoded, decode, message as messageOf, type Source, sourceOf } from "./wire.ts";

/**
 * @throws FormatError when type, shape and numbers contradict each other.
 * @throws UnsupportedError when the numbers lie in another file.
 */
export function tensorOf(source: Source, message: Uint8Array): OnnxTensor {
  const tensor = decode(source, TENSOR, message);
  const { name = "", dims, location = 0 } = tensor;
  const called = `the tensor ${JSON.stringify(name)} of the ONNX file`;
  if (location !== 0 || tensor.external.length > 0) {
    const entries = tensor.external.map((entry) => decode(source, ENTRY, entry));
    throw fault(UnsupportedError, {
      name: called,
      expected: "numbers inside the file",
      got: `a reference to ${entries.find(({ key }) => key === "location")?.value ?? "another file"}`,
    });
  }
  guard(tensor.segment === undefined, UnsupportedError, () => ({
    name: called,
    expected: "all numbers in one place",
    got: "a segment",
  }));
  guard(
    dims.every((extent) => Number.isSafeInteger(extent) && extent >= 0),
    FormatError,
    () => ({ name: `the shape of ${called}`, expected: "extents of at least 0", got: dims }),
  );
  const dtype = dtypeOfCode(tensor.type ?? 0);
  if (dtype === undefined) {
    throw fault(FormatError, {
      name: `the element type of ${called}`,
      expected: "one of 1 to 26",
      got: tensor.type,
    });
  }
  return { name, dtype, shape: dims, stored: storedOf(called, dtype, dims, tensor, message) };
}

function storedOf(
  called: string,
  dtype: OnnxDtype,
  shape: readonly number[],
  tensor: Decoded<typeof TENSOR.fields>,
  message: Uint8Array,
): OnnxStored {
  const count = sizeOf(shape);
  const { list, parts = 1, bits } = elementOf(dtype);
  const typed = `${dtype} of [${shape.join(", ")}] in ${called}`;
  const lists = (Object.keys(LISTS) as List[]).filter((key) => tensor[key] > 0);
  const kinds = [...lists, ...(tensor.raw !== undefined && tensor.raw.length > 0 ? ["raw"] : [])];
  const wanted = count === 0 ? [] : [bits === 0 || tensor.raw === undefined ? list : "raw"];
  guard(kinds.join() === wanted.join(), FormatError, () => ({
    name: typed,
    expected: count === 0 ? "no numbers" : `its numbers as raw bytes or in the list ${list}, once`,
    got: kinds.length === 0 ? "none" : kinds.join(" and "),
  }));
  if (tensor.raw !== undefined && lists.length === 0) {
    const size = bytesOfElements(dtype, count);
    guard(size === tensor.raw.length, FormatError, () => ({
      name: typed,
      expected: `${size} bytes`,
      got: tensor.raw?.length,
    }));
    return { kind: "raw", bytes: tensor.raw };
  }
  // Elements of less than a byte are packed into the bytes of the list.
  const entries = bits > 0 && bits < 8 ? Math.ceil((count * bits) / 8) : count * parts;
  guard(tensor[list] === entries, FormatError, () => ({
    name: typed,
    expected: `${entries} numbers in the list ${list}`,
    got: tensor[list],
  }));
  return { kind: "list", field: LISTS[list][0], message };
}

/**
 * The numbers of a tensor, copied out of the file: float16 and bfloat16 as float32, bool as bytes of
 * 0 and 1, the others in their own type.
 *
 * @throws UnsupportedError for texts, complex numbers and elements of less than 16 bits that are no
 *   whole bytes.
 * @throws FormatError for numbers in a list that are not of the type.
 */
export function onnxNumbers(tensor: OnnxTensor): StoredArray {
  const { dtype, shape, stored } = tensor;
  const called = `the numbers of the tensor ${JSON.stringify(tensor.name)} of the ONNX file`;
  const { array: Numbers, widen, list } = elementOf(dtype);
  if (Numbers === undefined)
    throw fault(UnsupportedError, { name: called, expected: "a type that is decoded", got: dtype });
  const numbers = new Numbers(sizeOf(shape));
  if (stored.kind === "raw")
    new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).set(stored.bytes);
  else fill(called, dtype, numbers, list, stored.message);
  if (dtype === "bool") {
    const stray = (numbers as Uint8Array).find((code) => code > 1);
    guard(stray === undefined, FormatError, () => ({
      name: called,
      expected: "0 and 1",
      got: stray,
    }));
  }
  return widen ? Float32Array.from(numbers as Uint16Array, widen) : numbers;
}

function fill(
  called: string,
  dtype: OnnxDtype,
  numbers: StoredArray,
  list: List,
  message: Uint8Array,
): void {
  const [field, encoding] = LISTS[list];
  if (encoding === "bytes") return;
  const wide = numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
  let at = 0;
  const each = (value: number | bigint) => {
    if (wide) numbers[at++] = BigInt(value);
    else {
      const number = Number(value);
      numbers[at] = number;
      guard(typeof value === "number" || numbers[at] === number, FormatError, () => ({
        name: called,
        expected: `numbers of ${dtype}`,
        got: number,
      }));
      at++;
    }
  };
  const numbersOf = messageOf("a tensor", { data: visit(field, encoding, each) });
  decode(sourceOf(message), numbersOf, message);
}
