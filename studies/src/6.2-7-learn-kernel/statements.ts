/** What is said of learning a kernel, tried by learning some. */
import { resolve, type Tensor, tensor } from "convoke";
import type { LearnedKernel, LearnKernelOptions } from "convoke/learn";
import { maxPool2d } from "convoke/pool";
import { unfold } from "convoke/reference";
import { kernelOf, rankOfKernel, rational } from "convoke/workshop";
import { inTurn, type Statement, triedOn } from "../model/statement.ts";
import {
  apart,
  asImage,
  asPlanes,
  type Blank,
  beginning,
  descend,
  diagonalPicture,
  gramOf,
  largestEigenvalue,
  type Pair,
  randomPictures,
  withNoise,
} from "./pairs.ts";

export interface Subject {
  readonly learn: (options: LearnKernelOptions) => Promise<LearnedKernel>;
  /** [rows, columns] under a kernel, windows inside. */
  readonly correlate: (x: Tensor, w: Tensor) => Promise<Tensor>;
  /** Of the kernel, from that of the result. */
  readonly gradient: (x: Tensor, w: Tensor, dy: Tensor) => Promise<Tensor>;
}

/** Of weights of the order of 1 that stopped falling, in float32 gradients. */
const LEARNED = 1e-3;
/** Of weights solved for in double precision from exact sums. */
const SOLVED = 1e-8;

/**
 * @param photo before and after a person's kernel.
 * @param counts drawn pictures for the claims, and for what is said beside them.
 */
