/** Winograd: exact identities of the transforms, then the fast path where the generator hardly reaches. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { isExact, MOST_INPUTS, toomCook } from "../../src/kernels/toom-cook.ts";
import type { Matrix } from "../../src/numbers/matrix.ts";
import {
  plus,
  type Rational,
  rational,
  times,
  toNumber,
  ZERO,
} from "../../src/numbers/rational.ts";
import type { Schedule } from "../../src/plan/plan.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { reference } from "../../src/semantics/reference.ts";
import { compile, plan } from "../../src/whole.ts";
import { randomData, wholeData, woken } from "../support/problems.ts";

const winograd = named(ALGORITHMS, "winograd");
const apply = (matrix: Matrix, x: readonly Rational[]): Rational[] =>
  matrix.map((row) => row.reduce((sum, q, j) => plus(sum, times(q, x[j])), ZERO));

describe("F(m, r)", () => {
  const sizes = Array.from({ length: MOST_INPUTS }, (_, m) =>
    Array.from({ length: MOST_INPUTS - m }, (_, r) => [m + 1, r + 1] as const),
  ).flat();
  test.each(sizes)("F(%i, %i) is the correlation, exactly, in fractions", (m, r) => {
    const t = toomCook(m, r);
    expect(t.alpha).toBe(m + r - 1);
    // Bilinear: equality on all pairs of unit vectors is the identity.
    const unit = (n: number, i: number) =>
      Array.from({ length: n }, (_, j) => rational(i === j ? 1 : 0));
    for (let d = 0; d < t.alpha; d++) {
      for (let g = 0; g < r; g++) {
        const [bd, gg] = [apply(t.bt, unit(t.alpha, d)), apply(t.g, unit(r, g))];
        const y = apply(
          t.at,
          bd.map((x, e) => times(x, gg[e])),
        );
        expect(y.map(toNumber)).toEqual(Array.from({ length: m }, (_, i) => (i + g === d ? 1 : 0)));
      }
    }
  });

  test("the transforms of F(4, 3) are those of the literature", () => {
    const { at, bt } = toomCook(4, 3);
    expect(bt.map((row) => row.map(toNumber))).toEqual([
      [4, 0, -5, 0, 1, 0],
      [0, -4, -4, 1, 1, 0],
      [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0],
      [0, 4, 0, -5, 0, 1],
    ]);
    expect(at.map((row) => row.map(toNumber))).toEqual([
      [1, 1, 1, 1, 1, 0],
      [0, 1, -1, 2, -2, 0],
      [0, 1, 1, 4, 4, 0],
      [0, 1, -1, 8, -8, 1],
    ]);
    expect([isExact(toomCook(2, 3)), isExact(toomCook(4, 3))]).toEqual([true, false]);
  });
});

const run = async (
  word: string,
  make: typeof randomData,
  options: { schedule?: Schedule; threads?: number } = {},
) => {
  const problem = parse(word);
  const p = woken(plan(problem, { algorithm: "winograd", threads: 1, ...options }));
  const data = make(problem);
  using executable = await compile(p, data);
  executable.input.data.set(data.input.data);
  await executable.run();
  const bound = boundOf(p, data);
  return {
    plan: p,
    output: executable.output.data.slice(),
    expected: reference(problem, data).data,
    bound,
  };
};

const WORDS = [
  "ic16ih19iw37oc20kh3ph1_bias_relu",
  "mb2ic8ih14oc13kh3ph1_leaky0.25",
  "ic9ih12iw70oc7kh5ph2_reflect",
  "mb3g2ic12iw53oc10kw3_bias",
  "ic8ih21iw9oc6kh7kw1ph3_wrap",
  "ic6iw90oc9kw7pw3_constant0.5",
  "ic5ih11iw13oc8kh3kw2_convolution",
];

test.each(WORDS)("%s: every tile size, random numbers within the bound", async (word) => {
  const problem = parse(word);
  const setting = { problem, machine: detectMachine(), threads: 1, weight: null };
  for (const schedule of winograd.schedules(setting)) {
    const { output, expected, bound } = await run(word, randomData, { schedule });
    let worst = 0;
    output.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - expected[i]) / bound[i]);
    });
    expect(worst).toBeLessThanOrEqual(1);
    // A bound that says nothing would pass too.
    expect(worst).toBeGreaterThan(1e-5);
  }
});

test("F(2×2, 3×3) is exact on whole numbers, in blocks and parts of any size", async () => {
  const word = "mb2ic7ih11iw29oc17kh3ph1_bias";
  const base = plan(word, { algorithm: "winograd" }).schedule;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom(1, 2, 4),
      async (quads, splits, mr, nv) => {
        const schedule = { ...base, my: 2, mx: 2, quads, splits, mr, nv };
        const { output, expected } = await run(word, wholeData, { schedule });
        expect([...output].map((x) => x + 0)).toEqual([...expected].map((x) => x + 0));
      },
    ),
    { numRuns: 25 },
  );
});

test("the bits do not depend on the number of threads", async () => {
  const word = "ic32ih30iw26oc24kh3ph1_relu";
  const { schedule } = plan(word, { algorithm: "winograd", threads: 1 });
  const outputs = await Promise.all(
    [1, 2, 3].map((threads) => run(word, randomData, { threads, schedule })),
  );
  for (const { output } of outputs) expect(output).toEqual(outputs[0].output);
});

test("what is not finite spoils its tile, and no other", async () => {
  const problem = parse("ic4ih16oc3kh3ph1");
  const p = plan(problem, { algorithm: "winograd", threads: 1 });
  const data = randomData(problem);
  using executable = await compile(p, data);
  executable.input.data.set(data.input.data);
  // Row 5, column 6: seen by the outputs of rows 4 to 6, in the second line of tiles.
  executable.input.data[5 * 16 + 6] = Infinity;
  await executable.run();
  const bad = Array.from({ length: 256 }, (_, i) => i).filter(
    (i) => !Number.isFinite(executable.output.data[i]),
  );
  expect(p.schedule).toMatchObject({ my: 4, mx: 4 });
  expect(bad).toEqual(expect.arrayContaining([4 * 16 + 5, 5 * 16 + 6, 6 * 16 + 7]));
  expect(bad.every((i) => i >> 4 >= 4 && i >> 4 < 8 && i % 16 >= 4 && i % 16 < 8)).toBe(true);
});

test.each([
  ["ic8ih9oc8kh1", "the kernel is 1×1"],
  ["ic8ih9oc8kh3sh2", "the stride is not 1"],
  ["ic8ih9oc8kh3dh2", "the dilation is not 1"],
  ["ic8ih19oc8kh9", "the kernel is 9×9, larger than 7"],
  ["ic3ih9oc8kh3", "3 input channels a group, fewer than 4"],
  ["ic8id5ih5oc8kd3", "the kernel is 3 deep, not 1"],
])("%s is refused: %s", (word, reason) => {
  const setting = { problem: parse(word), machine: detectMachine(), threads: 1, weight: null };
  expect(winograd.refuses(setting)).toBe(reason);
});

test("a layer of many channels is planned with F(4), and with none where results must be exact", () => {
  const chosen = plan("ic64ih56oc64kh3ph1", { threads: 1 });
  expect(chosen).toMatchObject({ algorithm: "winograd", schedule: { my: 4, mx: 4 } });
  expect(plan("ic64ih56oc64kh3ph1", { threads: 1, accuracy: "exact" }).algorithm).not.toBe(
    "winograd",
  );
});
