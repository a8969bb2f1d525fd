import { inDigits } from "@convoke/studies/words";
import { type Ratio, ratioText, ratioValue } from "convoke/cost";

/** `× 4`, `× 9/16`; what is long is rounded, and says so. */
export function timesText(ratio: Ratio): string {
  if (ratio.under === 0) return "–";
  const exact = ratioText(ratio);
  return exact.length <= 9 ? `× ${exact}` : `≈ × ${inDigits(ratioValue(ratio), 6)}`;
}
