/** Networks in files: an ONNX model, or a description in JSON beside a safetensors file. */
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import {
  type Extents,
  type Network,
  networkFromJson,
  networkFromOnnx,
  type WeightShape,
} from "convoke/cost/network";
import { readSafetensors } from "convoke/formats";
import { readOnnx } from "convoke/formats/onnx";
import { Failure, reasonOf } from "../../failure.ts";

const KINDS = [".onnx", ".json", ".safetensors"];

/** Whether a word names such a file, not a layer. */
export const isNetworkFile = (word: string): boolean => KINDS.includes(extname(word).toLowerCase());

/**
 * @throws Failure for files that cannot be read; FormatError for those that are something else.
 */
export async function readNetwork(path: string, extents: Extents): Promise<Network> {
  const kind = extname(path).toLowerCase();
  if (kind === ".safetensors") {
    throw new Failure(
      "usage",
      `expected a description of the network, NAME.json with "weights": "${path}", got the weights alone`,
    );
  }
  const bytes = await read(path);
  if (kind === ".onnx") return networkFromOnnx(readOnnx(bytes), extents);
  let description: unknown;
  try {
    description = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Failure("usage", `expected JSON in ${path}, got something else`);
  }
  return networkFromJson(description, await weightsOf(path, description), extents);
}

/** Shapes of the safetensors file that the description names, beside it. */
async function weightsOf(
  path: string,
  description: unknown,
): Promise<ReadonlyMap<string, WeightShape>> {
  const named =
    typeof description === "object" && description !== null && "weights" in description
      ? description.weights
      : undefined;
  if (typeof named !== "string") return new Map();
  return readSafetensors(await read(join(dirname(path), named))).tensors;
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure("input", `cannot read ${path}: ${reasonOf(error)}`);
  }
}
