/** Elementary functions on vectors against JavaScript's, in units of the last place of float32. */
import { expect, test } from "vitest";
import { floatBuffer, type KernelBuilder } from "../../src/ir/build.ts";
import type { Expr } from "../../src/ir/tree.ts";
import {
  exponential,
  hyperbolicTangent,
  logarithm,
  logistic,
} from "../../src/kernels/exponential.ts";
import { map } from "../../src/kernels/map.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { link } from "../../src/runtime/link.ts";
import { Memory } from "../../src/runtime/memory.ts";
import { Runner } from "../../src/runtime/runner.ts";
import { encode } from "../../src/wasm/encode.ts";

const COUNT = 40_000;

/** f of many numbers, on the machine. */
async function values(
  f: (k: KernelBuilder, x: Expr) => Expr,
  x: Float32Array,
): Promise<Float32Array> {
  const [from, to] = [floatBuffer("from", [x.length], 4), floatBuffer("to", [x.length], 4)];
  const step = map({
    name: "f",
    threads: 1,
    count: x.length,
    reads: [from],
    writes: [to],
    f: (k, [v]) => [f(k, v)],
  });
  const allocations = [
    { buffer: from, role: "input", contents: () => x },
    { buffer: to, role: "output", contents: null },
  ] as const;
  const { fma } = detectMachine();
  const linked = link({ allocations, steps: [step] }, { fma, threads: 1 });
  const module = await WebAssembly.compile(encode(linked.module));
  const memory = new Memory({
    program: { allocations },
    layout: linked.layout,
    memory: linked.module.memory!,
  });
  const runner = new Runner({ ...linked, module }, memory, 1, null, false);
  await runner.run();
  return runner.view(Float32Array, to, x.length).slice();
}

const spread = (min: number, max: number): Float32Array =>
  Float32Array.from({ length: COUNT }, (_, i) => min + ((max - min) * i) / (COUNT - 1));

/** Distance in units of the last place of the expected number. */
const units = (got: number, expected: number): number => {
  const unit = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(expected)))) - 23);
  return Math.abs(got - expected) / unit;
};

test.each<[string, typeof exponential, (x: number) => number, Float32Array, number]>([
  ["exponential", exponential, Math.exp, spread(-87, 88.7), 2],
  ["exponential near 0", exponential, Math.exp, spread(-1, 1), 2],
  ["logarithm", logarithm, Math.log, spread(1e-6, 50), 3],
  ["logarithm of large numbers", logarithm, Math.log, spread(1, 1e30), 2],
  ["logistic", logistic, (x) => 1 / (1 + Math.exp(-x)), spread(-80, 80), 4],
  ["tanh", hyperbolicTangent, Math.tanh, spread(-12, 12), 5],
  ["tanh near 0", hyperbolicTangent, Math.tanh, spread(-0.4, 0.4), 5],
])("%s", async (_, f, truth, x, most) => {
  const got = await values(f, x);
  let worst = 0;
  got.forEach((value, i) => {
    worst = Math.max(worst, units(value, truth(x[i])));
  });
  expect(worst).toBeLessThan(most);
  expect(worst).toBeGreaterThan(0);
});

test("ends of the exponential", async () => {
  const ends = Float32Array.of(-Infinity, -100, -87.4, 0, 89, Infinity, Number.NaN, -0);
  expect([...(await values(exponential, ends))]).toEqual([0, 0, 0, 1, Infinity, Infinity, NaN, 1]);
});