export async function statementsOf(
  subject: Subject,
  photo: Pair,
  { many, some: count }: { readonly many: number; readonly some: number },
  seed: number,
  onProgress?: (share: number) => void,
): Promise<Statement[]> {
  const { learn, correlate, gradient } = subject;
  const filtered = async ({ before, kernel }: Blank): Promise<Pair> => ({
    before,
    kernel,
    after: await correlate(before, kernel),
  });
  const learned = ({ before, after, kernel }: Pair, more: Partial<LearnKernelOptions> = {}) =>
    learn({
      before: asPlanes(before),
      after: asPlanes(after),
      size: [kernel.shape[0], kernel.shape[1]],
      ...more,
    });
  const difference = tensor([1, 2], [1, -1]);
  const diagonals = await Promise.all(
    Array.from({ length: Math.ceil(count / 2) }, (_, i) =>
      filtered({ before: diagonalPicture(3 + i), kernel: difference }),
    ),
  );
  const drawn = await Promise.all(randomPictures(many, seed).map(filtered));
  const random = drawn.slice(0, count);
  const all = [
    () =>
      triedOn("claim", "diagonal", diagonals, async (pair) => {
        const { learned: found } = await learned(pair, { method: "descent" });
        const off = apart(found.kernel, pair.kernel.data);
        return off < LEARNED ? null : { side: pair.before.shape[0], off };
      }),
    () =>
      triedOn("claim", "any", [photo, ...drawn], async (pair) => {
        const { learned: found } = await learned(pair);
        const off = apart(found.kernel, pair.kernel.data);
        const most = LEARNED * Math.max(1, ...pair.kernel.data.map(Math.abs));
        return off < most ? null : { image: pair.before.shape.join("×"), off };
      }),
    () =>
      triedOn("claim", "determined", drawn, async ({ before, after, kernel }) => {
        const gram = gramOf(before, kernel.shape);
        const right = await gradient(before, kernel, after);
        const off = apart(right.data, product(gram, kernel.data));
        const rank = rankOfKernel(
          kernelOf(
            gram.shape,
            Array.from(gram.data, (v) => rational(v)),
          ),
        );
        return off === 0 && rank === kernel.data.length
          ? null
          : { image: before.shape.join("×"), rank, unknowns: kernel.data.length, off };
      }),
    () =>
      triedOn("truth", "gradient", drawn, async ({ before, after, kernel }) => {
        const dy = await gradient(before, kernel, after);
        const wanted = sumsOf(before, kernel.shape, after);
        const off = apart(dy.data, wanted);
        return off === 0 ? null : { image: before.shape.join("×"), off };
      }),
    () =>
      triedOn("truth", "solved", [...diagonals, ...random], async (pair) => {
        const { solved } = await learned(pair, { steps: 1 });
        const off = apart(solved.kernel, pair.kernel.data);
        return off < SOLVED ? null : { image: pair.before.shape.join("×"), off };
      }),
    () =>
      triedOn("truth", "agree", random, async (pair) => {
        const noisy = { ...pair, after: withNoise(pair.after, 3, seed) };
        const { difference: off } = await learned(noisy);
        return off < LEARNED ? null : { image: pair.before.shape.join("×"), off };
      }),
    () =>
      triedOn("truth", "noise", random.slice(0, Math.ceil(count / 2)), async (pair) => {
        const noisy = { ...pair, after: withNoise(pair.after, 3, seed + 1) };
        const { solved } = await learned(noisy, { steps: 1 });
        const i = solved.kernel.findIndex(
          (v, i) => Math.abs(v - pair.kernel.data[i]) > 6 * solved.found[i],
        );
        return i < 0 ? null : { value: solved.kernel[i], other: pair.kernel.data[i] };
      }),
    () =>
      triedOn("truth", "falls", diagonals, async (pair) => {
        const rate = 0.95 / largestEigenvalue(gramOf(pair.before, pair.kernel.shape));
        const { losses } = await descend(
          pair,
          beginning(pair.kernel, seed),
          rate,
          20,
          correlate,
          gradient,
        );
        const last = losses[losses.length - 1];
        return last < losses[0] ? null : { rate, first: losses[0], last };
      }),
    () =>
      triedOn("slip", "rates", diagonals, async (pair) => {
        const rate = 1.1 / largestEigenvalue(gramOf(pair.before, pair.kernel.shape));
        const { losses } = await descend(
          pair,
          beginning(pair.kernel, seed),
          rate,
          40,
          correlate,
          gradient,
        );
        const last = losses[losses.length - 1];
        return last < losses[0] ? null : { rate, first: losses[0], last };
      }),
    () =>
      triedOn("slip", "pictures", [flat(8), ...random], async ({ before, kernel }) => {
        const pair = await filtered({ before, kernel });
        const { solved } = await learned(pair, { steps: 1 });
        return solved.rank === solved.unknowns
          ? null
          : { image: "1 1 … 1", rank: solved.rank, unknowns: solved.unknowns };
      }),
    () =>
      triedOn("slip", "filters", [randomPictures(1, seed)[0]], async ({ before }) => {
        const y = await maxPool2d(asImage(before), { kernelSize: 3, stride: 1 });
        const after = tensor(y.shape.slice(2), y.data);
        const { solved } = await learned({ before, after, kernel: tensor([3, 3]) }, { steps: 1 });
        return solved.rms < LEARNED ? null : { rms: solved.rms };
      }),
  ];
  return inTurn(all, onProgress);
}

/** A square matrix times a vector. */
const product = ({ shape: [n], data }: Tensor<Float64Array>, v: ArrayLike<number>): number[] =>
  Array.from({ length: n }, (_, i) =>
    data.subarray(i * n, (i + 1) * n).reduce((sum, a, j) => sum + a * v[j], 0),
  );

/** A picture of ones under a kernel of three by three. */
const flat = (side: number): Blank => ({
  before: tensor([side, side], new Float32Array(side * side).fill(1)),
  kernel: tensor([3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]),
});

/** Σ over windows of the gradient of the result times what each tap sees. */
function sumsOf(before: Tensor, kernel: readonly number[], dy: Tensor): number[] {
  const columns = unfold(resolve({ input: [1, 1, ...before.shape], weight: [1, 1, ...kernel] }), {
    shape: [1, 1, ...before.shape],
    data: before.data,
  });
  const windows = columns.shape[2];
  return Array.from({ length: columns.shape[1] }, (_, t) =>
    dy.data.reduce((sum, v, p) => sum + v * columns.data[t * windows + p], 0),
  );
}
