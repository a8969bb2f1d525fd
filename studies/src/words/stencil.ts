/** Stencils and the proof that d + 1 taps are the fewest, in words. */
import {
  checkFewest,
  fewestTaps,
  formatRational,
  type Rational,
  type Stencil,
} from "convoke/workshop";
import { filled, type WorkshopWords } from "./workshop.ts";

/** `Σ wⱼ f(xⱼ h) = …`, and what is left over. */
export function stencilTold(
  { derivative, error }: Stencil,
  t: WorkshopWords,
): { readonly formula: string; readonly rest: string } {
  const rest = error
    ? `${signed(formatRational(error.coefficient))} h^${error.accuracy} ${derivativeName([error.derivative], ["x"])} + …`
    : t.noError;
  const f = derivativeName([derivative], ["x"]);
  return { formula: `Σ wⱼ f(xⱼ h) = h^${derivative} (${f}${error ? ` ${rest}` : ""})`, rest };
}

export interface ProofTold {
  /** Why d nodes do not suffice. */
  readonly few: string;
  /** V, a row for each condition. */
  readonly conditions: readonly (readonly string[])[];
  readonly enough: string;
  /** Whether it holds, computed again. */
  readonly checked: string;
}

/** On the stencil's own nodes. */
export function proofTold({ nodes, derivative }: Stencil, t: WorkshopWords): ProofTold {
  const proof = fewestTaps(nodes, derivative);
  const { tooFew, enough } = proof;
  const list = (values: readonly Rational[]) => values.map(formatRational).join(", ");
  const few = filled(t.whyFew, {
    n: derivative,
    nodes: list(tooFew.nodes),
    last: derivative - 1,
    det: formatRational(tooFew.determinant),
  });
  return {
    few: derivative === 0 ? t.whyNone : few,
    conditions: tooFew.conditions.map((row) => row.map(formatRational)),
    enough: filled(t.whyEnough, {
      n: enough.nodes.length,
      nodes: list(enough.nodes),
      weights: list(enough.weights),
    }),
    checked: checkFewest(proof) ? t.whyChecked : t.whyFailed,
  };
}

/** `f`, `∂²f/∂x²`, `∂³f/∂y∂x²`. */
export function derivativeName(orders: readonly number[], names: readonly string[]): string {
  const total = orders.reduce((a, b) => a + b, 0);
  if (total === 0) return "f";
  const power = (n: number) =>
    n === 1 ? "" : [...`${n}`].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)]).join("");
  const below = orders.map((n, axis) => (n === 0 ? "" : `∂${names[axis]}${power(n)}`)).join("");
  return `∂${power(total)}f/${below}`;
}

const signed = (text: string): string =>
  text.startsWith("-") ? `- ${text.slice(1)}` : `+ ${text}`;
