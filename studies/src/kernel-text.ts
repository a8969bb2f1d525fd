/** A kernel as a person types it into a parameter: `1 -1; 0 1/2`. */
import { type Kernel, kernel } from "convoke/workshop";

/**
 * Rows end at `;`, numbers at commas or blanks; `1/9` is a fraction and stays one.
 *
 * @throws FormatError for what is no number, ShapeError for rows of different lengths.
 */
export const readKernel = (text: string): Kernel =>
  kernel(
    text
      .replace(/;\s*$/, "")
      .split(";")
      .map((row) => row.trim().split(/\s*,\s*|\s+/)),
  );
