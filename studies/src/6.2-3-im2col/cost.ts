/** What the matrix of patches costs where it is made: numbers counted, and times taken. */
import { patchMatrix, ratioValue } from "convoke/cost";
import type { Table } from "../model/exhibit.ts";
import type { Facts } from "../model/facts.ts";
import { medianOf, timesOf } from "../timed.ts";

const [CHANNELS, SIDE] = [32, 56];

/** How many times the image the matrix is, with windows inside only and with padding that keeps. */
export function blowUps(): Table {
  const rows = [1, 3, 5, 7].flatMap((kernel) =>
    [1, 2].map((stride) => {
      const times = (padding: "valid" | "same") =>
        ratioValue(
          patchMatrix({
            input: [1, CHANNELS, SIDE, SIDE],
            weight: [CHANNELS, CHANNELS, kernel, kernel],
            stride,
            padding,
          }).blowUp,
        );
      return [
        `${kernel}×${kernel}`,
        stride,
        times("valid"),
        times("same"),
        kernel ** 2 / stride ** 2,
      ];
    }),
  );
  return {
    kind: "table",
    name: "blowUp",
    head: ["kernel", "stride", "inside", "kept", "formula"],
    rows,
  };
}

/**
 * Milliseconds of a layer that gathers patches as it needs them, and of the product alone over a
 * matrix of patches that lies ready.
 */
export async function timesOfBoth(): Promise<Facts> {
  const layer = {
    input: [1, CHANNELS, SIDE, SIDE],
    weight: [CHANNELS, CHANNELS, 3, 3],
    padding: 1,
  };
  const matrix = patchMatrix(layer);
  const product = {
    input: [1, matrix.rows, SIDE, SIDE],
    weight: [CHANNELS, matrix.rows, 1, 1],
  };
  const [gatheredMs, productMs] = await timesOf([layer, product], ["im2col", "pointwise"]);
  return {
    channels: CHANNELS,
    side: SIDE,
    gatheredMs,
    productMs,
    copyMs: await copyTime(matrix.bytes / 4),
    imageKiB: (CHANNELS * SIDE * SIDE * 4) / 1024,
    matrixKiB: matrix.bytes / 1024,
  };
}

/** Milliseconds of copying so many numbers: the least that writing a matrix of them takes. */
function copyTime(numbers: number): Promise<number> {
  const [from, to] = [new Float32Array(numbers).fill(1), new Float32Array(numbers)];
  return medianOf(async () => to.set(from), 10);
}
