/** The proof that d + 1 taps are the fewest for a d-th derivative, as lines and as data. */
import { proofTold, type WorkshopWords } from "@convoke/studies/words";
import { checkFewest, fewestTaps, formatRational, type Stencil } from "convoke/workshop";
import { columns } from "../terminal/table.ts";

export function whyLines(made: Stencil, t: WorkshopWords): string[] {
  const { few, conditions, enough, checked } = proofTold(made, t);
  const matrix =
    conditions.length === 0 ? [] : [`  ${t.whyMatrix}`, columns(conditions, ["right"], "    ")];
  return [t.why, `  ${few}`, ...matrix, `  ${enough}`, `  ${checked}`];
}

export function whyJson(made: Stencil): object {
  const proof = fewestTaps(made.nodes, made.derivative);
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
