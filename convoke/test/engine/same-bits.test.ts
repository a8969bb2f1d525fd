/** What decides the bits of a result, and plans that keep it on any number of threads. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ALGORITHMS } from "../../src/algorithms/index.ts";
import { conv2d, openSession, parameter } from "../../src/grad/index.ts";
import type { Machine } from "../../src/plan/machine.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { planSameBits } from "../../src/planner/same-bits.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import { inputShape, weightShape } from "../../src/semantics/shapes.ts";
import { uniform } from "../../src/tensor/random.ts";
import { compile, plan } from "../../src/whole.ts";
import { anyProblem, randomData } from "../support/problems.ts";

/** Left to itself, `plan` takes another algorithm for seven threads than for one. */
const NEAR_A_TIE = parse("mb2g2ic14ih13iw11oc26kh3ph1");

test("schedules that agree in what their algorithm names give the same bits", async () => {
  const machine: Machine = { ...detectMachine(), threads: 7, sharedMemory: true };
  await fc.assert(
    fc.asyncProperty(anyProblem, async (problem) => {
      const { input, ...parameters } = randomData(problem);
      for (const algorithm of ALGORITHMS) {
        const results = new Map<string, Float32Array>();
        for (const threads of [1, 2, 3, 7]) {
          const setting = { problem, machine, threads, weight: null };
          if (algorithm.refuses(setting) !== null) continue;
          for (const schedule of algorithm.schedules(setting)) {
            const { name } = algorithm;
            const how = { machine, threads: 1, algorithm: name, schedule } as const;
            using executable = await compile(plan(problem, how), parameters);
            executable.input.data.set(input.data);
            await executable.run();
            const key = algorithm.decides.map((field) => schedule[field]).join();
            const known = results.get(key) ?? executable.output.data.slice();
            results.set(key, known);
            expect(executable.output.data, `${name} of ${format(problem)}`).toEqual(known);
          }
        }
      }
    }),
    // The example: one input that all taps meet, read in place and from a copy.
    { numRuns: 20, examples: [[parse("ic1ih1oc1kh3kw2ph1qw0_wrap")]] },
  );
}, 120_000);

test("plans for training agree in it, whatever the number of threads", () => {
  const machine: Machine = { ...detectMachine(), threads: 7, sharedMemory: true };
  const decided = (problem: typeof NEAR_A_TIE, threads: number) => {
    const how = { machine, threads, accuracy: "faithful" } as const;
    const { algorithm, schedule } = planSameBits(ALGORITHMS, problem, how);
    const { decides } = ALGORITHMS.find(({ name }) => name === algorithm)!;
    return [algorithm, ...decides.map((field) => schedule[field])];
  };
  const agree = (problem: typeof NEAR_A_TIE) => {
    for (const threads of [2, 3, 7])
      expect(decided(problem, threads), format(problem)).toEqual(decided(problem, 1));
  };
  agree(NEAR_A_TIE);
  fc.assert(fc.property(anyProblem, agree), { numRuns: 200 });
});

test("a session's convolution has the same bits on one, two, three and seven threads", async () => {
  const outputs: Float32Array[] = [];
  for (const threads of [1, 2, 3, 7]) {
    const x = parameter("x", uniform(inputShape(NEAR_A_TIE), 1, -1, 1));
    const w = parameter("w", uniform(weightShape(NEAR_A_TIE), 2, -1, 1));
    const y = conv2d(x, w, { padding: 1, groups: 2 });
    using session = await openSession({ run: { outputs: [y] } }, { threads });
    await session.run("run");
    outputs.push(session.read(y).slice() as Float32Array);
  }
  for (const other of outputs.slice(1)) expect(other).toEqual(outputs[0]);
});
