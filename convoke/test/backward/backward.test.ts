/** Gradients in one program, over the whole option space, against the adjoint in float64. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weightGradientPrecision } from "../../src/algorithms/weight-gradient.ts";
import {
  conv1dBackward,
  conv2dBackward,
  convTranspose1dBackward,
  convTranspose3dBackward,
} from "../../src/backward/conv.ts";
import { compileBackward } from "../../src/backward/executable.ts";
import { backwardProgram } from "../../src/backward/program.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { bytesOf } from "../../src/runtime/layout.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { beyond } from "../support/beyond.ts";
import { expected, gradients, type How, NAMES, random, whole } from "../support/gradients.ts";
import { anyProblem, linearPart } from "../support/problems.ts";

const plain = anyProblem.map((p): Problem => ({ ...linearPart(p), border: p.border }));
/** 0 and −0 are equal here. */
const numbers = (values: Iterable<number>) => [...values].map((value) => value + 0);

async function exactly(problem: Problem, how: How = {}) {
  const data = whole(problem);
  const got = await gradients(problem, data, 1, how);
  const { values, exact } = expected(problem, data, how);
  for (const name of NAMES)
    if (exact[name])
      expect(numbers(got[name]), `${name} of ${format(problem)}`).toEqual(numbers(values[name]));
}

async function withinBounds(problem: Problem) {
  const data = random(problem);
  const got = await gradients(problem, data);
  const { values, bounds } = expected(problem, data);
  for (const name of NAMES) {
    const off = beyond(got[name], values[name], bounds[name]);
    expect(off, `${name} of ${format(problem)}`).toBeNull();
  }
}

test("whole numbers give the adjoint exactly", async () => {
  await fc.assert(
    fc.asyncProperty(plain, (p) => exactly(p)),
    { numRuns: 300 },
  );
}, 120_000);

test("so they do without vectors", async () => {
  const machine = { ...PLAIN_MACHINE, simd: false };
  await fc.assert(
    fc.asyncProperty(plain, (p) => exactly(p, { machine })),
    { numRuns: 60 },
  );
});

test("accuracy exact takes no tiles, and whole numbers are exact in every gradient", async () => {
  for (const word of ["mb2ic16ih12oc16kh3ph1", "ic8ih14oc24kh3_transposed", "ic20iw40oc12kw3"]) {
    const p = parse(word);
    expect(expected(p, whole(p), { accuracy: "exact" }).exact).toEqual({
      dx: true,
      dw: true,
      db: true,
    });
    await exactly(p, { accuracy: "exact" });
  }
});

test("Winograd's weight gradient: tiles of every size, odd channels, borders, within a bound that says something", async () => {
  for (const word of [
    "mb2ic16ih28oc24kh3ph1",
    "ic17ih29iw19oc21kh3ph1_reflect",
    "mb3g2ic20ih18oc18kh3_constant2_nhwc",
    "ic24iw70oc16kw3pw1_wrap",
    "ic12ih21oc20kh5ph2_convolution",
    "ic16ih20oc16kh2kw4_hwio",
    "ic16ih17oc24kh3ph1_transposed",
    "ic40ih9oc56kh3ph1_convolution", // few tiles, blocks of pairs with rests
    "mb3g2ic24ih11oc34kh3",
    "ic40ih90oc44kh3ph1", // many tiles, in chunks of channels
  ]) {
    const p = parse(word);
    const how = { problem: p, machine: detectMachine(), accuracy: "faithful" } as const;
    expect(weightGradientPrecision(how).accuracy, word).toBe("faithful");
    const data = random(p);
    const { dw } = await gradients(p, data);
    const { values, bounds } = expected(p, data);
    let worst = 0;
    dw.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - values.dw[i]) / bounds.dw[i]);
    });
    expect(worst, word).toBeLessThanOrEqual(1);
    expect(worst, word).toBeGreaterThan(1e-6);
  }
});

test("random numbers stay within the bounds", async () => {
  await fc.assert(fc.asyncProperty(plain, withinBounds), { numRuns: 150 });
}, 120_000);

