/** A sum of products as it is written by hand. */
import { minus } from "../../parts/minus.ts";

/** Terms that are written out before the rest is left to dots. */
const MOST = 12;

/** `2·3 − 1·5 + …`: negative first factors are subtracted; `0` where there is nothing to add. */
export function sumText(products: readonly (readonly [number, number])[]): string {
  if (products.length === 0) return "0";
  const written = products.slice(0, MOST).map(([a, b], i) => {
    const sign = a < 0 ? (i === 0 ? "−" : " − ") : i === 0 ? "" : " + ";
    return `${sign}${minus(Math.abs(a))}·${b < 0 ? `(${minus(b)})` : minus(b)}`;
  });
  const left = products.length - MOST;
  return written.join("") + (left > 0 ? ` + … (${left})` : "");
}
