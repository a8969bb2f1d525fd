/** The kernels that pictures are filtered with: sampled matrices, correlated, mirrored at the edge. */
import type { Filter } from "./engine.ts";

export interface NamedFilter extends Filter {
  readonly title: string;
}

const GAUSSIAN_159 = [
  2, 4, 5, 4, 2, 4, 9, 12, 9, 4, 5, 12, 15, 12, 5, 4, 9, 12, 9, 4, 2, 4, 5, 4, 2,
];
/** As wide as 101 pixels hold: three of it reach 50. */
const SIGMA = 16.5;

export const FILTERS = {
  laplacian3: {
    kind: "laplacian",
    size: 3,
    sigma: 0,
    title: "3×3 Laplacian",
    matrix: [0, 1, 0, 1, -4, 1, 0, 1, 0],
    divisor: 1,
  },
  gaussian5: {
    kind: "any",
    size: 5,
    sigma: 0,
    title: "5×5 Gaussian of sum 159",
    matrix: GAUSSIAN_159,
    divisor: 159,
  },
  box15: {
    kind: "box",
    size: 15,
    sigma: 0,
    title: "15×15 box",
    matrix: new Array<number>(225).fill(1),
    divisor: 225,
  },
  any31: {
    kind: "any",
    size: 31,
    sigma: 0,
    title: "31×31 arbitrary",
    matrix: arbitrary(31),
    divisor: 1,
  },
  gaussian101: {
    kind: "gaussian",
    size: 101,
    sigma: SIGMA,
    title: "101×101 Gaussian",
    matrix: gaussian(101, SIGMA),
    divisor: 1,
  },
} as const satisfies Record<string, NamedFilter>;

/** Seeded, between 0 and 1, then divided by the sum, so that a picture keeps its brightness. */
function arbitrary(size: number): number[] {
  let state = 7;
  const values = Array.from({ length: size ** 2 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
  return normalised(values);
}

function gaussian(size: number, sigma: number): number[] {
  const line = Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  return normalised(line.flatMap((y) => line.map((x) => y * x)));
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
