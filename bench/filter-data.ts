/**
 * A filter's picture and what must come out. The definition is too slow for every pixel of a large
 * picture under a large kernel: rows at the edges and between are compared with the reference, and
 * all contestants with each other over the whole picture.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inputShape, type Problem, sizeOf, tensor, weightShape } from "convoke";
import { errorBound, magnitude, reference, sourceIndex } from "convoke/reference";
import { type Data, DIGITS, doubles, noise, save } from "./data.ts";
import { pictureOf } from "./picture.ts";
import { CACHE } from "./places.ts";
import type { FilterWorkload } from "./workloads.ts";

/** Products that the reference is asked for, about. */
const EFFORT = 2e8;
/** Levels that a byte may be off: one, for rounding in another place. */
const LEVEL = 1;

export async function filterDataOf(
  { name, problem, filter, pixels }: FilterWorkload,
  say: (text: string) => void,
): Promise<Data> {
  const folder = join(CACHE, "data", name);
  const at = (file: string) => join(folder, file);
  const rows = rowsOf(problem);
  if (!existsSync(at("allowed.bin"))) {
    mkdirSync(folder, { recursive: true });
    say(`computing rows of the reference of ${name}, once`);
    const input =
      pixels === "u8" ? await pictureOf(problem) : noise(sizeOf(inputShape(problem)), 1);
    const weight = Float32Array.from(filter.matrix, (w) => w / filter.divisor);
    save(at("input.bin"), input);
    save(at("weight.bin"), weight);
    const lines = rows.map((row) => line(problem, input, weight, row));
    save(at("expected.bin"), joined(lines.map(({ expected }) => expected)));
    save(at("allowed.bin"), joined(lines.map(({ allowed }) => allowed)));
  }
  const expected = doubles(at("expected.bin"));
  const allowed = doubles(at("allowed.bin"));
  if (pixels === "u8") {
    expected.forEach((value, i) => {
      expected[i] = Math.min(255, Math.max(0, Math.round(value)));
    });
    allowed.fill(LEVEL);
  }
  return { folder, expected, allowed, rows };
}

/** The first, the last, and some between. */
function rowsOf({ axes, inChannels }: Problem): number[] {
  const [y, x] = axes;
  const cost = x.output * y.kernel * x.kernel * inChannels;
  const count = Math.min(24, Math.max(4, Math.floor(EFFORT / cost)));
  return Array.from({ length: count }, (_, i) => Math.round((i * (y.output - 1)) / (count - 1)));
}

/** One row of the output, from the rows of the input that the border's index map says. */
function line(
  problem: Problem,
  input: Float32Array | Uint8Array,
  weight: Float32Array,
  row: number,
): { readonly expected: Float64Array; readonly allowed: Float64Array } {
  const [y, x] = problem.axes;
  const length = x.input * problem.inChannels;
  const band = tensorOf({
    ...problem,
    axes: [{ ...y, input: y.kernel, before: 0, after: 0, output: 1 }, x],
  });
  for (let k = 0; k < y.kernel; k++) {
    const from = sourceIndex(problem.border, y.input, row - y.before + k);
    band.input.data.set(input.subarray(from * length, (from + 1) * length), k * length);
  }
  // Every channel has the same kernel.
  for (let at = 0; at < band.weight.data.length; at += weight.length)
    band.weight.data.set(weight, at);
  const size = magnitude(band.problem, band);
  return {
    expected: reference(band.problem, band).data,
    allowed: errorBound(band.problem, size).map((bound, i) => bound + DIGITS * size.data[i]),
  };
}

const tensorOf = (problem: Problem) => ({
  problem,
  input: tensor(inputShape(problem)),
  weight: tensor(weightShape(problem)),
});

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.length * parts[0].length);
  for (const [i, part] of parts.entries()) all.set(part, i * part.length);
  return all;
}
