/** Pooling's kernels: equal to the definition on whole numbers, within their bound on others. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type PoolProgram,
  type PoolSetting,
  type PoolTensor,
  poolBackward,
  poolForward,
  unpoolBackward,
  unpoolForward,
} from "../../src/algorithms/pool.ts";
import { poolBound, poolGradientBound } from "../../src/algorithms/pool-bound.ts";
import { UnsupportedError } from "../../src/errors.ts";
import { kernelsOf } from "../../src/host/share.ts";
import type { Elements } from "../../src/ir/tree.ts";
import { byName, embed } from "../../src/plan/embed.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { compilePool } from "../../src/pooling/executable.ts";
import { bytesOf } from "../../src/runtime/layout.ts";
import { link } from "../../src/runtime/link.ts";
import { type Contents, Memory } from "../../src/runtime/memory.ts";
import { Pool } from "../../src/runtime/pool.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
} from "../../src/semantics/pool-problem.ts";
import {
  poolGradient,
  poolReference,
  unpoolGradient,
  unpoolReference,
} from "../../src/semantics/pool-reference.ts";
import { resolvePool, resolveUnpool } from "../../src/semantics/pool-spec.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { sizeOf, type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { encode } from "../../src/wasm/encode.ts";
import { computed } from "../support/clock.ts";
import { anyPooling } from "../support/poolings.ts";

type Given = Partial<Record<PoolTensor, ArrayLike<number>>>;

const GUARD = 64;
const FILL = 0xa5;

/** Runs a program with bytes around every buffer that nobody may touch; what was written. */
function guarded(program: PoolProgram, given: Given): Record<string, Elements> {
  const { module, layout, stages } = link(program, {
    ...detectMachine(),
    threads: 1,
    gap: GUARD,
  });
  const memory = new Memory({ program, layout, memory: module.memory! } as Contents);
  const ends = program.allocations.map(({ buffer }) => {
    const end = layout.addresses.get(buffer)! + bytesOf(buffer);
    return new Uint8Array(memory.buffer, end, GUARD);
  });
  for (const bytes of ends) bytes.fill(FILL);
  const views: Record<string, Elements> = {};
  for (const [name, buffer] of Object.entries(program.buffers)) {
    const Kind = buffer.element === "f32" ? Float32Array : Int32Array;
    // What lies behind a tensor may be read, and must not matter.
    new Float32Array(memory.buffer, layout.addresses.get(buffer)!, bytesOf(buffer) / 4).fill(
      Number.NaN,
    );
    views[name] = new Kind(memory.buffer, layout.addresses.get(buffer)!, sizeOf(buffer.shape));
    const values = given[name as PoolTensor];
    if (values) views[name].set(values);
  }
  const kernels = kernelsOf(new WebAssembly.Module(encode(module)), memory.wasm, stages);
  stages.forEach(({ tasks, chunk }, s) => {
    for (let lo = 0; lo < tasks; lo += chunk) kernels[s](0, lo, Math.min(lo + chunk, tasks));
  });
  for (const bytes of ends) expect(bytes.every((byte) => byte === FILL)).toBe(true);
  return views;
}

const single = (values: ArrayLike<number>): number[] =>
  Array.from(values, (x) => Math.fround(x) + 0);

function within(got: ArrayLike<number>, wanted: Float64Array, bound: Float64Array, what: string) {
  wanted.forEach((value, i) => {
    const off = Math.abs(got[i] - value);
    expect(off, `${what}: element ${i} is ${got[i]}, not ${value}`).toBeLessThanOrEqual(bound[i]);
  });
}

const say = (p: PoolProblem) => JSON.stringify(p);

/** Names of the kernels that ran, so that no path is left out unseen. */
const seen = new Set<string>();
const noted = (program: PoolProgram): PoolProgram => {
  for (const { kernel } of program.steps) seen.add(kernel.name);
  return program;
};

test("maxima, their places and their gradients are the definition's", () => {
  fc.assert(
    fc.property(anyPooling("max"), fc.boolean(), (p, places) => {
      const x = integers(poolInputShape(p), 1);
      const dy = integers(poolOutputShape(p), 2);
      const wanted = poolReference(p, x);
      const made = guarded(noted(poolForward(p, { threads: 1, indices: places })), {
        input: x.data,
      });
      expect(single(made.output), say(p)).toEqual(single(wanted.output.data));
      if (places) expect([...made.indices], say(p)).toEqual([...wanted.indices!]);
      const back = guarded(noted(poolBackward(p, { threads: 1 })), {
        outputGradient: dy.data,
        indices: wanted.indices!,
      });
      expect(single(back.inputGradient)).toEqual(single(poolGradient(p, x, dy).data));
    }),
    { numRuns: 300 },
  );
});

