/** Every operation: kernels against its definition, gradients against differences of the definition. */
import { describe, expect, test } from "vitest";
import { defined, differences } from "../../src/grad/check.ts";
import {
  add,
  flatten,
  gelu,
  input,
  leakyRelu,
  mean,
  meanSquaredError,
  mul,
  openSession,
  type Parameter,
  parameter,
  relu,
  reshape,
  scale,
  sigmoid,
  sub,
  tanh,
  type Value,
} from "../../src/grad/index.ts";
import { uniform } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";

type Make = (a: Parameter, b: Parameter) => Value;

/** By name: what is made of two parameters of one shape. */
const CASES: Readonly<Record<string, Make>> = {
  add,
  sub,
  mul,
  "a value used twice": (a, b) => add(mul(a, a), mul(a, b)),
  scale: (a) => scale(a, -2.5),
  relu: (a) => relu(a),
  sigmoid: (a) => sigmoid(scale(a, 5)),
  tanh: (a) => tanh(scale(a, 3)),
  gelu: (a) => gelu(scale(a, 3)),
  leakyRelu: (a) => leakyRelu(a, 0.2),
  mean: (a) => mean(a),
  "mean squared error": meanSquaredError,
  reshape: (a, b) => mul(reshape(a, [sizeOf(a.shape)]), reshape(b, [sizeOf(b.shape)])),
  flatten: (a) => flatten(a),
};

/** Of float32, after a few operations. */
const TOLERANCE = 4e-6;

function near(got: ArrayLike<number>, expected: Float64Array): void {
  const most = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-3);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(got[i] - expected[i]), `number ${i}: ${got[i]}`).toBeLessThan(TOLERANCE * most);
}

describe.each(Object.entries(CASES))("%s", (_, make) => {
  test.each([[[3]], [[2, 3, 5]], [[7, 1000]]])("of shape %j", async (shape) => {
    const a = parameter("a", uniform(shape, 1));
    const b = parameter("b", uniform(shape, 2));
    const end = make(a, b);
    // Weights, so that no two numbers of the end matter alike.
    const weights = input("weights", end.shape);
    const loss = mean(mul(end, weights));
    const numbers = uniform(end.shape, 3).data;
    using session = await openSession({ run: { outputs: [end, loss], minimize: loss } });
    session.write(weights, numbers);
    await session.run("run");
    const given = new Map([[weights, numbers]]);
    near(session.read(end), defined(end, given));
    if (sizeOf(shape) > 100) return;
    for (const value of session.parameters())
      near(session.gradient(value), differences(loss, value, given));
  });
});
