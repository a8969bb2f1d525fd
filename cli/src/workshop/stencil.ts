/** `convoke kernel stencil`: finite differences in fractions, their error, and why fewer taps cannot do. */

import {
  derivativeName,
  stencilTold,
  WORKSHOP_WORDS,
  type WorkshopWords,
} from "@convoke/studies/words";
import {
  type DerivativeTerm,
  directional,
  estimateOf,
  formatRational,
  type Kernel,
  kernelOf,
  kernelOfStencil,
  laplacian,
  middleOf,
  type NodeKind,
  type PartialOptions,
  partial,
  type Stencil,
  stencil,
  stencilOn,
  termsText,
} from "convoke/workshop";
import { whole } from "../commands/filter-options.ts";
import { Failure } from "../failure.ts";
import { type Language, STRINGS } from "../strings.ts";
import { columns } from "../terminal/table.ts";
import { fractions, wholes } from "./asked.ts";
import { foundOf } from "./described.ts";
import { kernelPlot } from "./plot.ts";
import { whyJson, whyLines } from "./why.ts";
import { deliver, type Found, type RawWritten, targetOf } from "./written.ts";

export interface RawStencil extends RawWritten {
  readonly derivative?: string;
  readonly accuracy?: string;
  readonly kind: NodeKind;
  readonly nodes?: string;
  readonly direction?: string;
  readonly partial?: string;
  readonly laplacian?: string;
  readonly why?: boolean;
}

export const NODE_KINDS: readonly NodeKind[] = ["central", "staggered", "forward", "backward"];

/** Of derivatives; more would be refused for their nodes, or take minutes in several axes. */
const MOST_ORDER = 32;

export async function makeStencil(raw: RawStencil, language: Language): Promise<void> {
  const t = WORKSHOP_WORDS[language];
  const target = await targetOf(raw);
  const forms = (["nodes", "direction", "partial", "laplacian"] as const).filter(
    (name) => raw[name] !== undefined,
  );
  if (forms.length > 1)
    throw new Failure(
      "usage",
      `expected one of --nodes, --direction, --partial and --laplacian, got --${forms.join(" and --")}`,
    );
  const found = forms.length === 0 || forms[0] === "nodes" ? line(raw, t) : plane(raw, t);
  await deliver(target, found, STRINGS[language].wrote);
}

const derivativeOf = ({ derivative = "1" }: RawStencil): number =>
  whole("--derivative", derivative, 0, MOST_ORDER);
const accuracyOf = ({ accuracy, kind }: RawStencil): number =>
  accuracy === undefined
    ? kind === "central" || kind === "staggered"
      ? 2
      : 1
    : whole("--accuracy", accuracy, 1, 64);

function line(raw: RawStencil, t: WorkshopWords): Found {
  const derivative = derivativeOf(raw);
  const made =
    raw.nodes === undefined
      ? stencil(raw.kind, derivative, accuracyOf(raw))
      : stencilOn(fractions("--nodes", raw.nodes), derivative);
  const name = derivativeName([made.derivative], ["x"]);
  const kernel = () => gridOf(made);
  return {
    operand: () => ({ kind: "kernel", name, kernel: kernel() }),
    text: () =>
      [...stencilLines(made, t), ...(raw.why ? ["", ...whyLines(made, t)] : [])].join("\n"),
    report: () => ({ ...stencilJson(made), ...(raw.why ? { why: whyJson(made) } : {}) }),
    picture: () => kernelPlot(name, kernel()),
  };
}

/** On half steps: the kernel whose result lies half a step behind its origin. */
function gridOf(made: Stencil): Kernel {
  const halves = made.nodes.every(
    (x, i) => x.under === 2n && (i === 0 || x.over - made.nodes[i - 1].over === 2n),
  );
  if (!halves) return kernelOfStencil(made);
  const shape = [made.nodes.length];
  return kernelOf(shape, made.weights, middleOf(shape));
}

function stencilLines(made: Stencil, t: WorkshopWords): string[] {
  const { nodes, weights } = made;
  const { formula, rest } = stencilTold(made, t);
  return [
    formula,
    "",
    columns(
      [
        [t.nodes, ...nodes.map(formatRational)],
        [t.weights, ...weights.map(formatRational)],
      ],
      ["left", "right"],
    ),
    "",
    `  ${t.errorTerm}  ${rest}`,
  ];
}

const stencilJson = ({ derivative, nodes, weights, error }: Stencil): object => ({
  derivative,
  nodes: nodes.map(formatRational),
  weights: weights.map(formatRational),
  error: error && { ...error, coefficient: formatRational(error.coefficient) },
});

function plane(raw: RawStencil, t: WorkshopWords): Found {
  if (raw.why)
    throw new Failure(
      "usage",
      "expected --why for a stencil along one axis, got one of several: their proof is one for each axis",
    );
  const { kind } = raw;
  if (kind === "staggered")
    throw new Failure(
      "usage",
      "expected --kind central, forward or backward in several axes, got staggered",
    );
  const options: PartialOptions = { kind, accuracy: accuracyOf(raw) };
  const { kernel, name } = severalAxes(raw, options);
  // Powers of every tap: of large kernels that takes minutes.
  const estimate = kernel.values.length <= MOST_EXPANDED ? estimateOf(kernel) : null;
  if (estimate === null) return foundOf({ kind: "kernel", name, kernel }, t);
  const { terms, error, accuracy } = estimate;
  const behind = error.length > 0 ? `h^${accuracy} (${termsText(error)})` : t.noError;
  return foundOf({ kind: "kernel", name, kernel }, t, {
    lines: ["", `  ${t.estimates}  ${termsText(terms)}`, `  ${t.errorTerm}  ${behind}`],
    report: { terms: terms.map(termJson), error: error.map(termJson), accuracy },
  });
}

const termJson = ({ powers, coefficient: { value, exact } }: DerivativeTerm): object => ({
  powers,
  value,
  exact: exact && formatRational(exact),
});

const MOST_AXES = 3;
/** Taps of a kernel whose terms are worked out. */
const MOST_EXPANDED = 2000;

function severalAxes(raw: RawStencil, options: PartialOptions): { kernel: Kernel; name: string } {
  if (raw.partial !== undefined) {
    const orders = axesOf("--partial", wholes("--partial", raw.partial, 0, MOST_ORDER));
    return {
      kernel: partial(orders, options),
      name: derivativeName(orders, namesOf(orders.length)),
    };
  }
  if (raw.direction !== undefined) {
    const along = axesOf("--direction", fractions("--direction", raw.direction));
    const total = derivativeOf(raw);
    const name = `((${along.map(formatRational).join(", ")})·∇)^${total} f`;
    return { kernel: directional(along, total, options), name };
  }
  const axes = whole("--laplacian", raw.laplacian ?? "2", 1, MOST_AXES);
  return { kernel: laplacian(axes, options), name: "∇² f" };
}

function axesOf<T>(name: string, list: readonly T[]): readonly T[] {
  if (list.length <= MOST_AXES) return list;
  throw new Failure("usage", `expected at most ${MOST_AXES} axes for ${name}, got ${list.length}`);
}

/** Axes as a kernel has them: the last points to the right. */
const namesOf = (axes: number): string[] => ["w", "z", "y", "x"].slice(4 - axes);
