/** Every algorithm on problems over the whole option space: right, bounded, in its buffers, repeatable. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALGORITHMS, type Algorithm } from "../../src/algorithms/index.ts";
import { kernelsOf } from "../../src/host/share.ts";
import { check } from "../../src/ir/check.ts";
import { count } from "../../src/ir/count.ts";
import { interpret } from "../../src/ir/interpret.ts";
import type { Machine } from "../../src/plan/machine.ts";
import type { Schedule } from "../../src/plan/plan.ts";
import type { Program } from "../../src/plan/program.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { bytesOf } from "../../src/runtime/layout.ts";
import { link } from "../../src/runtime/link.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { errorBound, magnitude, reference } from "../../src/semantics/reference.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { encode } from "../../src/wasm/encode.ts";
import { anyProblem, type Data, randomData, wholeData } from "../support/problems.ts";

const here = detectMachine();
const MACHINES: readonly Machine[] = [
  { ...here, threads: 2 },
  { ...here, wide: true, threads: 2 },
  { ...here, fma: false, wide: false },
];
const GAP = 64;
const GUARD = 0x5a;

/** Runs a program step by step in its own memory, guard bytes around every buffer. */
function execute(
  program: Program,
  data: Data,
  fma: boolean,
  chunk = Infinity,
): { output: Float32Array; untouched: boolean } {
  const { module, layout, stages } = link(program, { fma, threads: 1, gap: GAP });
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const all = new Uint8Array(memory.buffer).fill(GUARD);
  const floats = (a: Program["allocations"][number]) =>
    new Float32Array(memory.buffer, layout.addresses.get(a.buffer)!, sizeOf(a.buffer.shape));
  for (const a of program.allocations) {
    if (a.contents)
      new Int32Array(memory.buffer, layout.addresses.get(a.buffer)!, a.contents.length).set(
        a.contents,
      );
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
      const values = contents ?? new Float32Array(sizeOf(buffer.shape) + buffer.slack);
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

const each = (
  machine: Machine,
  visit: (a: Algorithm, p: Problem, s: Schedule) => void,
  numRuns: number,
) =>
  fc.assert(
    fc.property(anyProblem, (p) => {
      for (const algorithm of ALGORITHMS) {
        if (algorithm.refuses(p, machine) !== null) continue;
        for (const schedule of algorithm.schedules(p, machine, 2)) visit(algorithm, p, schedule);
      }
    }),
    { numRuns },
  );

const exactPart = (p: Problem): Problem => ({
  ...p,
  activation: { kind: "identity" },
  border:
    p.border.kind === "constant"
      ? { kind: "constant", value: Math.round(p.border.value) }
      : p.border,
});

describe.each(MACHINES)("fma $fma, wide $wide", (machine) => {
  test("equal to the reference on whole numbers, and nothing outside the buffers is written", () => {
    each(
      machine,
      (algorithm, problem, schedule) => {
        const p = exactPart(problem);
        const data = wholeData(p);
        const { output, untouched } = execute(algorithm.lower(p, schedule, 2), data, machine.fma);
        expect(
          [...output].map((x) => x + 0),
          `${algorithm.name} ${format(p)}`,
        ).toEqual([...reference(p, data).data].map((x) => x + 0));
        expect(untouched, `${algorithm.name} ${format(p)} wrote outside its buffers`).toBe(true);
      },
      400,
    );
  });

  test("within the stated bound on random numbers, activations included", () => {
    each(
      machine,
      (algorithm, p, schedule) => {
        const data = randomData(p);
        const { output } = execute(algorithm.lower(p, schedule, 2), data, machine.fma);
        const expected = reference(p, data).data;
        const bound = errorBound(p, magnitude(p, data));
        output.forEach((value, i) => {
          expect(
            Math.abs(value - expected[i]),
            `${algorithm.name} ${format(p)} at ${i}`,
          ).toBeLessThanOrEqual(bound[i]);
        });
      },
      300,
    );
  });

  test("the interpreter computes the same bits as the machine", () => {
    each(
      machine,
      (algorithm, p, schedule) => {
        const program = algorithm.lower(p, schedule, 1);
        const data = randomData(p);
        expect(interpreted(program, data, machine.fma), `${algorithm.name} ${format(p)}`).toEqual(
          execute(program, data, machine.fma).output,
        );
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
      (algorithm, p, schedule) => {
        for (const { kernel } of algorithm.lower(p, schedule, 2).steps)
          accesses += check(kernel).accesses;
      },
      150,
    );
  }
  expect(accesses).toBeGreaterThan(1000);
});

const LAYER = "ic7ih11oc13kh3ph1_bias_relu";
const tiles = fc.record({ mr: fc.integer({ min: 1, max: 7 }), nv: fc.integer({ min: 1, max: 4 }) });

test("every schedule of an algorithm computes the same bits on whole numbers", () => {
  const p = parse(LAYER);
  const data = wholeData(p);
  const expected = [...reference(p, data).data];
  const run = (name: string, schedule: Schedule) =>
    [
      ...execute(ALGORITHMS.find((a) => a.name === name)!.lower(p, schedule, 1), data, here.fma)
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
  for (const algorithm of ALGORITHMS.filter((a) => a.refuses(p, here) === null)) {
    const [schedule] = algorithm.schedules(p, here, 2);
    const program = algorithm.lower(p, schedule, 1);
    expect(execute(program, data, here.fma, 1).output).toEqual(
      execute(program, data, here.fma).output,
    );
  }
});

test("the exact count of the direct kernel is the closed form where tiles fit", () => {
  const p = parse("ic4ih10iw18oc12kh3");
  const direct = ALGORITHMS.find((a) => a.name === "direct")!;
  const { steps } = direct.lower(p, { mr: 6, nv: 4, run: 1 }, 1);
  const [{ kernel, tasks }] = steps;
  const macs = 12 * 4 * 9 * 8 * 16;
  expect(count(kernel, [0, 0, tasks])).toMatchObject({
    multiplications: macs,
    additions: macs,
    bytesStored: 4 * 12 * 8 * 16,
  });
});
