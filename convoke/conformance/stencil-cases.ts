/** Finite-difference tables: weights as fractions, the nodes they belong to, the accuracy they have. */
import { type Rational, rational, readRational } from "../src/numbers/rational.ts";
import { type NodeKind, nodesFor } from "../src/workshop/stencils/nodes.ts";
import { stencilOn } from "../src/workshop/stencils/stencil.ts";
import { known, NotUnderstood } from "./options.ts";
import type { Adapt, Check } from "./outcome.ts";
import type { Case, CaseTensor } from "./suite.ts";
import { exactly } from "./value.ts";

const KINDS: readonly string[] = ["central", "staggered", "forward", "backward"];

interface StencilCase extends Case {
  readonly trueAccuracy?: number;
}

export const finiteDifference: Adapt = (c: StencilCase) =>
  c.op === "finiteDifference"
    ? {
        kind: "semantics",
        run: () => {
          const options = c.options ?? {};
          known(options, ["derivative", "accuracy", "kind", "offsets"]);
          const [derivative, accuracy] = [Number(options.derivative), Number(options.accuracy)];
          const nodes = fractions(options.offsets as readonly string[]);
          const { weights, error } = stencilOn(nodes, derivative);
          return [
            ...compared(weights, fractions(c.expected!.data as readonly string[])),
            ...compared([rational(error?.accuracy ?? 0)], [rational(c.trueAccuracy!)]),
            ...(KINDS.includes(String(options.kind))
              ? compared(nodesFor(options.kind as NodeKind, derivative, accuracy), nodes)
              : []),
          ];
        },
      }
    : null;

const fractions = (texts: readonly (string | number)[]): Rational[] =>
  texts.map((text) => {
    const value = readRational(String(text));
    if (value === null) throw new NotUnderstood(`fraction ${text}`);
    return value;
  });

/** Numerators and denominators apart: both are whole numbers that doubles hold. */
function compared(actual: readonly Rational[], expected: readonly Rational[]): Check[] {
  return (["over", "under"] as const).map((part) => {
    const [got, wanted] = [actual, expected].map((list) => list.map((q) => whole(q[part])));
    const tensor: CaseTensor = { shape: [wanted.length], dtype: "float64", data: wanted };
    return {
      what: "forward",
      actual: exactly({ shape: [got.length], data: Float64Array.from(got) }),
      expected: tensor,
    };
  });
}

function whole(value: bigint): number {
  if (!Number.isSafeInteger(Number(value))) throw new NotUnderstood(`a part as large as ${value}`);
  return Number(value);
}