test("averages are the definition's, rounded once; gradients are within their bound", () => {
  fc.assert(
    fc.property(anyPooling("average"), (p) => {
      const x = integers(poolInputShape(p), 1);
      const dy = integers(poolOutputShape(p), 2);
      const made = guarded(noted(poolForward(p, { threads: 1 })), { input: x.data });
      expect(single(made.output), say(p)).toEqual(single(poolReference(p, x).output.data));
      const back = guarded(noted(poolBackward(p, { threads: 1 })), { outputGradient: dy.data });
      const bound = poolGradientBound(p, x, dy);
      within(back.inputGradient, poolGradient(p, x, dy).data, bound, say(p));
      // Divided by 1, both are exact.
      const sum: PoolProblem = { ...p, op: { kind: "average", divisor: 1 } };
      const exact = guarded(poolBackward(sum, { threads: 1 }), { outputGradient: dy.data });
      expect(single(exact.inputGradient)).toEqual(single(poolGradient(sum, x, dy).data));
    }),
    { numRuns: 300 },
  );
});

test("norms and their gradients are within their bounds", () => {
  fc.assert(
    fc.property(anyPooling("lp"), fc.constantFrom(0.01, 1, 100), (p, size) => {
      const x = uniform(poolInputShape(p), 1, -size, size);
      const dy = uniform(poolOutputShape(p), 2);
      const made = guarded(noted(poolForward(p, { threads: 1 })), { input: x.data });
      within(made.output, poolReference(p, x).output.data, poolBound(p, x), say(p));
      const back = guarded(noted(poolBackward(p, { threads: 1 })), {
        outputGradient: dy.data,
        input: x.data,
        output: made.output,
      });
      const bound = poolGradientBound(p, x, dy);
      within(back.inputGradient, poolGradient(p, x, dy).data, bound, say(p));
    }),
    { numRuns: 200 },
  );
});

test("all kernels have had their part", () => {
  expect([...seen].sort()).toEqual([
    "pool_add",
    "pool_max",
    "pool_rows_max",
    "pool_rows_sum",
    "pool_sum",
  ]);
});

test.each([
  ["windows side by side", { op: "max", input: [2, 5, 30, 31], kernelSize: 2 }, "pool_rows_max"],
  [
    "every position",
    { op: "max", input: [1, 3, 56, 56], kernelSize: 3, stride: 1, padding: 1 },
    "pool_rows_max",
  ],
  [
    "three axes",
    { op: "max", input: [1, 2, 7, 9, 21], kernelSize: 3, stride: 2, padding: 1 },
    "pool_rows_max",
  ],
  [
    "overlapping windows",
    { op: "max", input: [1, 3, 29, 33], kernelSize: 3, stride: 2, padding: 1 },
    "pool_rows_max",
  ],
  [
    "a long axis",
    { op: "average", input: [1, 2, 1000], kernelSize: 5, stride: 3 },
    "pool_rows_sum",
  ],
  ["one window a plane", { op: "average", input: [2, 5, 13, 17], outputSize: 1 }, "pool_sum"],
  [
    "channels last",
    { op: "max", input: [2, 14, 15, 37], kernelSize: 3, dataLayout: "nhwc" },
    "pool_max",
  ],
  ["a large window", { op: "max", input: [1, 2, 90, 90], kernelSize: 40, padding: 20 }, "pool_max"],
] as const)("%s", (_, spec, name) => {
  const p = resolvePool(spec);
  const x = integers(poolInputShape(p), 3, -9, 9);
  const program = poolForward(p, { threads: 1 });
  expect(program.steps.map(({ kernel }) => kernel.name)).toEqual([name]);
  const { output } = guarded(program, { input: x.data });
  expect(single(output)).toEqual(single(poolReference(p, x).output.data));
});

describe("what is no number", () => {
  const strange = [Number.NaN, Infinity, -Infinity, 1, 2, -3];
  test.each(["nchw", "nhwc"] as const)("in %s is treated as by the definition", (dataLayout) => {
    const shape = dataLayout === "nchw" ? [1, 5, 9, 11] : [1, 9, 11, 5];
    const picks = integers(shape, 7, 0, 30);
    const x = tensor(
      shape,
      picks.data.map((n) => strange[n] ?? n / 8),
    );
    for (const own of [{ op: "max" }, { op: "average" }, { op: "lp", normType: 3 }] as const) {
      const p = resolvePool({
        ...own,
        input: shape,
        kernelSize: 3,
        padding: 1,
        stride: 2,
        dataLayout,
      });
      const wanted = poolReference(p, x);
      const made = guarded(poolForward(p, { threads: 1, indices: own.op === "max" }), {
        input: x.data,
      });
      made.output.forEach((value, i) => {
        const expected = wanted.output.data[i];
        if (Number.isFinite(expected)) expect(value).toBeCloseTo(expected, 4);
        else expect(value).toBe(expected);
      });
      if (wanted.indices) expect([...made.indices]).toEqual([...wanted.indices]);
    }
  });
});

