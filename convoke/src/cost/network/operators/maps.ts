/** Functions of single numbers, over one tensor or several that stretch over each other. */
import type { OnnxDtype } from "../../../formats/onnx/elements.ts";
import { sizeOf } from "../../../tensor/tensor.ts";
import type { Answer, Ask, Keeps, Operator, Shaped } from "../ask.ts";
import { broadcast } from "../paths.ts";
import { noOperations, type Operations } from "../work.ts";
import { broadcastShape } from "./broadcast.ts";

interface Curve {
  /** Operations for each number of the output. */
  readonly each: Partial<Operations>;
  /** What its gradient needs. */
  readonly keeps?: "inputs" | "output";
  /** Of so many inputs, one time less than there are inputs. */
  readonly joins?: true;
  readonly dtype?: OnnxDtype;
  /** For shapes that are computed: whole numbers as floats, small. */
  readonly f?: (...x: number[]) => number;
}

const one = (kind: keyof Operations, rest: Omit<Curve, "each"> = {}): Curve => ({
  each: { [kind]: 1 },
  ...rest,
});
/** An exponential, a root, a cosine. */
const smooth: Curve = one("functions", { keeps: "output" });
const plain: Curve = one("functions", { keeps: "inputs" });
const asked = (f: (...x: number[]) => number | boolean): Curve =>
  one("comparisons", { dtype: "bool", f: (...x) => Number(f(...x)) });

const CURVES: Record<string, Curve> = {
  Add: one("additions", { f: (a, b) => a + b }),
  Sub: one("additions", { f: (a, b) => a - b }),
  Mul: one("multiplications", { keeps: "inputs", f: (a, b) => a * b }),
  Div: one("divisions", { keeps: "inputs", f: (a, b) => a / b }),
  Mod: one("divisions", { f: (a, b) => a - b * Math.floor(a / b) }),
  Neg: one("additions", { f: (a) => -a }),
  Sum: one("additions", { joins: true, f: (...x) => x.reduce((a, b) => a + b) }),
  Mean: { each: { additions: 1 }, joins: true },
  Max: one("comparisons", { keeps: "inputs", joins: true, f: Math.max }),
  Min: one("comparisons", { keeps: "inputs", joins: true, f: Math.min }),
  Relu: one("comparisons", { keeps: "output" }),
  Clip: { each: { comparisons: 2 }, keeps: "inputs" },
  LeakyRelu: { each: { comparisons: 1, multiplications: 1 }, keeps: "output" },
  PRelu: { each: { comparisons: 1, multiplications: 1 }, keeps: "inputs" },
  ThresholdedRelu: one("comparisons", { keeps: "inputs" }),
  HardSigmoid: { each: { multiplications: 1, additions: 1, comparisons: 2 }, keeps: "output" },
  HardSwish: { each: { multiplications: 2, additions: 1, comparisons: 2 }, keeps: "inputs" },
  Abs: one("comparisons", { keeps: "inputs", f: Math.abs }),
  Floor: one("functions", { f: Math.floor }),
  Ceil: one("functions", { f: Math.ceil }),
  Round: one("functions"),
  Sign: one("comparisons", { f: Math.sign }),
  Pow: one("functions", { keeps: "inputs", f: (a, b) => a ** b }),
  Sqrt: { ...smooth, f: Math.sqrt },
  Reciprocal: one("divisions", { keeps: "output" }),
  Log: plain,
  Softplus: plain,
  Softsign: plain,
  Gelu: plain,
  Mish: plain,
  Swish: plain,
  Erf: plain,
  Equal: asked((a, b) => a === b),
  Greater: asked((a, b) => a > b),
  GreaterOrEqual: asked((a, b) => a >= b),
  Less: asked((a, b) => a < b),
  LessOrEqual: asked((a, b) => a <= b),
  And: asked((a, b) => a !== 0 && b !== 0),
  Or: asked((a, b) => a !== 0 || b !== 0),
  Not: asked((a) => a === 0),
  Xor: asked((a, b) => (a !== 0) !== (b !== 0)),
  IsNaN: asked(Number.isNaN),
  IsInf: asked((a) => Math.abs(a) === Infinity),
};
for (const name of ["Exp", "Sigmoid", "Tanh", "Elu", "Selu", "Celu"]) CURVES[name] = smooth;
for (const name of "Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh".split(" "))
  CURVES[name] = plain;

/** @returns null where the numbers of an input are not known, or the shapes stretch. */
function folded(
  inputs: readonly Shaped[],
  size: number,
  f: NonNullable<Curve["f"]>,
): readonly number[] | null {
  const numbers = inputs.map((input) => input.numbers);
  const known = numbers.filter((list) => list !== null);
  if (known.length < inputs.length || !known.every((list) => [1, size].includes(list.length)))
    return null;
  const whole = !inputs[0].dtype.startsWith("float");
  return Array.from({ length: size }, (_, i) => {
    const value = f(...known.map((list) => list[list.length === 1 ? 0 : i]));
    return whole ? Math.trunc(value) : value;
  });
}

/** The answer of an operator that goes number by number through inputs that stretch. */
export function stretched(
  ask: Ask,
  each: Partial<Operations>,
  keeps: Keeps,
  f?: Curve["f"],
  dtype?: OnnxDtype,
): Answer {
  const inputs = ask.inputs.filter((input) => input !== null);
  const shape = broadcastShape(
    ask.node,
    inputs.map((input) => input.shape),
  );
  const size = sizeOf(shape);
  const operations = Object.fromEntries(
    Object.keys(noOperations).map((key) => [key, size * (each[key as keyof Operations] ?? 0)]),
  );
  return {
    outputs: [{ shape, ...(dtype ? { dtype } : {}), numbers: f ? folded(inputs, size, f) : null }],
    work: { kind: "elementwise", operations },
    paths: ask.inputs.map((input) => (input ? broadcast(input.shape, shape) : [])),
    keeps,
  };
}

export const MAPS: Record<string, Operator> = Object.fromEntries(
  Object.entries(CURVES).map(([name, { each, keeps, joins, dtype, f }]) => [
    name,
    (ask: Ask): Answer => {
      const count = ask.inputs.length;
      const times = joins ? Math.max(0, count - 1) : 1;
      const all = Object.fromEntries(Object.entries(each).map(([key, n]) => [key, n * times]));
      const kept: Keeps =
        keeps === "output"
          ? { output: true }
          : keeps === "inputs"
            ? { inputs: ask.inputs.map((_, i) => i) }
            : {};
      return stretched(ask, name === "Mean" ? { ...all, divisions: 1 } : all, kept, f, dtype);
    },
  ]),
);
