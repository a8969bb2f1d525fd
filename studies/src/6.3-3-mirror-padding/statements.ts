/** What is said of mirrors at the border, tried on planes and kernels of whole numbers. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { OUTSIDE } from "convoke/reference";
import { cases as casesOf } from "../6.1-3-boundary/treatments.ts";
import { differs, rowsOf } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { evened, inner, MIRRORS, type Mirror, mirrored, places, total, walked } from "./mirrors.ts";
import type { Subject } from "./study.ts";

interface Case {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly value: number;
  readonly mirror: Mirror;
  /** Rows above, columns left. */
  readonly padding: readonly number[];
}

export async function statementsOf(
  { sourceIndex, pad, padTranspose, treated }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const all = casesOf(count, seed).map((one, i): Case => {
    const padding = one.kernel.shape.map((extent) => (extent - 1) / 2);
    return { ...one, mirror: MIRRORS[i % 2], padding };
  });
  // The engine compiles every layer anew: a third of few cases, all of many.
  const few = count < 100 ? all.slice(0, Math.ceil(count / 3)) : all;
  const wide = all.filter(({ padding: [above, left] }) => above + left > 0);
  const lines = places(20 * count, seed);
  const indexOf = (mirror: Mirror, size: number, position: number) =>
    sourceIndex({ kind: mirror }, size, position);
  return inTurn(
    [
      () =>
        tried("claim", "map", lines, (place) => {
          const { mirror, size, position } = place;
          const [value, other] = [indexOf(mirror, size, position), walked(place)];
          return value === other ? null : { treatment: mirror, size, position, value, other };
        }),
      () =>
        tried("claim", "padded", all, ({ x, mirror, padding }) =>
          differs(pad(x, padding, padding, { kind: mirror }), mirrored(x, mirror, padding)),
        ),
      () =>
        triedOn("claim", "asLayer", few, async ({ x, kernel, mirror, padding }) => {
          const copy = mirrored(x, mirror, padding);
          return differs(await treated(x, kernel, mirror), await treated(copy, kernel, "none"));
        }),
      () =>
        tried("truth", "periodic", lines, ({ mirror, size, position }) => {
          const period = mirror === "symmetric" ? 2 * size : Math.max(1, 2 * (size - 1));
          const [value, other] = [0, period].map((more) => indexOf(mirror, size, position + more));
          return value === other ? null : { treatment: mirror, size, position, value, other };
        }),
      () =>
        triedOn("truth", "constant", few, async ({ x, kernel, value, mirror }) => {
          const flat = rowsOf(x.shape[0], x.shape[1], () => value);
          const answer = rowsOf(x.shape[0], x.shape[1], () => value * total(kernel));
          return differs(await treated(flat, kernel, mirror), answer);
        }),
      () =>
        triedOn("truth", "sum", few, async ({ x, kernel }) =>
          keepsSum(x, kernel, await treated(x, evened(kernel), "symmetric")),
        ),
      () =>
        tried("truth", "adjoint", all, ({ x, mirror, padding }) => {
          const wide = pad(x, padding, padding, { kind: mirror });
          const y = { shape: wide.shape, data: wholes(wide.data.length, seed) };
          const back = padTranspose(y, x.shape, padding, padding, { kind: mirror });
          const [value, other] = [inner(wide, y), inner(x, back)];
          return value === other ? null : { treatment: mirror, value, other };
        }),
      () =>
        triedOn("slip", "same", wide.slice(0, few.length), async ({ x, kernel }) =>
          differs(await treated(x, kernel, "reflect"), await treated(x, kernel, "symmetric")),
        ),
      () =>
        tried("slip", "width", lines, ({ mirror, size, position }) => {
          if (position >= -size && position < 2 * size) return null;
          const value = indexOf(mirror, size, position);
          return value === OUTSIDE ? null : { treatment: mirror, size, position, value };
        }),
      () =>
        triedOn("slip", "eitherSum", wide.slice(0, few.length), async ({ x, kernel }) =>
          keepsSum(x, kernel, await treated(x, evened(kernel), "reflect")),
        ),
      () =>
        triedOn("slip", "slope", MIRRORS, async (mirror) => {
          const slope = rowsOf(1, 6, (_, column) => column);
          const [value] = (await treated(slope, tensor([1, 3], [1, -2, 1]), mirror)).data;
          return value === 0 ? null : { treatment: mirror, value, other: 0 };
        }),
      () =>
        tried("slip", "cropped", wide, ({ x, mirror, padding }) => {
          const shape = x.shape.map((extent, axis) => extent + 2 * padding[axis]);
          const y = { shape, data: wholes(shape[0] * shape[1], seed) };
          const less = padding.map((n) => -n);
          return differs(
            padTranspose(y, x.shape, padding, padding, { kind: mirror }),
            pad(y, less, less, { kind: "zero" }),
          );
        }),
    ],
    onProgress,
  );
}

/** Whether an even kernel of the sum S gives an image whose sum is S times that of `x`. */
function keepsSum(x: Tensor, kernel: Tensor, y: Tensor): Trial {
  const [value, other] = [total(y), total(x) * total(evened(kernel))];
  return value === other ? null : { shape: x.shape.join("×"), value, other };
}

function wholes(length: number, seed: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length }, () => Math.floor(9 * next()) - 4);
}
