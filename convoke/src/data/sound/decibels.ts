/** Ratios as decibels: 10 of them are a factor of 10 in power. */
import { guard, OptionError } from "../../errors.ts";
import { readOptions } from "../../options.ts";
import type { FloatArray, Tensor } from "../../tensor/tensor.ts";

export interface DecibelOptions {
  /** Whether the values are powers (10·log₁₀, the default) or magnitudes (20·log₁₀). */
  readonly stype?: "power" | "magnitude";
  /** The value that is 0 dB; default 1. */
  readonly ref?: number;
  /** Smaller values count as this one; default 1e-10. */
  readonly amin?: number;
  /** What is farther below the largest value of the tensor is raised to that; default null, never. */
  readonly topDb?: number | null;
}

/**
 * The values in decibels above `ref`, in a new tensor of the same shape.
 *
 * @throws OptionError for an unknown option, ref or amin not positive, or topDb below 0.
 * @see torchaudio.transforms.AmplitudeToDB, librosa.power_to_db
 */
export function amplitudeToDb<A extends FloatArray>(
  values: Tensor<A>,
  options: DecibelOptions = {},
): Tensor<A> {
  readOptions("amplitudeToDb", options, ["stype", "ref", "amin", "topDb"]);
  const { stype = "power", ref = 1, amin = 1e-10, topDb = null } = options;
  guard(stype === "power" || stype === "magnitude", OptionError, () => ({
    name: "stype",
    expected: '"power" or "magnitude"',
    got: stype,
  }));
  for (const [name, got] of Object.entries({ ref, amin })) {
    guard(got > 0 && got < Infinity, OptionError, () => ({
      name,
      expected: "a positive number",
      got,
    }));
  }
  guard(topDb === null || topDb >= 0, OptionError, () => ({
    name: "topDb",
    expected: "a number of at least 0, or null",
    got: topDb,
  }));
  const factor = stype === "power" ? 10 : 20;
  const zero = Math.log10(Math.max(ref, amin));
  const decibels = (value: number) => factor * (Math.log10(Math.max(value, amin)) - zero);
  const data = values.data.slice() as A;
  let peak = -Infinity;
  for (let i = 0; i < data.length; i++) {
    data[i] = decibels(data[i]);
    peak = Math.max(peak, data[i]);
  }
  if (topDb !== null)
    for (let i = 0; i < data.length; i++) data[i] = Math.max(data[i], peak - topDb);
  return { shape: values.shape, data };
}
