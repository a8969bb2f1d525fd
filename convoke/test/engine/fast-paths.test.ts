/** Every algorithm on problems over the whole option space: right, bounded, in its buffers, repeatable. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, type Algorithm } from "../../src/algorithms/index.ts";
import { kernelsOf } from "../../src/host/share.ts";
import { check } from "../../src/ir/check.ts";
import { count } from "../../src/ir/count.ts";
import { interpret } from "../../src/ir/interpret.ts";
import type { Machine } from "../../src/plan/machine.ts";
import type { Schedule, Setting } from "../../src/plan/plan.ts";
import type { Program } from "../../src/plan/program.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { bytesOf } from "../../src/runtime/layout.ts";
import { link } from "../../src/runtime/link.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { encode } from "../../src/wasm/encode.ts";
import { beyond } from "../support/beyond.ts";
import { anyProblem, type Data, randomData, wholeData } from "../support/problems.ts";

const here = detectMachine();
const MACHINES: readonly Machine[] = [
  { ...here, threads: 2 },
  { ...here, wide: true, threads: 2 },
  { ...here, fma: false, wide: false },
  { ...here, simd: false, fma: false, wide: false },
];
const GAP = 64;
const GUARD = 0x5a;

/** Runs a program step by step in its own memory, guard bytes around every buffer. */
function execute(
  program: Program,
  data: Data,
  { fma, simd }: Machine,
  chunk = Infinity,
): { output: Float32Array; untouched: boolean } {
  const { module, layout, stages } = link(program, { fma, simd, threads: 1, gap: GAP });
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const all = new Uint8Array(memory.buffer).fill(GUARD);
  const floats = (a: Program["allocations"][number]) =>
    new Float32Array(memory.buffer, layout.addresses.get(a.buffer)!, sizeOf(a.buffer.shape));
  for (const a of program.allocations) {
    const contents = a.contents?.();
    if (contents instanceof Int32Array)
      new Int32Array(memory.buffer, layout.addresses.get(a.buffer)!, contents.length).set(contents);
    if (contents instanceof Float32Array) floats(a).set(contents);
    if (a.role === "input") floats(a).set(data.input.data);
    if (a.role === "weight") floats(a).set(program.packWeight(data.weight.data));
    if (a.role === "bias") floats(a).set(data.bias!.data);
  }
  const inside = new Uint8Array(all.length);
  for (const { buffer } of program.allocations) {
    const at = layout.addresses.get(buffer)!;
    inside.fill(1, at, at + bytesOf(buffer) - 4 * buffer.slack);
  }
  const compiled = new WebAssembly.Module(encode(module));
  kernelsOf(compiled, memory, stages).forEach((kernel, s) => {
    const { tasks } = stages[s];
    for (let lo = 0; lo < tasks; lo += Math.min(chunk, tasks))
      kernel(0, lo, Math.min(lo + chunk, tasks));
  });
  const output = program.allocations.find((a) => a.role === "output")!;
  return {
    output: floats(output).slice(),
    untouched: all.every((byte, i) => inside[i] === 1 || byte === GUARD),
  };
}

/** The same program in JavaScript. */
function interpreted(program: Program, data: Data, fma: boolean): Float32Array {
  const memory = new Map(
    program.allocations.map(({ buffer, role, contents }) => {
      const values = contents?.() ?? new Float32Array(sizeOf(buffer.shape) + buffer.slack);
      if (role === "input") values.set(data.input.data);
      if (role === "weight") values.set(program.packWeight(data.weight.data));
      if (role === "bias") values.set(data.bias!.data);
      return [buffer.name, values] as const;
    }),
  );
  for (const { kernel, tasks } of program.steps) interpret(kernel, [0, 0, tasks], memory, { fma });
  return (memory.get("output") as Float32Array).slice(
    0,
    sizeOf(program.allocations.find((a) => a.role === "output")!.buffer.shape),
  );
}

type Visit = (algorithm: Algorithm, setting: Setting, schedule: Schedule, data: Data) => void;

/** Every schedule of every algorithm that takes a problem; those made for one weight are told it. */
const each = (
  machine: Machine,
  simplify: (p: Problem) => Problem,
  dataOf: (p: Problem) => Data,
  visit: Visit,
  numRuns: number,
) =>
  fc.assert(
    fc.property(anyProblem, (any) => {
      const problem = simplify(any);
      const data = dataOf(problem);
      const open: Setting = { problem, machine, threads: 2, weight: null };
      const fixed: Setting = { ...open, weight: Array.from(data.weight.data) };
      for (const algorithm of ALGORITHMS) {
        const setting = [open, fixed].find((s) => algorithm.refuses(s) === null);
        if (!setting) continue;
        for (const schedule of algorithm.schedules(setting))
          visit(algorithm, setting, schedule, data);
      }
    }),
    { numRuns },
  );

