/** What a caller writes, and the frozen problem it becomes. */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { choice, readOptions, wholeNumber } from "../options.ts";
import type { Border } from "../semantics/problem.ts";
import { BORDER_NAMES } from "../semantics/spec.ts";
import {
  IMAGE_ELEMENTS,
  IMAGE_OUTPUTS,
  type ImageElement,
  type ImageOutput,
  type ImageProblem,
  LARGEST,
} from "./problem.ts";
import { wholeKernel } from "./whole.ts";

export interface ImageSpec {
  readonly width: number;
  readonly height: number;
  /** Interleaved channels; default 1. */
  readonly channels?: number;
  /** Default `u8`. */
  readonly element?: ImageElement;
  readonly kernel: {
    readonly rows: number;
    readonly columns: number;
    readonly values: readonly number[];
  };
  /** Row and column of the kernel that lie on the pixel; default its middle. */
  readonly anchor?: readonly [row: number, column: number];
  /** Multiplies every weight; default 1. */
  readonly scale?: number;
  /** Added to every result; default 0. */
  readonly offset?: number;
  /** Default `reflect`. A constant is an element of the image. */
  readonly border?: Exclude<Border["kind"], "constant"> | { readonly constant: number };
  /** Default: as the image. */
  readonly output?: ImageOutput;
}

export const SPEC_KEYS = [
  "width",
  "height",
  "channels",
  "element",
  "kernel",
  "anchor",
  "scale",
  "offset",
  "border",
  "output",
] as const;

const MOST_CHANNELS = 64;

/**
 * @throws OptionError for an unknown option or a value out of its range.
 * @throws ShapeError when the kernel's values are not rows × columns.
 */
export function resolveImage(spec: ImageSpec): ImageProblem {
  readOptions("imageFilter", spec, SPEC_KEYS);
  const { channels = 1, element = "u8", scale = 1, offset = 0, border = "reflect" } = spec;
  const { output = element, kernel } = spec;
  choice("element", element, IMAGE_ELEMENTS);
  choice("output", output, IMAGE_OUTPUTS);
  choice<string>("kernel", typeof kernel, ["object"]);
  const { rows, columns, values } = kernel;
  for (const [name, value] of Object.entries({ width: spec.width, height: spec.height }))
    wholeNumber(name, value, 1, 2 ** 24);
  for (const [name, value] of Object.entries({ "kernel.rows": rows, "kernel.columns": columns }))
    wholeNumber(name, value, 1, 2 ** 14);
  wholeNumber("channels", channels, 1, MOST_CHANNELS);
  guard(values.length === rows * columns, ShapeError, () => ({
    name: "the values of the kernel",
    expected: `${rows} × ${columns} numbers`,
    got: values.length,
  }));
  for (const [name, value] of [["scale", scale] as const, ["offset", offset] as const])
    expectFinite(name, value);
  values.forEach((value, i) => {
    expectFinite(`kernel.values[${i}]`, value);
  });
  const { anchor = [(rows - 1) >> 1, (columns - 1) >> 1] } = spec;
  wholeNumber("anchor[0]", anchor[0], 0, rows - 1);
  wholeNumber("anchor[1]", anchor[1], 0, columns - 1);
  const whole = wholeKernel(values, scale);
  return Object.freeze({
    width: spec.width,
    height: spec.height,
    channels,
    element,
    output,
    rows,
    columns,
    weights: whole?.weights ?? values.map((v) => v * scale),
    divisor: whole?.divisor ?? 1,
    offset,
    anchor: [anchor[0], anchor[1]] as const,
    border: borderOf(border, element),
  });
}

function borderOf(border: NonNullable<ImageSpec["border"]>, element: ImageElement): Border {
  if (typeof border === "object" && border !== null) {
    readOptions("border", border, ["constant"]);
    wholeNumber("border.constant", border.constant, 0, LARGEST[element]);
    return { kind: "constant", value: border.constant };
  }
  return { kind: choice("border", border, BORDER_NAMES) };
}

function expectFinite(name: string, value: number): void {
  guard(Number.isFinite(value), OptionError, () => ({
    name,
    expected: "a finite number",
    got: value,
  }));
}
