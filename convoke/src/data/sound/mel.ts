/**
 * Frequencies as the ear tells them apart: the mel scale, and filters that are even on it.
 *
 * Sources: O'Shaughnessy, "Speech communication", 1987, whose formula the HTK book made common;
 * Slaney, "Auditory Toolbox", technical report 1998-010, Interval Research.
 */
import { fault, guard, OptionError } from "../../errors.ts";
import { readOptions } from "../../options.ts";
import type { Tensor } from "../../tensor/tensor.ts";

export type MelScale = "htk" | "slaney";

/** Slaney's scale is straight up to 1000 Hz, 3 mel every 200 Hz, then 27 mel for a factor of 6.4. */
const KNEE = 1000;
const SLOPE = 3 / 200;
const STEP = Math.log(6.4) / 27;

/** Hertz → mel. */
export function hzToMel(hertz: number, scale: MelScale = "htk"): number {
  switch (scale) {
    case "htk":
      return 2595 * Math.log10(1 + hertz / 700);
    case "slaney":
      return hertz < KNEE ? hertz * SLOPE : KNEE * SLOPE + Math.log(hertz / KNEE) / STEP;
    default:
      throw unknownScale(scale satisfies never);
  }
}

/** Mel → hertz. */
export function melToHz(mel: number, scale: MelScale = "htk"): number {
  switch (scale) {
    case "htk":
      return 700 * (10 ** (mel / 2595) - 1);
    case "slaney":
      return mel < KNEE * SLOPE ? mel / SLOPE : KNEE * Math.exp(STEP * (mel - KNEE * SLOPE));
    default:
      throw unknownScale(scale satisfies never);
  }
}

export interface MelOptions {
  /** Filters; default 40. */
  readonly nMels?: number;
  /** Hertz where the first filter begins and the last one ends; default 0 and sampleRate/2. */
  readonly fMin?: number;
  readonly fMax?: number;
  /** Default "htk". */
  readonly melScale?: MelScale;
  /** "slaney" gives every filter the area 1, in hertz; null (default) the height 1. */
  readonly norm?: "slaney" | null;
}

export const MEL_OPTIONS = ["nMels", "fMin", "fMax", "melScale", "norm"] as const;

/**
 * Triangles that overlap by half, evenly spaced on the mel scale: [nMels, nFft/2 + 1], row m times a
 * spectrum is the spectrum's share in filter m.
 *
 * @throws OptionError for an unknown option or one out of range, and when a filter is so narrow that
 *   no frequency of the transform lies in it.
 * @see librosa.filters.mel, torchaudio.functional.melscale_fbanks (transposed)
 */
export function melFilterBank(
  sampleRate: number,
  nFft: number,
  options: MelOptions = {},
): Tensor<Float64Array<ArrayBuffer>> {
  readOptions("melFilterBank", options, MEL_OPTIONS);
  const { nMels = 40, fMin = 0, fMax = sampleRate / 2, melScale = "htk", norm = null } = options;
  expect("sampleRate", sampleRate > 0 && sampleRate < Infinity, "a positive number", sampleRate);
  expect("nFft", Number.isInteger(nFft) && nFft >= 1, "a whole number of at least 1", nFft);
  expect("nMels", Number.isInteger(nMels) && nMels >= 1, "a whole number of at least 1", nMels);
  const band = `0 ≤ fMin < fMax ≤ ${sampleRate / 2}`;
  expect("the band", 0 <= fMin && fMin < fMax && fMax <= sampleRate / 2, band, [fMin, fMax]);
  expect("norm", norm === null || norm === "slaney", '"slaney" or null', norm);

  const bins = Math.floor(nFft / 2) + 1;
  const [low, high] = [hzToMel(fMin, melScale), hzToMel(fMax, melScale)];
  const corners = Array.from({ length: nMels + 2 }, (_, i) =>
    melToHz(low + ((high - low) * i) / (nMels + 1), melScale),
  );
  const data = new Float64Array(nMels * bins);
  for (let m = 0; m < nMels; m++) {
    const [left, top, right] = corners.slice(m, m + 3);
    const height = norm === "slaney" ? 2 / (right - left) : 1;
    let covered = false;
    for (let bin = 0; bin < bins; bin++) {
      const hertz = (bin * sampleRate) / nFft;
      const slope = Math.min((hertz - left) / (top - left), (right - hertz) / (right - top));
      if (slope <= 0) continue;
      data[m * bins + bin] = height * slope;
      covered = true;
    }
    const range = `${left.toFixed(1)} to ${right.toFixed(1)} Hz`;
    expect(
      "nMels",
      covered,
      `so few filters that ${range}, filter ${m}, holds a multiple of ${sampleRate / nFft} Hz,`,
      nMels,
    );
  }
  return { shape: [nMels, bins], data };
}

function expect(name: string, holds: boolean, expected: string, got: unknown): void {
  guard(holds, OptionError, () => ({ name, expected, got }));
}

const unknownScale = (got: unknown) =>
  fault(OptionError, { name: "melScale", expected: '"htk" or "slaney"', got });
