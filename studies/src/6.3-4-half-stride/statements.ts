/** What is said of steps of a half and a third, tried on whole numbers. */
import type { Tensor } from "convoke";
import { random } from "convoke/data";
import { differs, rowsOf } from "../matrices.ts";
import { inTurn, type Statement, type Trial, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { type Case, cases, LINEAR, ones } from "./steps.ts";
import type { Subject } from "./study.ts";

/** The same layer with an output padding that makes the image twice as large, and without. */
const FITTING_AND_NOT: readonly Case[] = [1, 0].map((outputPadding) => ({
  x: ones(3, 3),
  kernel: rowsOf(3, 3, (row, column) => 3 * row + column + 1),
  step: { stride: 2, padding: 1, outputPadding },
}));

export async function statementsOf(
  { spread, stuff, correlate }: Subject,
  example: Case,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const many = [example, ...FITTING_AND_NOT, ...cases(count, seed)];
  // The claims are tried on every case, what is said beside them on some.
  const all = many.slice(0, 200);
  const next = random(seed + 1);
  const whole = ([rows, columns]: readonly number[], times = 1) =>
    rowsOf(rows, columns, () => times * (Math.floor(9 * next()) - 4));
  const grown = (x: Tensor, y: Tensor, { stride }: Case["step"]) =>
    y.shape.every((extent, axis) => extent === stride * x.shape[axis]);
  const doubling = { stride: 2, padding: 0, outputPadding: 0 };
  return inTurn(
    [
      () =>
        triedOn("claim", "stuffed", many, async ({ x, kernel, step }) =>
          differs(await stuff(x, kernel, step), await spread(x, kernel, step)),
        ),
      () =>
        triedOn("claim", "larger", many, async (one) => {
          const y = await spread(one.x, one.kernel, one.step);
          return grown(one.x, y, one.step) ? null : { ...told(one), output: y.shape.join("×") };
        }),
      () =>
        triedOn("truth", "sizes", all, async (one) => {
          const { stride, padding, outputPadding } = one.step;
          const y = await spread(one.x, one.kernel, one.step);
          const fits = one.kernel.shape.every((k) => k - 2 * padding + outputPadding === stride);
          return fits === grown(one.x, y, one.step)
            ? null
            : { ...told(one), output: y.shape.join("×") };
        }),
      () =>
        triedOn("truth", "adjoint", all, async ({ x, kernel, step }) => {
          const up = await spread(x, kernel, step);
          const large = whole(up.shape);
          const [value, other] = [inner(await correlate(large, kernel, step), x), inner(large, up)];
          return value === other ? null : { value, other };
        }),
      () =>
        triedOn("truth", "ambiguous", all, async (one) => {
          const { x, kernel, step } = one;
          for (let outputPadding = 0; outputPadding < step.stride; outputPadding++) {
            const large = await spread(x, kernel, { ...step, outputPadding });
            const { shape } = await correlate(large, kernel, step);
            if (`${shape}` !== `${x.shape}`) return { ...told(one), output: shape.join("×") };
          }
          return null;
        }),
      () =>
        triedOn("truth", "nearest", all, async ({ x, step: { stride } }) => {
          const [rows, columns] = x.shape;
          const step = { stride, padding: 0, outputPadding: 0 };
          const repeated = rowsOf(
            rows * stride,
            columns * stride,
            (y, z) => x.data[Math.floor(y / stride) * columns + Math.floor(z / stride)],
          );
          return differs(await spread(x, ones(stride, stride), step), repeated);
        }),
      () =>
        triedOn("truth", "linear", all, async ({ x: { shape } }) => {
          const x = whole(shape, 4);
          const between = rowsOf(2 * shape[0] - 1, 2 * shape[1] - 1, (y, z) => {
            const at = (row: number, column: number) => x.data[row * shape[1] + column];
            const [top, left] = [Math.floor(y / 2), Math.floor(z / 2)];
            const [bottom, right] = [Math.ceil(y / 2), Math.ceil(z / 2)];
            return (at(top, left) + at(top, right) + at(bottom, left) + at(bottom, right)) / 4;
          });
          return differs(await spread(x, LINEAR, { ...doubling, padding: 1 }), between);
        }),
      () =>
        triedOn("slip", "inverse", all, async ({ x, kernel, step }) => {
          const large = whole((await spread(x, kernel, step)).shape);
          return differs(await spread(await correlate(large, kernel, step), kernel, step), large);
        }),
      () =>
        triedOn("slip", "unturned", all, async ({ x, kernel, step }) =>
          differs(await stuff(x, kernel, step, "correlation"), await spread(x, kernel, step)),
        ),
      () =>
        triedOn("slip", "even", [2, 3, 4, 5], async (taps) => {
          const { shape, data } = await spread(ones(8, 8), ones(taps, taps), doubling);
          const middle = 7 * shape[1] + 7;
          const [value, other] = [data[middle], data[middle + 1]];
          return value === other ? null : { taps, value, other };
        }),
      () =>
        triedOn("slip", "zeros", all, async ({ x, kernel, step }) => {
          if (step.outputPadding === 0) return null;
          const { shape, data } = await spread(x, kernel, step);
          const last = data.subarray((shape[0] - step.outputPadding) * shape[1]);
          const value = last.find((v) => v !== 0);
          return value === undefined ? null : { ...told({ x, kernel, step }), value };
        }),
    ],
    onProgress,
  );
}

const told = ({ x, kernel, step }: Case): NonNullable<Trial> => ({
  input: x.shape.join("×"),
  kernel: kernel.shape.join("×"),
  ...step,
});

const inner = (a: Tensor, b: Tensor): number =>
  a.data.reduce((sum, v, i) => sum + v * b.data[i], 0);
