/** Kernels without vectors: the same results, and not one vector instruction. */
import { describe, expect, test } from "vitest";
import { UnsupportedError } from "../../src/errors.ts";
import {
  add,
  float,
  floatBuffer,
  integerBuffer,
  kernel,
  load4,
  loadAs,
  loadSplat,
  shuffle,
  splat,
} from "../../src/ir/build.ts";
import { interpret } from "../../src/ir/interpret.ts";
import { scalarize } from "../../src/ir/scalarize.ts";
import type { Kernel } from "../../src/ir/tree.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { compile, plan, wat } from "../../src/whole.ts";

const x = floatBuffer("x", [8]);
const y = floatBuffer("y", [8]);
const values = [1, 2, 3, 4, 50, 60, 70, 80];

/** What the kernel and its scalar form make of x, which must be the same. */
function resultsOf(k: Kernel): number[] {
  const [before, after] = [k, scalarize(k)].map((one) => {
    const memory = new Map([
      ["x", Float32Array.from(values)],
      ["y", new Float32Array(8)],
    ]);
    interpret(one, [], memory, { fma: false });
    return [...memory.get("y")!];
  });
  expect(after).toEqual(before);
  return after;
}

describe("scalarize", () => {
  test("lanes that change places are all read before one is written", () => {
    const turned = kernel("turn", (k) => {
      const v = k.let("v", load4(x, 0));
      const w = k.let("w", load4(x, 4));
      k.set(v, shuffle(v, w, [3, 0, 6, 1]));
      k.store4(y, [0], v);
      k.store4(y, [4], add(v, splat(float(0.5))), 3);
    });
    expect(resultsOf(turned)).toEqual([4, 1, 70, 2, 4.5, 1.5, 70.5, 0]);
  });

  test("a splat that is changed later has lanes of its own", () => {
    const changed = kernel("change", (k) => {
      const v = k.let("v", loadSplat(x, 2));
      k.set(v, add(v, load4(x, 4)));
      k.store4(y, [0], v);
    });
    expect(resultsOf(changed)).toEqual([53, 63, 73, 83, 0, 0, 0, 0]);
  });

  test("a store in place reads before it writes", () => {
    const moved = kernel("move", (k) => {
      k.store4(y, [0], load4(x, 0));
      k.store4(y, [1], load4(y, 0));
    });
    expect(resultsOf(moved).slice(0, 5)).toEqual([1, 1, 2, 3, 4]);
  });

  test("vectors of integers are refused", () => {
    const bytes = integerBuffer("bytes", "u8", [16]);
    const k = kernel("copy", (b) => b.storeAs(bytes, [0], loadAs("i8x16", bytes, 0)));
    expect(() => scalarize(k)).toThrow(UnsupportedError);
    expect(() => scalarize(k)).toThrow(
      "copy works on vectors of integers: it needs WebAssembly SIMD",
    );
  });
});

test("a machine without SIMD gets code without SIMD, and the same result", async () => {
  const scalar = { ...PLAIN_MACHINE, simd: false };
  const weight = tensor([5, 3, 3, 3]);
  weight.data.forEach((_, i) => {
    weight.data[i] = (i % 7) - 3;
  });
  const outputs: number[][] = [];
  for (const machine of [PLAIN_MACHINE, scalar]) {
    const p = plan("ic3ih9oc5kh3ph1_relu", { machine });
    expect(/v128|x4|x16/.test(wat(p).replace(/\$\S+|"[^"]*"/g, ""))).toBe(machine.simd);
    using layer = await compile(p, { weight });
    layer.input.data.forEach((_, i) => {
      layer.input.data[i] = (i % 5) - 2;
    });
    await layer.run();
    outputs.push([...layer.output.data]);
  }
  expect(outputs[1]).toEqual(outputs[0]);
  expect(outputs[0].some((value) => value > 0)).toBe(true);
});
