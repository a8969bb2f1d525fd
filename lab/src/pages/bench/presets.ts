/** Numbers worth looking at, for any extents: pictures for the input, patterns for the kernel. */
import type { Language } from "@convoke/studies";
import { sizeOf } from "convoke";
import { numbersText } from "./own.ts";
import { placeOf } from "./row-major.ts";

interface Preset {
  readonly title: Readonly<Record<Language, string>>;
  /** Value at row y of `rows`, column x of `columns`, in plane `plane`. */
  readonly at: (y: number, x: number, rows: number, columns: number, plane: number) => number;
}

const middle = (n: number) => (n - 1) / 2;
const nearest = (i: number, n: number) => i === Math.floor(n / 2);

export const INPUTS = {
  ramp: { title: { en: "ramp", zh: "斜坡" }, at: (y, x, _r, _c, plane) => y + x + plane },
  edge: {
    title: { en: "vertical edge", zh: "竖直边缘" },
    at: (_y, x, _r, columns) => (x < columns / 2 ? 0 : 9),
  },
  impulse: {
    title: { en: "one point", zh: "单个点" },
    at: (y, x, rows, columns) => (nearest(y, rows) && nearest(x, columns) ? 1 : 0),
  },
  letter: {
    title: { en: "letter F", zh: "字母 F" },
    at: (y, x, rows, columns) =>
      x === 1 || (rows > 2 && y === 0) || (y === Math.floor(rows / 2) && x < columns - 2) ? 9 : 0,
  },
  board: { title: { en: "chessboard", zh: "棋盘" }, at: (y, x) => 9 * ((y + x) % 2) },
} satisfies Record<string, Preset>;

export const KERNELS = {
  identity: {
    title: { en: "identity", zh: "恒等" },
    at: (y, x, rows, columns) => (nearest(y, rows) && nearest(x, columns) ? 1 : 0),
  },
  ones: { title: { en: "sum of the window", zh: "窗口之和" }, at: () => 1 },
  edges: {
    title: { en: "left minus right", zh: "左减右" },
    at: (_y, x, _r, columns) => Math.sign(middle(columns) - x),
  },
  numbered: {
    title: { en: "1, 2, 3 …", zh: "1, 2, 3 …" },
    at: (y, x, _r, columns) => y * columns + x + 1,
  },
  tent: {
    title: { en: "tent (symmetric)", zh: "帐篷（对称）" },
    at: (y, x, rows, columns) => Math.min(y + 1, rows - y) * Math.min(x + 1, columns - x),
  },
} satisfies Record<string, Preset>;

/** A preset's numbers as the parameters hold them. */
export function presetText({ at }: Preset, shape: readonly number[]): string {
  const [rows, columns] = shape.slice(-2);
  return numbersText(
    Array.from({ length: sizeOf(shape) }, (_, i) => {
      const [plane, y, x] = placeOf(shape, i);
      return at(y, x, rows, columns, plane);
    }),
  );
}
