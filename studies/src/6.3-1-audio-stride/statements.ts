/** What is said of a stride on a sound, tried on whole numbers, on tones and on noise. */
import { inTurn, type Statement, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { bandsOf, foldedOf, type KERNELS, type kernelsFor, response } from "./kernels.ts";
import { receptiveField, unlike, wholeSound } from "./samples.ts";

/** Samples a second of the tones. */
export const RATE = 16000;
/** In decibels: louder aliases are heard. */
export const AUDIBLE = -40;

type Name = (typeof KERNELS)[number];

export interface Subject {
  /** Whole windows only: [samples] → [⌊(samples − taps) / stride⌋ + 1]. */
  readonly strided: (
    x: Float32Array,
    kernel: Float32Array,
    stride: number,
  ) => Promise<Float32Array>;
  readonly kernelsFor: typeof kernelsFor;
}

export interface Measured {
  readonly kernels: ReturnType<typeof kernelsFor>;
  /** Tones in cycles a sample, what a kernel and the stride make of them, and how loud that is in decibels. */
  readonly measured: readonly {
    readonly name: Name;
    readonly frequency: number;
    readonly y: Float32Array;
    readonly level: number;
  }[];
  /** How much of a change by one sample is left. */
  readonly sensitivities: readonly { readonly name: Name; readonly change: number }[];
  readonly stride: number;
  readonly reach: number;
}

export async function statementsOf(
  subject: Subject,
  { kernels, measured, sensitivities, stride, reach }: Measured,
  { sounds, seed }: { readonly sounds: number; readonly seed: number },
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const half = 0.5 / stride;
  const { passes, stops } = bandsOf(stride, reach);
  return inTurn(
    [
      () =>
        triedOn("claim", "sparse", wholeSound(sounds, seed), async ({ x, kernel, step }) => {
          const all = await subject.strided(x, kernel, 1);
          const found = unlike(
            await subject.strided(x, kernel, step),
            all.filter((_, i) => i % step === 0),
          );
          return found && { taps: kernel.length, step, ...found };
        }),
      () =>
        triedOn(
          "claim",
          "wider",
          [2, 3, 4].flatMap((step) => [2, 3, 5].map((taps) => ({ step, taps }))),
          async ({ step, taps }) => {
            const [dense, sparse] = await Promise.all(
              [1, step].map((s) => receptiveField(subject.strided, taps, s)),
            );
            return sparse > dense && sparse === taps + (taps - 1) * step
              ? null
              : { step, taps, dense, sparse };
          },
        ),
      () =>
        tried("claim", "steady", sensitivities, ({ name, change }) =>
          change < 0.9 ? null : { kernel: name, moved: change },
        ),
      () =>
        tried(
          "claim",
          "clean",
          measured.filter(({ frequency }) => frequency > half),
          ({ name, frequency, level }) =>
            level < AUDIBLE ? null : { kernel: name, hertz: frequency * RATE, level },
        ),
      () =>
        tried("truth", "folds", measured, ({ name, frequency, y }) => {
          // Re(H·e^(2πi·f·s·n)), the tone's own frequency and the folded one alike: see `why`.
          const { re, im } = response(kernels[name], frequency);
          const at = y.findIndex((v, n) => {
            const angle = 2 * Math.PI * frequency * stride * n;
            return Math.abs(v - (re * Math.cos(angle) - im * Math.sin(angle))) > 1e-5;
          });
          return at < 0 ? null : { kernel: name, hertz: frequency * RATE, at, value: y[at] };
        }),
      () =>
        tried(
          "truth",
          "designedStops",
          measured.filter(({ name, frequency }) => name === "designed" && frequency >= stops),
          ({ frequency, level }) => (level < AUDIBLE ? null : { hertz: frequency * RATE, level }),
        ),
      () =>
        tried(
          "truth",
          "designedPasses",
          measured.filter(({ name, frequency }) => name === "designed" && frequency <= passes),
          ({ frequency, level }) =>
            Math.abs(level) < 0.5 ? null : { hertz: frequency * RATE, level },
        ),
      () =>
        tried(
          "slip",
          "boxIsEnough",
          measured.filter(({ name, frequency }) => name === "box" && frequency > half),
          ({ frequency, level }) => (level < AUDIBLE ? null : { hertz: frequency * RATE, level }),
        ),
      () =>
        tried(
          "slip",
          "gone",
          measured.filter(({ name, frequency }) => name === "none" && frequency > half),
          ({ frequency, level }) =>
            level < AUDIBLE
              ? null
              : {
                  hertz: frequency * RATE,
                  level,
                  heard: (foldedOf(frequency, stride) * RATE) / stride,
                },
        ),
    ],
    onProgress,
  );
}
