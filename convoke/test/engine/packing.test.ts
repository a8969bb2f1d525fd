/** Weights packed in the run: every algorithm, the same results as with weights packed before. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { sourcesOf } from "../../src/algorithms/packing.ts";
import { NOTHING, runsOf } from "../../src/kernels/rearrange.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import type { AlgorithmName } from "../../src/plan/plan.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { compile, explain, plan } from "../../src/whole.ts";
import { beyond } from "../support/beyond.ts";
import { anyProblem, type Data, randomData, wholeData, woken } from "../support/problems.ts";

/** The output of one run whose weight comes through the view. */
async function run(problem: Problem, data: Data, algorithm: AlgorithmName, threads = 1) {
  // The tile of Winograd's algorithm, which decides the bits, is chosen by the number of threads.
  const { schedule } = plan(problem, { weight: "input", algorithm, threads: 1 });
  const chosen = woken(plan(problem, { weight: "input", algorithm, schedule, threads }));
  using executable = await compile(chosen, {});
  executable.input.data.set(data.input.data);
  executable.weight!.data.set(data.weight.data);
  executable.bias?.data.set(data.bias!.data);
  await executable.run();
  return { chosen, output: executable.output.data.slice() };
}

/** Algorithms that take the problem with its weight as an input. */
const takers = (problem: Problem) => {
  const setting = { problem, machine: PLAIN_MACHINE, threads: 1, weight: "input" } as const;
  return ALGORITHMS.filter((algorithm) => algorithm.refuses(setting) === null);
};

/**
 * A small problem that the algorithm takes with its weight as an input; null where it must know the
 * values. These run first, whatever is drawn after them.
 */
const CASES: Readonly<Record<AlgorithmName, string | null>> = {
  constant: null,
  separable: null,
  fft: null,
  subpixel: "ic2ih4iw5oc5kh3sh2_transposed_bias",
  polyphase: "ic5ih13iw11oc3kh3sh2ph1_bias",
  winograd: "ic5ih9iw8oc3kh3ph1_bias",
  depthwise: "g3ic3ih7iw9oc6kh3ph1_bias",
  pointwise: "ic3ih5iw7oc5kh1_bias",
  stem: "ic3ih9iw7oc5kh3ph1_bias",
  direct: "ic2ih5iw6oc3kh3_bias",
  im2col: "ic2ih5iw6oc3kh3_bias",
};
const covered = ALGORITHMS.map(({ name }) => name).filter((name) => CASES[name] !== null);

test("every algorithm has a case above, and takes it", () => {
  expect(Object.keys(CASES).sort()).toEqual(ALGORITHMS.map(({ name }) => name).sort());
  for (const name of covered) {
    expect(
      takers(parse(CASES[name]!)).map((a) => a.name),
      CASES[name]!,
    ).toContain(name);
  }
});

test("every algorithm is within its bound, and exact on whole numbers where it promises", async () => {
  const seen = new Set<AlgorithmName>();
  await fc.assert(
    fc.asyncProperty(anyProblem, async (problem) => {
      for (const { name } of takers(problem)) {
        seen.add(name);
        const random = randomData(problem);
        const { chosen, output } = await run(problem, random, name);
        const precision = named(ALGORITHMS, name).precision(chosen, chosen.schedule);
        const bound = boundOf(chosen, random);
        const expected = reference(problem, random).data;
        expect(beyond(output, expected, bound), `${name} ${format(problem)}`).toBeNull();
        if (!precision.wholeNumbers || problem.activation.kind !== "identity") continue;
        const whole = wholeData(problem);
        const exact = (await run(problem, whole, name)).output;
        expect(
          [...exact].map((x) => x + 0),
          `${name} ${format(problem)}`,
        ).toEqual([...reference(problem, whole).data].map((x) => x + 0));
      }
    }),
    { numRuns: 120 + covered.length, examples: covered.map((name) => [parse(CASES[name]!)]) },
  );
  expect([...seen].sort()).toEqual([...covered].sort());
}, 120_000);

