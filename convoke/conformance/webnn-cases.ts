/** webnn-* suites: conv2d, convTranspose2d, poolings, pad, their validation, and small graphs. */
import { fromWebNN, type WebnnOptions } from "../src/dialects/webnn.ts";
import { pad } from "../src/semantics/pad.ts";
import type { Border } from "../src/semantics/problem.ts";
import { resolve } from "../src/semantics/resolve.ts";
import { outputShape } from "../src/semantics/shapes.ts";
import { type Engine, referenceEngine } from "./engine.ts";
import { runGraph } from "./graph.ts";
import { known, NotUnderstood, numbers } from "./options.ts";
import type { Adapt, Check } from "./outcome.ts";
import { isWebnnPooling, webnnPooling } from "./pool-cases.ts";
import { poolingReference } from "./pool-engine.ts";
import { type Case, tensorOf } from "./suite.ts";
import { exactly, type Value } from "./value.ts";

export const webnn: Adapt = (c) => {
  switch (c.op) {
    case "conv2d":
    case "convTranspose2d": {
      const op = c.op === "conv2d" ? "conv" : "convTranspose";
      if (c.expect) return { kind: "validation", run: () => outputShape(resolve(specOf(op, c))) };
      return {
        kind: "convolution",
        run: async (engine): Promise<Check[]> => {
          const { input, filter, bias } = c.inputs!;
          const [x, w, b] = [input, filter, bias].map((t) => (t ? exactly(tensorOf(t)) : null));
          return [
            {
              what: "forward",
              actual: await convolve(engine, op, x!, w!, b, options(c)),
              expected: c.expected!,
            },
          ];
        },
      };
    }
    case "pad":
      return c.expect
        ? { kind: "validation", run: () => validPad(c) }
        : { kind: "semantics", run: () => [padded(c)] };
    case "graph":
      if ((c.operators ?? []).some(isWebnnPooling)) {
        return {
          kind: "pooling",
          run: async (engine): Promise<Check[]> => [
            {
              what: "forward",
              actual: await runGraph(c, referenceEngine, engine),
              expected: c.expected!,
            },
          ],
        };
      }
      return {
        kind: "convolution",
        run: async (engine): Promise<Check[]> => [
          {
            what: "forward",
            actual: await runGraph(c, engine, poolingReference),
            expected: c.expected!,
          },
        ],
      };
    default:
      return webnnPooling(c);
  }
};

const options = (c: Case): WebnnOptions => (c.options ?? {}) as WebnnOptions;

function specOf(op: "conv" | "convTranspose", c: Case) {
  const { input, filter, bias } = c.inputs!;
  return fromWebNN(op, bias ? { input, filter, bias } : { input, filter }, options(c));
}

export function convolve(
  engine: Engine,
  op: "conv" | "convTranspose",
  x: Value,
  w: Value,
  b: Value | null,
  settings: WebnnOptions,
): Promise<Value> {
  const operand = ({ shape }: Value) => ({ shape, dtype: "float32" });
  const operands = { input: operand(x), filter: operand(w), ...(b ? { bias: operand(b) } : {}) };
  return engine(resolve(fromWebNN(op, operands, settings)), x, w, b);
}

function padArguments(c: Case) {
  known(c.options ?? {}, ["beginningPadding", "endingPadding", "mode", "value", "label"]);
  const { beginningPadding, endingPadding, mode = "constant", value = 0 } = c.options ?? {};
  return {
    before: numbers(beginningPadding) ?? [],
    after: numbers(endingPadding) ?? [],
    border: border(String(mode), Number(value)),
    input: c.inputs!.input,
  };
}

function padded(c: Case): Check {
  const { before, after, border: kind, input } = padArguments(c);
  return {
    what: "forward",
    actual: exactly(pad(tensorOf(input), before, after, kind)),
    expected: c.expected!,
  };
}

function validPad(c: Case): readonly number[] {
  const { before, after, border: kind, input } = padArguments(c);
  const { shape } = input;
  if (shape.length === 0) throw new RangeError("a scalar has no axis to pad");
  if (before.length !== shape.length || after.length !== shape.length)
    throw new RangeError("one padding an axis");
  return shape.map((extent, axis) => {
    const most = kind.kind === "reflect" ? extent - 1 : Infinity;
    if (before[axis] > most || after[axis] > most)
      throw new RangeError("reflection pads by less than the size");
    const size = extent + before[axis] + after[axis];
    if (size >= 2 ** 32) throw new RangeError("the result is too large");
    return size;
  });
}

function border(mode: string, value: number): Border {
  switch (mode) {
    case "constant":
      return { kind: "constant", value };
    case "edge":
      return { kind: "replicate" };
    case "reflection":
      return { kind: "reflect" };
    case "symmetric":
      return { kind: "symmetric" };
    default:
      throw new NotUnderstood(`mode ${mode}`);
  }
}
