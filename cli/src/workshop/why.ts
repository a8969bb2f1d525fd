/** The proof that d + 1 taps are the fewest for a d-th derivative, in words. */
import {
  checkFewest,
  type FewestTaps,
  fewestTaps,
  formatRational,
  type Stencil,
} from "convoke/workshop";
import { columns } from "../terminal/table.ts";
import { filled, type WorkshopWords } from "./words.ts";

/** On the stencil's own nodes. */
const proofOf = ({ nodes, derivative }: Stencil): FewestTaps => fewestTaps(nodes, derivative);

export function whyLines(made: Stencil, t: WorkshopWords): string[] {
  const proof = proofOf(made);
  const { tooFew, enough, derivative } = proof;
  const list = (values: readonly { over: bigint; under: bigint }[]) =>
    values.map(formatRational).join(", ");
  const few =
    derivative === 0
      ? [t.whyNone]
      : [
          filled(t.whyFew, {
            n: derivative,
            nodes: list(tooFew.nodes),
            last: derivative - 1,
            det: formatRational(tooFew.determinant),
          }),
          t.whyMatrix,
          columns(
            tooFew.conditions.map((row) => row.map(formatRational)),
            ["right"],
            "    ",
          ),
        ];
  return [
    `${t.why}`,
    ...few.map((text) => (text.startsWith(" ") ? text : `  ${text}`)),
    `  ${filled(t.whyEnough, { n: enough.nodes.length, nodes: list(enough.nodes), weights: list(enough.weights) })}`,
    `  ${checkFewest(proof) ? t.whyChecked : t.whyFailed}`,
  ];
}

export function whyJson(made: Stencil): object {
  const proof = proofOf(made);
  const { tooFew, enough } = proof;
  return {
    tooFew: {
      nodes: tooFew.nodes.map(formatRational),
      conditions: tooFew.conditions.map((row) => row.map(formatRational)),
      determinant: formatRational(tooFew.determinant),
    },
    enough: {
      nodes: enough.nodes.map(formatRational),
      weights: enough.weights.map(formatRational),
    },
    holds: checkFewest(proof),
  };
}
