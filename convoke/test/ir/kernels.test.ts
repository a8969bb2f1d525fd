import { describe, expect, test } from "vitest";
import {
  compare,
  float,
  floatBuffer,
  kernel,
  load,
  load4,
  loadSplat,
  plus,
  shuffle,
  splat,
  table,
  times,
} from "../../src/ir/build.ts";
import { check } from "../../src/ir/check.ts";
import { fmaf } from "../../src/ir/fmaf.ts";
import { interpret } from "../../src/ir/interpret.ts";
import { lower } from "../../src/ir/lower.ts";
import { print } from "../../src/ir/print.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { encode } from "../../src/wasm/encode.ts";
import { loops, plan } from "../../src/whole.ts";

describe("a wrong tree cannot be built", () => {
  test("types are checked at the author's line", () => {
    const b = floatBuffer("b", [8]);
    expect(() =>
      kernel("k", (k) => {
        k.store(b, [0], splat(float(1)));
      }),
    ).toThrow("b holds f32");
    expect(() =>
      kernel("k", (k) => {
        k.store4(b, [0], float(1));
      }),
    ).toThrow("expected v128, got f32");
    expect(() => plus(float(1), 2)).toThrow("expected i32, got f32");
    expect(() => load4(table("t", [8], { min: 0, max: 1 }), 0)).toThrow("t holds no floats");
  });

  test.each([
    ["a store behind the end", 5, 0],
    ["a store in front", -1, 0],
    ["a load into more than the slack", 4, 1],
  ])("%s is refused", (_, offset, slack) => {
    const b = floatBuffer("b", [8], slack);
    const bad = kernel("k", (k) => {
      k.use(b);
      const n = k.param("n", { min: 0, max: 1 });
      k.loop("i", { to: times(n, 1) }, (i) => {
        if (slack === 0) k.store4(b, [plus(i, offset)], splat(float(0)));
        else k.let("v", load4(b, plus(i, offset + 2)));
      });
    });
    expect(() => check(bad)).toThrow(/k: access to b\[8\] may reach/);
  });

  test("a condition narrows what is known", () => {
    const b = floatBuffer("b", [8]);
    const guarded = (limit: number) =>
      kernel("k", (k) => {
        k.use(b);
        const n = k.param("n", { min: 0, max: 100 });
        k.if(compare("lt", n, limit), () => k.store(b, [n], load(b, 0)));
      });
    expect(check(guarded(8)).reach.get("b")).toEqual({ min: 0, max: 7 });
    expect(() => check(guarded(9))).toThrow("may reach 0..8");
  });
});

test("a printed kernel reads as a loop nest", () => {
  const [x, y] = [floatBuffer("x", [16]), floatBuffer("y", [16])];
  const axpy = kernel("axpy", (k) => {
    k.use(x);
    k.use(y);
    k.loop("i", { to: 16, step: 4 }, (i) => {
      const sum = k.let("sum", load4(y, i));
      k.fma(sum, loadSplat(x, 0), load4(x, i));
      k.store4(y, [i], sum);
    });
  });
  expect(print(axpy)).toBe(`kernel axpy()
  x: f32[16]
  y: f32[16]
  for i0 in 0..16 step 4
    sum1 = y[i0]:4
    sum1 = fma(splat(x[0]), x[i0]:4, sum1)
    y[i0]:4 = sum1
`);
});

test.each(["ic1iw6oc1kw2", "ic2iw4oc2kw1", "ic2iw5oc1kw2sw2_transposed_wrap"])(
  "%s: printed golden",
  (word) => {
    expect(loops(plan(word, { machine: PLAIN_MACHINE, threads: 1 }))).toMatchSnapshot();
  },
);

test("a shuffle picks lanes of two vectors, interpreted and on the machine", () => {
  const [x, y] = [floatBuffer("x", [8]), floatBuffer("y", [4])];
  const pick = kernel("pick", (k) => {
    k.use(x);
    k.use(y);
    const [a, b] = [0, 4].map((i) => k.let("v", load4(x, i)));
    k.store4(y, [0], shuffle(a, b, [7, 0, 4, 2]));
  });
  check(pick);
  const memory = new Map([
    ["x", Float32Array.from({ length: 8 }, (_, i) => i)],
    ["y", new Float32Array(4)],
  ]);
  interpret(pick, [], memory, { fma: false });
  expect([...memory.get("y")!]).toEqual([7, 0, 4, 2]);

  const code = lower(pick, { fma: false, addressOf: (buffer) => (buffer === x ? 0 : 32) });
  const bytes = encode({ memory: { pages: 1, shared: false }, functions: [code] });
  const shared = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  new Float32Array(shared.buffer, 0, 8).set(memory.get("x")!);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory: shared },
  });
  (exports.pick as () => void)();
  expect(new Float32Array(shared.buffer, 32, 4)).toEqual(memory.get("y"));
  expect(() => shuffle(load4(x, 0), load4(x, 0), [0, 1, 2, 8])).toThrow("lanes are 0 to 7");
});

test("fmaf rounds once", () => {
  const a = Math.fround(1 + 2 ** -12);
  expect(fmaf(a, a, -(1 + 2 ** -11))).toBe(2 ** -24);
  expect(fmaf(3, 4, 5)).toBe(17);
  expect(fmaf(Infinity, 0, 1)).toBeNaN();
  expect(fmaf(2 ** 100, 2 ** 100, -Infinity)).toBe(-Infinity);
  // Doubly rounded, the sum of a tie and a little more would fall the wrong way.
  expect(fmaf(1 + 2 ** -23, 1, 2 ** -24 + 2 ** -60)).toBe(
    Math.fround(1 + 2 ** -23 + 2 ** -24 + 2 ** -50),
  );
});
