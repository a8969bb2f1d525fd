/** What is said of the three tables and of the axes of a spectrogram, tried. */
import type { Tensor } from "convoke";
import { inTurn, type Statement, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { largestOf } from "../sounds.ts";
import { cases, expectedShape, summed } from "./definition.ts";
import type { Subject } from "./study.ts";

export interface Evidence {
  /** Real parts of all frequencies, then imaginary ones, by the layer. */
  readonly made: Tensor;
  /** The same by their definition. */
  readonly defined: { readonly real: Tensor; readonly imaginary: Tensor };
  readonly nFft: number;
  readonly time: number;
  /** Samples that `time` frames of 64, 32 apart, were found to see. */
  readonly spanned: number;
  /** Where a low note and a higher one have their harmonics. */
  readonly notes: readonly (readonly number[])[];
}

export const shapeText = ({ shape }: Pick<Tensor, "shape">): string => `[${shape.join(", ")}]`;

export function statementsOf(
  { layer }: Subject,
  { made, defined, nFft, time, spanned, notes }: Evidence,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  return inTurn(
    [
      ...(
        [
          ["image", 2, 0],
          ["samples", 1, 1],
          ["frames", 2, 2],
        ] as const
      ).map(
        ([key, axes, more]) =>
          () =>
            triedOn("claim", key, cases(count, axes, seed + more), async (one) => {
              const y = await layer(one);
              const shapes = {
                input: shapeText(one.x),
                kernel: shapeText(one.kernel),
                output: shapeText(y),
              };
              if (`${y.shape}` !== `${expectedShape(one)}`) return shapes;
              const sums = summed(one);
              const at = sums.findIndex((v, i) => v !== y.data[i]);
              return at < 0 ? null : { ...shapes, value: y.data[at], other: sums[at] };
            }),
      ),
      () =>
        tried("truth", "isLayer", [defined.real, defined.imaginary], (part) => {
          const first = part === defined.real ? 0 : part.data.length;
          const most = largestOf(defined.real.data.map(Math.abs)) || 1;
          const at = part.data.findIndex(
            (v, i) => Math.abs(v - made.data[first + i]) > 1e-5 * nFft * most,
          );
          return made.data.length === 2 * part.data.length && at < 0 ? null : { at };
        }),
      () =>
        tried("truth", "reach", [spanned], (found) =>
          found === 64 + (time - 1) * 32 ? null : { samples: found },
        ),
      () =>
        triedOn("slip", "windowOnly", [spanned], async (found) =>
          found === time ? null : { samples: found, taps: time },
        ),
      () =>
        tried("slip", "pitch", [notes], ([low, high]) => {
          const gaps = [low, high].map((bins) => bins[1] - bins[0]);
          return gaps[0] === gaps[1] ? null : { low: low.join(", "), high: high.join(", ") };
        }),
      () =>
        triedOn("slip", "transposed", cases(60, 2, seed + 3), async ({ x, kernel }) => {
          // Time and frequency exchanged in the kernel alone.
          const [a, b, inputs, outputs] = kernel.shape;
          const turned = Float32Array.from({ length: kernel.data.length }, (_, i) => {
            const [rest, place] = [i % (inputs * outputs), Math.floor(i / (inputs * outputs))];
            return kernel.data[((place % a) * b + Math.floor(place / a)) * inputs * outputs + rest];
          });
          if (a > x.shape[1] || b > x.shape[0]) return { kernel: `${b}×${a}` };
          const y = await layer({ x, kernel });
          const z = await layer({
            x,
            kernel: { shape: [b, a, inputs, outputs], data: turned },
          });
          return `${y.data}` === `${z.data}` ? null : { kernel: `${a}×${b}`, output: shapeText(y) };
        }),
    ],
    onProgress,
  );
}
