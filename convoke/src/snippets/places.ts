/**
 * Borders elsewhere. NumPy, PyTorch and ONNX continue arrays themselves where the border is one of theirs and no wider
 * than they allow; everywhere else the border is the index map that it is.
 */
import type { Axis, Border } from "../semantics/problem.ts";

export type PythonModule = "np" | "torch";

/** Borders that have something outside to repeat; those of zeros and constants have not. */
export type Folding = Exclude<Border, { kind: "zero" | "constant" }>;

export const folds = (border: Border): border is Folding =>
  border.kind !== "zero" && border.kind !== "constant";

/** What `np.pad`, `torch.nn.functional.pad` and ONNX's Pad call a border; null where they have none. */
const MODES: Readonly<
  Record<Folding["kind"], Readonly<Record<PythonModule | "onnx", string | null>>>
> = {
  replicate: { np: "edge", torch: "replicate", onnx: "edge" },
  reflect: { np: "reflect", torch: "reflect", onnx: "reflect" },
  symmetric: { np: "symmetric", torch: null, onnx: null },
  wrap: { np: "wrap", torch: "circular", onnx: "wrap" },
};

/** Elements by which all of them, in all releases, continue an axis of `size` alike. */
const reachOf = (kind: Folding["kind"], size: number): number =>
  kind === "replicate" ? Infinity : kind === "reflect" ? size - 1 : size;

/** Its own name of the border, where it does what is asked. */
export function ownPadding(
  module: PythonModule | "onnx",
  border: Folding,
  axes: readonly Axis[],
): string | null {
  const fits = axes.every(({ before, after, input }) =>
    [before, after].every((n) => n >= 0 && n <= reachOf(border.kind, input)),
  );
  return fits ? MODES[border.kind][module] : null;
}

/** Of an element `i` of the range, by border; `size` elements are there. */
const RULES: Readonly<Record<Folding["kind"], { picture: string; lines: readonly string[] }>> = {
  replicate: { picture: "a a | a b c d | d d", lines: ["return i.clip(0, size - 1)"] },
  reflect: {
    picture: "c b | a b c d | c b",
    lines: ["i = i % max(1, 2 * (size - 1))", "return MODULE.minimum(i, 2 * (size - 1) - i)"],
  },
  symmetric: {
    picture: "b a | a b c d | d c",
    lines: ["i = i % (2 * size)", "return MODULE.minimum(i, 2 * size - 1 - i)"],
  },
  wrap: { picture: "c d | a b c d | a b", lines: ["return i % size"] },
};

/** `places(size, before, after)`: which element stands at each position of a continued axis. */
export function placesFunction(module: PythonModule, { kind }: Folding): string {
  const { picture, lines } = RULES[kind];
  return `def places(size, before, after):  # ${picture}
    i = ${module}.arange(-before, size + after)
${lines.map((line) => `    ${line.replace("MODULE", module)}\n`).join("")}
`;
}
