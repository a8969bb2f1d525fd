/** What is said of means and Gaussians in whole numbers, tried. */
import { random } from "convoke/data";
import {
  type Design,
  type EquivalentSigma,
  formatRational,
  type GaussianOptions,
  type Kernel,
  kernelOf,
  rational,
  separable,
  sumOf,
  wholeValues,
} from "convoke/workshop";
import { inTurn, type Statement, tried } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { distanceTo, readingsOf, sigmasOf } from "./readings.ts";

export interface Subject {
  readonly box: () => Kernel;
  /** Whole numbers over their sum. */
  readonly classic: () => Kernel;
  readonly sigmaOf: (kernel: Kernel) => EquivalentSigma | null;
  readonly rank: (kernel: Kernel) => number;
  readonly sampled: (sigma: number, options: GaussianOptions) => Design;
  readonly whole: (sigma: number, options: GaussianOptions & { most: number }) => Design;
  /** Windows that lie inside, in fractions. */
  readonly apply: (picture: Kernel, kernel: Kernel) => Kernel;
}

/** Of σ found by a search between doubles. */
const SEARCHED = 1e-5;

export async function statementsOf(
  { box, classic, sigmaOf, rank, sampled, whole, apply }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const mean = box();
  const k = classic();
  const numbers = wholeValues(k).over.map(Number);
  const pictures = randomPictures(count, seed);
  const gaussians = randomGaussians(count, seed);
  const fitted = sigmaOf(k)?.fitted?.sigma ?? 0;
  return inTurn(
    [
      () =>
        tried("claim", "mean", pictures, (picture) => {
          const made = apply(picture, mean).exact!.map(formatRational);
          const wanted = meansOf(picture);
          const at = made.findIndex((v, i) => v !== wanted[i]);
          return at < 0 ? null : { place: at, value: made[at], other: wanted[at] };
        }),
      () =>
        tried("claim", "sum", [numbers], (all) => {
          const value = all.reduce((a, b) => a + b, 0);
          return value === 159 ? null : { value, other: 159 };
        }),
      () =>
        tried("claim", "sigma", readingsOf(k, sigmaOf(k)), ({ name, sigma }) =>
          sigma !== null && Math.abs(sigma - 1) < 0.05
            ? null
            : { reading: name, sigma: sigma ?? "-" },
        ),
      () =>
        tried("truth", "constant", [mean, k], (one) => {
          const value = formatRational(sumOf(one).exact!);
          return value === "1" ? null : { value, other: 1 };
        }),
      () =>
        tried("truth", "fit", otherSigmas(), (sigma) => {
          const [here, there] = [distanceTo(k, fitted), distanceTo(k, sigma)];
          return here <= there + 1e-12 ? null : { sigma, value: there, other: here };
        }),
      () =>
        tried("truth", "recovered", gaussians, ({ sigma, size }) => {
          const found = sigmaOf(sampled(sigma, { size }).kernel)?.fitted?.sigma ?? 0;
          return Math.abs(found - sigma) <= SEARCHED * sigma
            ? null
            : { size, value: found, other: sigma };
        }),
      () =>
        tried("truth", "cut", gaussians, ({ sigma, size }) => {
          const found = sigmaOf(sampled(sigma, { size }).kernel)?.moment[0] ?? 0;
          return found < sigma ? null : { size, value: found, other: sigma };
        }),
      () =>
        tried("truth", "rounded", [numbers], (all) => {
          const range = sigmasOf(all, 5);
          return range !== null && range[0] <= 1.4 && 1.4 <= range[1]
            ? null
            : { value: range?.join(" ") ?? "-", other: 1.4 };
        }),
      () =>
        tried("truth", "rank", [k], (one) => {
          const value = rank(one);
          return value === 3 ? null : { value, other: 3 };
        }),
      () =>
        tried("truth", "apart", gaussians, ({ sigma, size }) => {
          // Rows of a product of lines are multiples of each other.
          const { values } = sampled(sigma, { size }).kernel;
          const middle = (size - 1) / 2;
          const of = (y: number, x: number) => values[y * size + x];
          const off = values.findIndex((v, i) => {
            const [y, x] = [Math.floor(i / size), i % size];
            return Math.abs(v * of(middle, middle) - of(y, middle) * of(middle, x)) > 1e-15;
          });
          return off < 0 ? null : { sigma, size };
        }),
      () =>
        tried("truth", "designed", gaussians, ({ sigma, size }) => {
          const most = 159;
          const { kernel } = whole(sigma, { size, most });
          const { over } = wholeValues(kernel);
          const total = over.reduce((a, b) => a + b, 0n);
          const ideal = sampled(sigma, { size }).kernel;
          const distance = (one: Kernel) =>
            one.values.reduce((sum, v, i) => sum + (v - ideal.values[i]) ** 2, 0);
          const nearer = size !== 5 || distance(kernel) <= distance(k) + 1e-15;
          return total <= BigInt(most) && formatRational(sumOf(kernel).exact!) === "1" && nearer
            ? null
            : { sigma, size, value: `${total}` };
        }),
      () =>
        tried("slip", "separable", [k], (one) =>
          separable(one) !== null ? null : { rank: rank(one) },
        ),
      () =>
        tried("slip", "weakens", [stripes()], (picture) => {
          const [made] = apply(picture, mean).values;
          const here = picture.values[(picture.values.length - 1) / 2];
          return made * here >= 0 ? null : { value: here, made };
        }),
    ],
    onProgress,
  );
}

/** Stripes of one pixel: 1, −1, 1, … */
const stripes = (): Kernel =>
  kernelOf(
    [3, 3],
    Array.from({ length: 9 }, (_, i) => rational(i % 3 === 1 ? 1 : -1)),
  );

const otherSigmas = (): number[] => Array.from({ length: 400 }, (_, i) => 0.5 + i * 0.01);

function randomPictures(count: number, seed: number): Kernel[] {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const shape = [3 + Math.floor(next() * 4), 3 + Math.floor(next() * 4)];
    const values = Array.from({ length: shape[0] * shape[1] }, () =>
      rational(Math.floor(next() * 256)),
    );
    return kernelOf(shape, values);
  });
}

/** The mean of every window of three by three, written out. */
function meansOf({ shape: [rows, columns], values }: Kernel): string[] {
  const means: string[] = [];
  for (let y = 1; y + 1 < rows; y++)
    for (let x = 1; x + 1 < columns; x++) {
      let sum = 0;
      for (const dy of [-1, 0, 1])
        for (const dx of [-1, 0, 1]) sum += values[(y + dy) * columns + x + dx];
      means.push(formatRational(rational(sum, 9)));
    }
  return means;
}

/** σ from ½, on grids that cut something off that doubles can tell. */
function randomGaussians(count: number, seed: number): { sigma: number; size: number }[] {
  const next = random(seed + 1);
  return Array.from({ length: count }, () => {
    const radius = 1 + Math.floor(next() * 4);
    return { size: 2 * radius + 1, sigma: radius / 3 + next() * radius };
  });
}
