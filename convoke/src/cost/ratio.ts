/** Quotients of counts, exact: in lowest terms. */
import { gcd } from "../numbers/whole.ts";

export interface Ratio {
  readonly over: number;
  /** 0 where nothing is compared with nothing. */
  readonly under: number;
}

/** @param over a count of at least 0, as `under`. */
export function ratio(over: number, under: number): Ratio {
  const divisor = Math.max(1, gcd(over, under));
  return { over: over / divisor, under: under / divisor };
}

/** NaN or Infinity where `under` is 0. */
export const ratioValue = ({ over, under }: Ratio): number => over / under;

/** `4`, `9/16`. */
export const ratioText = ({ over, under }: Ratio): string =>
  under === 1 ? `${over}` : `${over}/${under}`;