test("one, two and three threads give the same bits", async () => {
  await fc.assert(
    fc.asyncProperty(plain, async (problem) => {
      const data = random(problem);
      const one = await gradients(problem, data, 1);
      for (const threads of [2, 3]) expect(await gradients(problem, data, threads)).toEqual(one);
    }),
    { numRuns: 40 },
  );
}, 120_000);

describe("sizes that fill blocks, and leave rests", () => {
  test.each([
    "ic16ih12oc16kh3ph1", // whole tiles
    "mb3ic17ih15oc13kh3ph1_reflect",
    "mb2ic3ih21oc20kh7sh2ph3", // a stem: columns and channels in one row
    "mb4ic1ih14oc6kh5", // LeNet's first layer
    "mb4ic6ih14oc16kh5",
    "ic2iw1200oc5kw3", // rows longer than a block of positions
    "ic2iw1030oc5kw9dw2sw2pw8_wrap",
    "ic20ih9oc24kh3dh2ph2_nhwc_hwio",
    "ic24ih9oc40kh1",
    "mb2ic24ih9oc40kh1_nhwc",
    "g6ic6ih17oc6kh3ph1", // depthwise, rows of two vectors and one
    "mb2g6ic6ih9iw30oc12kh3sh2ph1_replicate",
    "g3ic3id5ih6iw9oc3kd3kh5kw3ph2",
    "mb3g5ic5ih11iw30oc10kh3ph1_replicate", // depthwise, planes staged for several outputs and images
    "mb2g5ic5ih9iw14oc5kh5ph2_reflect",
    "g4ic4ih9iw22oc4kh3sh2sw1ph1_constant3",
    "mb2g3ic3iw37oc3kw5pw2_wrap",
    "g4ic4ih20oc4kh7ph3_nhwc",
    "g2ic2id2ih4iw9oc2kd1kh3sd2sh1ph1", // one plane of two is met
    "g2ic2ih12oc2kh3kw13pw6", // kernel rows too long for dot products of rows
    "ic5ih7oc9kh3sh2ph1ah1_transposed",
    "mb2g5ic5ih9oc5kh4sh2ph1_transposed",
    "ic5ih7oc9kh3sh2_transposed_wrap_nhwc",
    "mb0ic3ih5oc4kh3",
    "ic5ih6oc4kh3ph40_constant2", // hardly anything but the border
  ])("%s", async (word) => {
    await exactly(parse(word));
    await withinBounds(parse(word));
  });
});

test("a constant border counts for the weight, and not for the input", async () => {
  const p = parse("ic1iw1oc1kw3pw1_constant5");
  const one = { shape: [1, 1, 1], data: Float32Array.of(2) };
  const got = await gradients(p, {
    x: one,
    w: { shape: [1, 1, 3], data: Float32Array.of(1, 3, 7) },
    dy: one,
  });
  expect([...got.dw]).toEqual([10, 4, 10]);
  expect([...got.dx]).toEqual([6]);
});

test("infinities and NaNs reach only what they are part of", async () => {
  for (const word of ["g2ic2ih9iw13oc2kh3", "ic3ih9iw13oc4kh3", "ic5ih6iw7oc20kh1"]) {
    const p = parse(word);
    const data = whole(p);
    data.x.data[0] = Number.NaN;
    const { dw } = await gradients(p, data);
    const { values } = expected(p, data);
    expect([...dw].map(Number.isNaN), word).toEqual([...values.dw].map(Number.isNaN));
  }
});

