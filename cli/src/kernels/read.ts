/**
 * What stands for a kernel on the command line: a name, a matrix typed in, a JSON or npy file, or a
 * layer out of a safetensors file or an ONNX model. One reader for `filter` and `kernel`.
 */
import { readFile } from "node:fs/promises";
import { readNpy } from "convoke/formats";
import { kernelOf, layer, looksTyped } from "convoke/workshop";
import { Failure, perhaps, quoted, reasonOf } from "../failure.ts";
import { KERNEL_NAMES, namedKernel } from "./catalogue.ts";
import { inlineKernel } from "./inline.ts";
import { operandOfJson } from "./json.ts";
import type { FilterKernel } from "./kernel.ts";
import { filterKernel, type Operand } from "./operand.ts";
import { operandInside, storedName } from "./stored.ts";

/** For `--kernel` of `filter`. */
export const readKernel = async (text: string): Promise<FilterKernel> =>
  filterKernel(await readOperand(text, "--kernel"));

/**
 * @param option that the text was given for, as messages name it.
 * @throws Failure naming what was expected; a misspelt name gets the nearest one.
 */
export async function readOperand(word: string, option = "a kernel"): Promise<Operand> {
  const text = word.trim();
  const named = namedKernel(text);
  if (named) return { kind: "kernel", name: text, kernel: named };
  const stored = storedName(text);
  if (stored) {
    const bytes = await bytesOf(stored.path);
    return reading(stored.path, () => operandInside(stored.path, bytes, stored.name));
  }
  if (/\.json$/i.test(text)) return operandOfJson(text, (await bytesOf(text)).toString("utf8"));
  if (/\.npy$/i.test(text)) {
    const bytes = await bytesOf(text);
    return reading(text, () => operandOfNpy(text, bytes));
  }
  if (looksTyped(text)) return { kind: "kernel", name: text, kernel: inlineKernel(text) };
  throw new Failure(
    "usage",
    `expected a kernel name (${KERNEL_NAMES.join(", ")}), a matrix such as "0 1 0; 1 -4 1; 0 1 0", ` +
      `a .json or .npy file, or FILE.safetensors:NAME or MODEL.onnx:NAME for ${option}, ` +
      `got ${quoted(word)}${perhaps(text.split(":")[0], KERNEL_NAMES)}`,
  );
}

function operandOfNpy(name: string, bytes: Uint8Array): Operand {
  const { shape, data } = readNpy(bytes);
  if (shape.length < 1) throw new Error("it has 0 axes, expected at least 1");
  if (data.length === 0) throw new Error("it holds no numbers");
  const values = kernelOf(shape, data);
  return shape.length > 3
    ? { kind: "layer", name, layer: layer(values) }
    : { kind: "kernel", name, kernel: values };
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure("input", `cannot read the kernel ${path}: ${reasonOf(error)}`);
  }
}

/** What is wrong with a file is said with its name. */
function reading(path: string, read: () => Operand): Operand {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("input", `cannot read the kernel ${path}: ${reasonOf(error)}`);
  }
}
