/** A sum of products as it is written by hand. */
import { shown } from "@convoke/studies";

/** Terms that are written out before the rest is left to dots. */
const MOST = 12;

/** `2·3 − 1·5 + …`: negative first factors are subtracted; `0` where there is nothing to add. */
export function sumText(products: readonly (readonly [number, number])[]): string {
  if (products.length === 0) return "0";
  const written = products.slice(0, MOST).map(([a, b], i) => {
    const sign = a < 0 ? (i === 0 ? "−" : " − ") : i === 0 ? "" : " + ";
    const second = shown(b);
    return `${sign}${shown(Math.abs(a))}·${second.startsWith("-") ? `(${second})` : second}`;
  });
  const left = products.length - MOST;
  return written.join("") + (left > 0 ? ` + … (${left})` : "");
}