const asIs = (p: Problem): Problem => p;

const exactPart = (p: Problem): Problem => ({
  ...p,
  activation: { kind: "identity" },
  border:
    p.border.kind === "constant"
      ? { kind: "constant", value: Math.round(p.border.value) }
      : p.border,
});

describe.each(MACHINES)("simd $simd, fma $fma, wide $wide", (machine) => {
  test("equal to the reference on whole numbers, and nothing outside the buffers is written", () => {
    each(
      machine,
      exactPart,
      wholeData,
      (algorithm, setting, schedule, data) => {
        const { problem } = setting;
        const { output, untouched } = execute(algorithm.lower(setting, schedule), data, machine);
        const name = `${algorithm.name} ${format(problem)}`;
        expect(untouched, `${name} wrote outside its buffers`).toBe(true);
        if (!algorithm.precision(setting, schedule).wholeNumbers) return;
        const exact = new Float64Array(output.length);
        expect(beyond(output, reference(problem, data).data, exact), name).toBeNull();
      },
      400,
    );
  });

  test("within the stated bound on random numbers, activations included", () => {
    each(
      machine,
      asIs,
      randomData,
      (algorithm, setting, schedule, data) => {
        const { problem } = setting;
        const { output } = execute(algorithm.lower(setting, schedule), data, machine);
        const expected = reference(problem, data).data;
        const bound = boundOf({ ...setting, algorithm: algorithm.name, schedule }, data);
        expect(beyond(output, expected, bound), `${algorithm.name} ${format(problem)}`).toBeNull();
      },
      300,
    );
  });

  test("the interpreter computes the same bits as the machine", () => {
    each(
      machine,
      asIs,
      randomData,
      (algorithm, setting, schedule, data) => {
        const program = algorithm.lower({ ...setting, threads: 1 }, schedule);
        expect(
          interpreted(program, data, machine.fma),
          `${algorithm.name} ${format(setting.problem)}`,
        ).toEqual(execute(program, data, machine).output);
      },
      60,
    );
  });
});

test("every kernel of every plan is proven to stay in its buffers", () => {
  let accesses = 0;
  for (const machine of MACHINES) {
    each(
      machine,
      asIs,
      randomData,
      (algorithm, setting, schedule) => {
        for (const { kernel } of algorithm.lower(setting, schedule).steps)
          accesses += check(kernel).accesses;
      },
      150,
    );
  }
  expect(accesses).toBeGreaterThan(1000);
});

/** One thread, any weight. */
const alone = (problem: Problem): Setting => ({
  problem,
  machine: here,
  threads: 1,
  weight: null,
});

const LAYER = "ic7ih11oc13kh3ph1_bias_relu";
const tiles = fc.record({ mr: fc.integer({ min: 1, max: 7 }), nv: fc.integer({ min: 1, max: 4 }) });

test("every schedule of an algorithm computes the same bits on whole numbers", () => {
  const p = parse(LAYER);
  const data = wholeData(p);
  const expected = [...reference(p, data).data];
  const run = (name: string, schedule: Schedule) =>
    [
      ...execute(ALGORITHMS.find((a) => a.name === name)!.lower(alone(p), schedule), data, here)
        .output,
    ].map((x) => x + 0);
  fc.assert(
    fc.property(tiles, fc.integer({ min: 1, max: 12 }), (t, run_) => {
      expect(run("direct", { ...t, run: run_ })).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(
      tiles,
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 13 }),
      (t, slab, panels, rows) => {
        expect(run("im2col", { ...t, slab, panels, tiles: rows })).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test("tasks may be run in pieces of any size", () => {
  const p = parse(LAYER);
  const data = randomData(p);
  const setting = alone(p);
  for (const algorithm of ALGORITHMS.filter((a) => a.refuses(setting) === null)) {
    const [schedule] = algorithm.schedules({ ...setting, threads: 2 });
    const program = algorithm.lower(setting, schedule);
    expect(execute(program, data, here, 1).output).toEqual(execute(program, data, here).output);
  }
});

test("the exact count of the direct kernel is the closed form where tiles fit", () => {
  const p = parse("ic4ih10iw18oc12kh3");
  const direct = ALGORITHMS.find((a) => a.name === "direct")!;
  const { steps } = direct.lower(alone(p), { mr: 6, nv: 4, run: 1 });
  const [{ kernel, tasks }] = steps;
  const macs = 12 * 4 * 9 * 8 * 16;
  expect(count(kernel, [0, 0, tasks])).toMatchObject({
    multiplications: macs,
    additions: macs,
    bytesStored: 4 * 12 * 8 * 16,
  });
});
