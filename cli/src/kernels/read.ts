/** What `--kernel` may be: a name, a matrix typed in, or a JSON or npy file. */
import { readFile } from "node:fs/promises";
import { readNpy } from "convoke/formats";
import { Failure, perhaps, quoted, reasonOf } from "../failure.ts";
import { KERNEL_NAMES, kernelByName } from "./catalogue.ts";
import { type FilterKernel, kernelOf } from "./kernel.ts";

const MOST_EXTENT = 511;

/** @throws Failure naming what was expected; a misspelt name gets the nearest one. */
export async function readKernel(text: string): Promise<FilterKernel> {
  const named = kernelByName(text);
  if (named) return named;
  if (/\.(json|npy)$/i.test(text)) return fromFile(text);
  if (/^[\s\d.,;/+\-eE[\]]+$/.test(text) && /\d/.test(text))
    return checked(text, inline(text), "usage");
  throw new Failure(
    "usage",
    `expected a kernel name (${KERNEL_NAMES.join(", ")}), a matrix such as "0 1 0; 1 -4 1; 0 1 0", ` +
      `or a .json or .npy file for --kernel, got ${quoted(text)}${perhaps(text.split(":")[0], KERNEL_NAMES)}`,
  );
}

/** Rows end at `;`, numbers at commas or blanks; `1/9` is a fraction. */
function inline(text: string): number[][] {
  return text
    .replace(/[[\]]/g, " ")
    .trim()
    .replace(/;\s*$/, "")
    .split(";")
    .map((row) =>
      row
        .trim()
        .split(/\s*,\s*|\s+/)
        .map((word) => {
          const [top, bottom = "1", ...more] = word.split("/");
          const value =
            top === "" || bottom === "" || more.length > 0
              ? Number.NaN
              : Number(top) / Number(bottom);
          if (!Number.isFinite(value)) {
            throw new Failure(
              "usage",
              `expected numbers, or fractions such as 1/9, in the kernel "${text}", got "${word}"`,
            );
          }
          return value;
        }),
    );
}

async function fromFile(path: string): Promise<FilterKernel> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Failure("input", `cannot read the kernel ${path}: ${reasonOf(error)}`);
  }
  if (/\.npy$/i.test(path)) {
    try {
      const { shape, data } = readNpy(bytes);
      if (shape.length < 1 || shape.length > 2)
        throw new Error(`it has ${shape.length} axes, expected 1 or 2`);
      const columns = shape[shape.length - 1];
      const rows = shape.length === 2 ? shape[0] : 1;
      const matrix = Array.from({ length: rows }, (_, y) => [
        ...data.subarray(y * columns, (y + 1) * columns),
      ]);
      return checked(path, matrix, "input");
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure("input", `cannot read the kernel ${path}: ${reasonOf(error)}`);
    }
  }
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new Failure("input", `cannot read the kernel ${path} as JSON: ${reasonOf(error)}`);
  }
  const rows = Array.isArray(value) && value.every((v) => typeof v === "number") ? [value] : value;
  if (
    !Array.isArray(rows) ||
    !rows.every((row) => Array.isArray(row) && row.every((v) => typeof v === "number"))
  ) {
    throw new Failure(
      "input",
      `expected an array of rows of numbers in the kernel ${path}, got something else`,
    );
  }
  return checked(path, rows as number[][], "input");
}

function checked(
  name: string,
  matrix: readonly (readonly number[])[],
  kind: "usage" | "input",
): FilterKernel {
  const widths = matrix.map((row) => row.length);
  if (matrix.length === 0 || widths[0] === 0)
    throw new Failure(kind, `expected at least one number in the kernel ${name}, got none`);
  if (widths.some((w) => w !== widths[0])) {
    throw new Failure(
      kind,
      `expected rows of equal length in the kernel ${name}, got lengths ${widths.join(", ")}`,
    );
  }
  if (matrix.length > MOST_EXTENT || widths[0] > MOST_EXTENT) {
    throw new Failure(
      kind,
      `expected at most ${MOST_EXTENT}×${MOST_EXTENT} numbers in the kernel ${name}, got ${matrix.length}×${widths[0]}`,
    );
  }
  if (!matrix.flat().every(Number.isFinite))
    throw new Failure(kind, `expected finite numbers in the kernel ${name}`);
  return kernelOf(name, matrix);
}