test.each(["nchw", "nhwc"] as const)("unpooling in %s, there and back", (dataLayout) => {
  const shape = dataLayout === "nchw" ? [2, 19, 7, 6] : [2, 7, 6, 19];
  const pooled = resolvePool({ op: "max", input: shape, kernelSize: 3, stride: 2, dataLayout });
  const { output, indices } = poolReference(pooled, integers(shape, 1));
  const y: Tensor = { shape: output.shape, data: Float32Array.from(output.data) };
  const p = resolveUnpool({
    input: y.shape,
    kernelSize: 3,
    stride: 2,
    outputSize: [7, 6],
    dataLayout,
  });
  const there = guarded(unpoolForward(p, { threads: 1 }), { input: y.data, indices: indices! });
  expect(single(there.output)).toEqual(single(unpoolReference(p, y, indices!).data));
  const dy = integers(shape, 2);
  const back = guarded(unpoolBackward(p, { threads: 1 }), {
    outputGradient: dy.data,
    indices: indices!,
  });
  expect(single(back.inputGradient)).toEqual(single(unpoolGradient(p, dy, indices!).data));
  // Indices of nobody are passed over.
  const nobody = indices!.map((_, i) => [-1, 42, 2 ** 31 - 1, -(2 ** 31)][i % 4]);
  const empty = guarded(unpoolForward(p, { threads: 1 }), { input: y.data, indices: nobody });
  expect(empty.output.every((value) => value === 0)).toBe(true);
});

test("threads change no bit", async () => {
  const pool = new Pool();
  try {
    const problems = [
      resolvePool({ op: "average", input: [1, 3, 40, 41], kernelSize: 5, stride: 2, padding: 2 }),
      resolvePool({
        op: "lp",
        normType: 3,
        input: [1, 9, 33, 6],
        kernelSize: 3,
        dataLayout: "nhwc",
      }),
      resolvePool({ op: "max", input: [2, 9, 33], kernelSize: 4, stride: 3 }),
    ];
    for (const p of problems) {
      const x = uniform(poolInputShape(p), 1);
      const results = [];
      for (const threads of [1, 3]) {
        const lower = (setting: PoolSetting) => ({ ...poolForward(p, setting), cycles: 1e9 });
        using e = await compilePool(lower, { threads }, pool);
        e.floats("input").set(x.data);
        await e.run();
        results.push([...new Int32Array(e.floats("output").slice().buffer)]);
      }
      expect(results[1]).toEqual(results[0]);
    }
  } finally {
    pool.stop();
  }
});

test("long axes and long windows are planned in no time", () => {
  const input = [1, 1, 1_000_000];
  const p = resolvePool({ op: "average", input, kernelSize: 3, stride: 2, padding: 1 });
  const start = computed();
  const programs = [poolForward(p, { threads: 1 }), poolBackward(p, { threads: 1 })];
  const tall = resolvePool({ op: "max", input: [1, 1, 200_000, 3], outputSize: [3, 3] });
  expect(poolForward(tall, { threads: 1 }).steps[0].kernel.name).toBe("pool_max");
  // 8.5 s where every tile was described before it was compared with the last.
  expect(computed() - start).toBeLessThan(3000);
  expect(programs.flatMap(({ steps }) => steps.map(({ kernel }) => kernel.name))).toEqual([
    "pool_rows_sum",
    "pool_rows_sum",
  ]);
});

test("parts of a larger program share its buffers", () => {
  const first = resolvePool({
    op: "max",
    input: [1, 2, 12, 12],
    kernelSize: 3,
    padding: 1,
    stride: 2,
  });
  const second = resolvePool({ op: "average", input: poolOutputShape(first), kernelSize: 2 });
  const a = poolForward(first, { threads: 1 });
  const { buffers, ...rest } = poolForward(second, { threads: 1 });
  const b = embed(rest, byName(buffers, { input: a.buffers.output! }));
  const x = integers(poolInputShape(first), 1);
  const whole = {
    allocations: [...a.allocations, ...b.allocations],
    steps: [...a.steps, ...b.steps],
    buffers: {
      input: a.buffers.input!,
      output: b.allocations.find(({ role }) => role === "output")!.buffer,
    },
    cycles: 0,
  };
  const wanted = poolReference(second, poolReference(first, x).output).output;
  expect(single(guarded(whole, { input: x.data }).output)).toEqual(single(wanted.data));
});

test("without SIMD, averages and maxima run; places and norms are refused", async () => {
  const machine = { ...detectMachine(), simd: false, fma: false };
  const max = resolvePool({ op: "max", input: [1, 2, 9, 9], kernelSize: 3, stride: 2 });
  const x = integers(poolInputShape(max), 1);
  for (const p of [
    max,
    resolvePool({ op: "average", input: x.shape, kernelSize: 3, padding: 1 }),
  ]) {
    using e = await compilePool((setting) => poolForward(p, setting), { threads: 1, machine });
    e.floats("input").set(x.data);
    await e.run();
    expect(single(e.floats("output"))).toEqual(single(poolReference(p, x).output.data));
  }
  const places = (setting: PoolSetting) => poolForward(max, { ...setting, indices: true });
  await expect(compilePool(places, { threads: 1, machine })).rejects.toThrow(UnsupportedError);
});