describe("one call", () => {
  const p = parse("mb2ic3ih9oc4kh3sh2ph1");
  const { x, w, dy } = whole(p);

  test("gives the three gradients, or those that are needed", async () => {
    const { values } = expected(p, { x, w, dy });
    const all = await conv2dBackward({ dy, x, w }, { stride: 2, padding: 1 });
    expect(all.dx.shape).toEqual(x.shape);
    expect(all.dw.shape).toEqual(w.shape);
    expect(all.db.shape).toEqual([4]);
    for (const name of NAMES) expect(numbers(all[name].data)).toEqual(numbers(values[name]));
    const some = await conv2dBackward(
      { dy, x, w: { shape: w.shape } },
      { stride: 2, padding: 1 },
      { needs: { dx: false } },
    );
    expect(some.dx).toBeNull();
    expect(some.dw.data).toEqual(all.dw.data);
    // A second call of the kept executable meets nothing of the first.
    const other = { ...dy, data: dy.data.map((value) => 2 * value) };
    const twice = await conv2dBackward({ dy: other, x, w }, { stride: 2, padding: 1 });
    expect(numbers(twice.dw.data)).toEqual(numbers(all.dw.data.map((value) => 2 * value)));
    expect(numbers(twice.db.data)).toEqual(numbers(all.db.data.map((value) => 2 * value)));
  });

  test("of a transposed convolution, in one dimension and three", async () => {
    for (const [word, backward] of [
      ["ic2iw5oc3kw4sw3pw1aw2_transposed", convTranspose1dBackward],
      ["ic2id3oc3kd2sd2_transposed", convTranspose3dBackward],
    ] as const) {
      const q = parse(word);
      const data = whole(q);
      const { values } = expected(q, data);
      const options = word.includes("sw3")
        ? { stride: 3, padding: 1, outputPadding: 2 }
        : { stride: 2 };
      const got = await backward(data, options);
      for (const name of NAMES) expect(numbers(got[name].data)).toEqual(numbers(values[name]));
    }
  });

  test("says what does not fit", async () => {
    await expect(conv2dBackward({ dy: x, x, w }, { padding: 1 })).rejects.toThrow(
      "expected [2, 4, 9, 9] for the shape of dy of conv2dBackward, got [2,3,9,9]",
    );
    await expect(
      conv2dBackward({ dy, x, w: { shape: w.shape } }, { stride: 2, padding: 1 }),
    ).rejects.toThrow("expected a tensor, { shape, data } for w of conv2dBackward");
    await expect(
      conv2dBackward({ dy, x, w }, { stride: 2, padding: 1, activation: "relu" } as never),
    ).rejects.toThrow('got "activation"');
    await expect(
      conv2dBackward(
        { dy, x, w },
        { stride: 2, padding: 1 },
        {
          needs: { dx: false, dw: false, db: false },
        },
      ),
    ).rejects.toThrow("expected at least one gradient for needs");
    await expect(conv1dBackward({ dy, x, w })).rejects.toThrow(
      "expected 3 axes for the shape of x in conv1dBackward, got [2,3,9,9]",
    );
  });
});

test("what only kernels see lies in one place by turns, and a run finds nothing of the one before", async () => {
  for (const word of ["mb2ic20ih19oc24kh3ph1", "g24ic24ih13oc24kh3ph1", "ic7ih15oc9kh4_reflect"]) {
    const problem = parse(word);
    const machine = detectMachine();
    const wanted = { dx: true, dw: true, db: true };
    const setting = { problem, wanted, machine, threads: 1, accuracy: "faithful" } as const;
    const { allocations } = backwardProgram(setting);
    const apart = allocations.reduce((sum, { buffer }) => sum + bytesOf(buffer), 0);
    using executable = await compileBackward(problem, { threads: 1 });
    if (!word.startsWith("g")) expect(executable.bytes, word).toBeLessThan(apart);
    const { dx, dw, db } = executable;
    const again = async () => {
      await executable.run();
      return { dx: dx!.data.slice(), dw: dw!.data.slice(), db: db!.data.slice() };
    };
    const run = (data: ReturnType<typeof random>) => {
      for (const name of ["x", "w", "dy"] as const) executable[name]!.data.set(data[name].data);
      return again();
    };
    const data = random(problem);
    const first = await run(data);
    // What was filled in is still there: nothing lies on top of it.
    expect(await again(), word).toEqual(first);
    const spoiled = random(problem);
    for (const name of ["x", "w", "dy"] as const) spoiled[name].data.fill(Number.NaN);
    await run(spoiled);
    expect(await run(data), word).toEqual(first);
  }
});
