/**
 * Kernels typed in, and written so that they read back.
 *
 *     gaussian:1.4                    a name of the catalogue, parameters behind colons
 *     1/9 -2/9; 0.5 1                 rows end at `;`, numbers at blanks or commas
 *     3: 1 2 1                        the extents before a colon, unless there are two of them
 *     2x1x3: 1 2 3; 4 5 6
 *     1 0 -1 @ 0 0                    the tap that meets the input under the output, if not the middle one
 *
 * `0.1` is one tenth: whatever is typed is exact.
 */
import { FormatError, fault, guard, OptionError } from "../errors.ts";
import { formatRational, type Rational, readRational } from "../numbers/rational.ts";
import { nearest } from "../options.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { CATALOGUE_NAMES } from "./catalogue/catalogue.ts";
import { kernelOfWord } from "./catalogue/named.ts";
import { isCentred } from "./centred.ts";
import { type Kernel, kernelOf } from "./kernel.ts";

/** Whether a text can only be meant as numbers. */
export const looksTyped = (text: string): boolean =>
  /^[\s\d.,;:/+\-eEx×@[\]]+$/.test(text) && /\d/.test(text);

/**
 * @throws OptionError for a name that is not in the catalogue, or whose parameters break their rules.
 * @throws FormatError for rows of different length, and for what is no number.
 * @throws ShapeError for more axes or elements than a kernel may have.
 */
export function readKernel(text: string): Kernel {
  guard(typeof text === "string", FormatError, () => ({
    name: "a kernel",
    expected: "a text",
    got: text,
  }));
  const named = kernelOfWord(text.trim());
  if (named) return named.kernel;
  if (!looksTyped(text))
    throw fault(OptionError, {
      name: "a kernel",
      expected: 'a name of the catalogue, or numbers such as "0 1 0; 1 -4 1; 0 1 0"',
      got: text,
      nearest: nearest(text.trim().split(":")[0], CATALOGUE_NAMES),
    });
  const [before, origin, ...more] = text.split("@");
  const [head, body = head] = split(before);
  const called = `the kernel ${JSON.stringify(text.trim().slice(0, 60))}`;
  const rows = rowsOf(called, body);
  const shape = head === body ? [rows.length, rows[0].length] : extentsOf(called, head, rows);
  if (origin === undefined) return kernelOf(shape, rows.flat());
  const places = words(origin).map(Number);
  const fits = places.length === shape.length && places.every(Number.isSafeInteger);
  guard(fits && more.length === 0, FormatError, () => ({
    name: called,
    expected: `${shape.length} whole numbers behind @,`,
    got: [origin, ...more].join("@").trim(),
  }));
  return kernelOf(shape, rows.flat(), places);
}

/** At the first colon. */
function split(text: string): [string, string?] {
  const at = text.indexOf(":");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const words = (text: string): string[] => text.trim().split(/\s*,\s*|\s+/);

/** Brackets are blanks: rows copied from elsewhere read too. */
function rowsOf(called: string, body: string): Rational[][] {
  const text = body.replace(/[[\]]/g, " ").trim().replace(/;\s*$/, "");
  const rows = text.split(";").map((row) =>
    words(row).map((word) => {
      const value = readRational(word);
      if (value) return value;
      const expected = "numbers, or fractions such as 1/9,";
      throw fault(FormatError, { name: called, expected, got: word });
    }),
  );
  const lengths = rows.map((row) => row.length);
  guard(
    lengths.every((n) => n === lengths[0]),
    FormatError,
    () => ({ name: called, expected: "rows of equal length", got: lengths }),
  );
  return rows;
}

/** Rows lie along the last axis. */
function extentsOf(called: string, head: string, rows: readonly unknown[][]): number[] {
  const shape = head.trim().split(/[x×]/).map(Number);
  const last = shape.at(-1);
  const fits = last === rows[0].length && sizeOf(shape.slice(0, -1)) === rows.length;
  guard(fits && shape.every(Number.isSafeInteger), FormatError, () => ({
    name: called,
    expected: "before the colon the extents of its rows, such as 2x1x3,",
    got: head.trim(),
  }));
  return shape;
}

/**
 * `readKernel` reads the same kernel from it: shape, origin, and every value. Floats come back as the
 * fractions that their shortest decimals are, whose nearest doubles they are. (A fraction of more than
 * 10,000 characters is written, and not read.)
 */
export function kernelText(k: Kernel): string {
  const { shape, origin, values, exact } = k;
  const cells = exact ? exact.map(formatRational) : Array.from(values, String);
  const width = shape[shape.length - 1];
  const rows = Array.from({ length: cells.length / width }, (_, y) =>
    cells.slice(y * width, (y + 1) * width).join(" "),
  );
  const head = shape.length === 2 ? "" : `${shape.join("x")}: `;
  const tail = isCentred(k) ? "" : ` @ ${origin.join(" ")}`;
  return `${head}${rows.join("; ")}${tail}`;
}
