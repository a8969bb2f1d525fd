/** Compares a result with what a case expects: a record first, the verdict from it. */

import { toFloat16 } from "./float16.ts";
import type { CaseTensor, Tolerance } from "./suite.ts";
import { tensorOf } from "./suite.ts";
import type { Value } from "./value.ts";

/** Null when it passes, else the worst element in words. */
export function judge(
  actual: Value,
  expected: CaseTensor,
  tolerance: Tolerance,
  exact: boolean,
): string | null {
  if (actual.shape.join() !== expected.shape.join()) {
    return `shape [${actual.shape}], expected [${expected.shape}]`;
  }
  const wanted = tensorOf(expected).data;
  for (let i = 0; i < wanted.length; i++) {
    const got = rounded(actual.data[i], tolerance.dtype);
    const fail = judgeOne(got, wanted[i], actual.error?.[i] ?? 0, tolerance, exact);
    if (fail) return `element ${i}: ${got}, expected ${wanted[i]} (${fail})`;
  }
  return null;
}

function judgeOne(
  got: number,
  wanted: number,
  error: number,
  tolerance: Tolerance,
  exact: boolean,
): string | null {
  if (Object.is(got, wanted) || got === wanted) return null;
  if (
    Number.isNaN(got) ||
    Number.isNaN(wanted) ||
    !Number.isFinite(got) ||
    !Number.isFinite(wanted)
  ) {
    return "not the same kind of number";
  }
  if (exact) return "must be equal";
  const distance = Math.abs(got - wanted);
  switch (tolerance.metric) {
    case "EXACT":
      return distance <= error ? null : "must be equal";
    case "RTOL_ATOL":
      return distance <= (tolerance.atol ?? 0) + (tolerance.rtol ?? 0) * Math.abs(wanted) + error
        ? null
        : `off by ${distance}`;
    case "ULP": {
      const ulp = ulpDistance(got, wanted, tolerance.dtype);
      return ulp <= (tolerance.value ?? 0) ? null : `${ulp} ulp, allowed ${tolerance.value}`;
    }
    default:
      return tolerance.metric satisfies never;
  }
}

function rounded(x: number, dtype: string): number {
  return dtype === "float32" ? Math.fround(x) : dtype === "float16" ? toFloat16(x) : x;
}

/** Bits of the absolute values as integers, with the sign of the value, subtracted: −0 equals 0. */
function ulpDistance(a: number, b: number, dtype: string): number {
  return Math.abs(ordinal(a, dtype) - ordinal(b, dtype));
}

function ordinal(x: number, dtype: string): number {
  const size = Math.abs(x);
  const bits =
    dtype === "float16" ? halfBits(size) : new Uint32Array(Float32Array.of(size).buffer)[0];
  return x < 0 ? -bits : bits;
}

function halfBits(size: number): number {
  const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
  const steps = size / 2 ** (exponent - 10);
  return size < 2 ** -14 ? steps : (exponent + 14) * 1024 + steps;
}