test.each([
  ["winograd", "mb2g2ic14ih13iw11oc26kh3ph1_bias"],
  // One thread has one block, and transforms the weights of a row tile when it needs them.
  ["winograd", "g2ic16ih13iw11oc26kh3ph1_bias"],
  ["im2col", "mb2g2ic14ih13iw11oc26kh3ph1_bias"],
] as const)("%s of %s: one, two and three threads, the same bits", async (name, word) => {
  const problem = parse(word);
  const data = randomData(problem);
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map(async (threads) => (await run(problem, data, name, threads)).output),
  );
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});

test("Winograd's transform in the run: odd numbers of channels, every tile, within the bound", async () => {
  for (const word of [
    "ic5ih9oc3kh3ph1",
    "g3ic12ih8oc21kh3",
    "ic4iw23oc7kw5",
    "ic7ih9oc5kh2kw4",
    "ic6ih9oc5kh3_hwio",
    "g2ic8ih9oc10kh3_convolution_ohwi",
    "ic5iw20oc9kw3",
    "g2ic16ih10oc26kh3_convolution",
    "ic8ih6oc7kh5",
    "ic16iw23oc7kw3_transposed",
  ]) {
    const problem = parse(word);
    const data = randomData(problem);
    const setting = { ...plan(word, { threads: 1 }), weight: "input" } as const;
    const { winograd } = Object.fromEntries(ALGORITHMS.map((a) => [a.name, a]));
    for (const schedule of winograd.schedules(setting)) {
      const chosen = plan(word, { weight: "input", algorithm: "winograd", schedule, threads: 1 });
      using executable = await compile(chosen, { weight: data.weight });
      executable.input.data.set(data.input.data);
      await executable.run();
      const bound = boundOf(chosen, data);
      const expected = reference(problem, data).data;
      let worst = 0;
      executable.output.data.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - expected[i]) / bound[i]);
      });
      expect(worst, word).toBeLessThanOrEqual(1);
      expect(worst, word).toBeGreaterThan(1e-6);
    }
  }
});

test("the view is read anew in every run, and setWeight fills it", async () => {
  const chosen = plan("ic1iw8oc1kw1", { weight: "input", threads: 1 });
  using executable = await compile(chosen, {});
  executable.input.data.fill(3);
  await executable.run();
  expect([...executable.output.data]).toEqual(new Array(8).fill(0));
  executable.weight!.data[0] = 2;
  await executable.run();
  expect([...executable.output.data]).toEqual(new Array(8).fill(6));
  executable.setWeight(tensor([1, 1, 1], [5]));
  expect([...executable.weight!.data]).toEqual([5]);
  await executable.run();
  expect([...executable.output.data]).toEqual(new Array(8).fill(15));
});

test("algorithms that need the values say so, and other plans have no such view", async () => {
  const text = explain(plan("ic1ih64oc1kh31", { weight: "input" }));
  expect(text).toContain("packing the weight");
  expect(text).toMatch(/refused +constant +the weight is not known/);
  expect(text).toMatch(/refused +fft +its spectra are made once, not in every run/);
  using executable = await compile(plan("ic1iw8oc1kw1"), { weight: tensor([1, 1, 1], [2]) });
  expect(executable.weight).toBeNull();
  await expect(compile(plan("ic1iw8oc1kw1"), {})).rejects.toThrow(
    "expected a tensor of shape [1, 1, 1] for weight, got nothing",
  );
});

test("sources are told apart above 2²⁴ elements, gaps are nothing, runs are as long as can be", () => {
  const far = 2 ** 24 + 5;
  const picked = [far, 0, far - 1];
  const sources = sourcesOf((w) => Float32Array.from([...picked.map((i) => w[i]), 0]), far + 1);
  expect([...sources]).toEqual([...picked, NOTHING]);
  const block = Array.from({ length: 16 }, (_, i) => 100 + i);
  expect(runsOf(Int32Array.from([...block, ...new Array(16).fill(NOTHING)]))).toEqual({
    size: 16,
    firsts: Int32Array.of(100, NOTHING),
  });
  expect(runsOf(Int32Array.of(0, 1, 2, 4)).size).toBe(1);
});
