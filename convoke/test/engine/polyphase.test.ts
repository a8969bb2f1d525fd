/** Strided and dilated convolutions by residues: every shape of residues there can be, and that they ran. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { residues } from "../../src/algorithms/residues.ts";
import { ShapeError } from "../../src/errors.ts";
import { ALGORITHM_NAMES, type Schedule } from "../../src/plan/plan.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { compile, plan, programOf } from "../../src/whole.ts";
import { randomData, wholeData } from "../support/problems.ts";

const polyphase = named(ALGORITHMS, "polyphase");
const settingOf = (problem: Problem) => ({
  problem,
  machine: detectMachine(),
  threads: 1,
  weight: null,
});

async function outputOf(
  problem: Problem,
  schedule: Schedule,
  make: typeof randomData,
  threads = 1,
) {
  const data = make(problem);
  const chosen = plan(problem, { algorithm: "polyphase", schedule, threads });
  using executable = await compile(chosen, data);
  executable.input.data.set(data.input.data);
  await executable.run();
  return { data, output: executable.output.data.slice() };
}

/** Every schedule: whole numbers exact where that is promised, random ones within the bound. */
async function near(problem: Problem): Promise<void> {
  const setting = settingOf(problem);
  expect(polyphase.refuses(setting), format(problem)).toBe(null);
  for (const schedule of polyphase.schedules(setting)) {
    const { wholeNumbers } = polyphase.precision(setting, schedule);
    if (wholeNumbers) {
      const { data, output } = await outputOf(problem, schedule, wholeData);
      const expected = reference(problem, data).data;
      expect(
        [...output].map((x) => x + 0),
        format(problem),
      ).toEqual([...expected].map((x) => x + 0));
    }
    const { data, output } = await outputOf(problem, schedule, randomData);
    const expected = reference(problem, data).data;
    const bound = boundOf({ ...setting, algorithm: "polyphase", schedule }, data);
    expect(bound.length).toBe(output.length);
    const worst = output.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - expected[i]) / bound[i]),
      0,
    );
    expect(worst, `${format(problem)} ${JSON.stringify(schedule)}`).toBeLessThanOrEqual(1);
  }
}

/** An axis strided, dilated, both, or neither. */
const axis = fc.record({
  i: fc.integer({ min: 1, max: 19 }),
  k: fc.integer({ min: 1, max: 7 }),
  sd: fc.constantFrom(
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [1, 2],
    [1, 3],
    [1, 5],
    [2, 2],
    [2, 4],
    [4, 2],
  ),
  p: fc.integer({ min: 0, max: 5 }),
  q: fc.integer({ min: 0, max: 5 }),
});

const word = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    into: fc.constantFrom(1, 2, 4, 5),
    out: fc.constantFrom(1, 2, 7, 13),
    axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
    border: fc.constantFrom(
      "",
      "",
      "_constant0.5",
      "_reflect",
      "_symmetric",
      "_replicate",
      "_wrap",
    ),
    orientation: fc.constantFrom("", "_convolution"),
    layout: fc.constantFrom("", "_nhwc"),
    weights: fc.constantFrom("", "_iohw", "_hwio"),
    end: fc.constantFrom("", "_bias", "_relu", "_bias_relu"),
  })
  .map(({ batch, groups, into, out, axes, border, orientation, layout, weights, end }) => {
    const names = ["d", "h", "w"].slice(-axes.length);
    const each = (letter: string, value: (a: (typeof axes)[number], at: number) => number) =>
      axes.map((a, at) => `${letter}${names[at]}${value(a, at)}`).join("");
    const deep = axes.length === 3;
    const extents = each("i", ({ i }) => (deep ? Math.min(i, 7) : i));
    const rest = [
      each("k", ({ k }, at) => (deep && at === 0 ? Math.min(k, 2) : k)),
      each("s", ({ sd }) => sd[0]),
      each("d", ({ sd }) => sd[1]),
      each("p", ({ p }) => p),
      each("q", ({ q }) => q),
    ].join("");
    const channels = `mb${batch}g${groups}ic${into * groups}${extents}oc${out * groups}`;
    return `${channels}${rest}${orientation}${border}${layout}${weights}${end}`;
  })
  .map((text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof ShapeError) return null;
      throw error;
    }
  })
  .filter((p): p is Problem => p !== null && polyphase.refuses(settingOf(p)) === null);

test("within the bound of the algorithm inside, and exact where that is", async () => {
  await fc.assert(fc.asyncProperty(word, near), { numRuns: 150 });
}, 120_000);

test.each([
  "ic5ih13oc7kh3dh2ph2",
  "ic5ih14iw40oc7kh3dh2ph2_bias_relu", // whole blocks of the weave and a rest
  "mb2g2ic8ih12oc6kh3dh3ph3_nhwc_bias",
  "ic3ih29oc7kh7sh2ph3", // a tap in four of the last channels is zero
  "ic4ih12iw29oc5kh4kw5sh4sw2_nhwc", // the kernel is the stride along y: one tap a channel
  "ic4iw103oc5kw3dw5pw5", // more images than lanes
  "ic4iw90oc5kw5sw2pw1_wrap_leaky0.25",
  "ic4ih11iw9oc5kh3kw3sh2sw1dh1dw2", // channels along one axis, images along the other
  "ic4ih15oc5kh3sh2dh2", // stride and dilation alike: every second input is never read
  "ic4ih2iw2oc5kh3dh2ph2_constant0.5", // fewer outputs than images
  "ic4id7ih9iw9oc5kd2kh3kw3sd2dh2dw2", // deep kernels become channels
])("%s", (text) => near(parse(text)));

test("the bits do not depend on the number of threads, nor does the choice of tiles", async () => {
  for (const text of ["ic16ih26oc24kh3dh2ph2_relu", "ic3ih20oc8kh7sh2ph3", "ic8ih13oc8kh3sh2ph1"]) {
    const problem = parse(text);
    const outputs = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        const { schedule } = plan(problem, { algorithm: "polyphase", threads });
        return (await outputOf(problem, schedule, randomData, threads)).output;
      }),
    );
    for (const output of outputs) expect(output, text).toEqual(outputs[0]);
  }
});

describe("residues", () => {
  test("of a dilation are images, of a stride are channels", () => {
    const dilated = residues(parse("mb3ic8ih28oc16kh3dh2dw3ph2pw3"), [1, 1, 1]);
    expect(format(dilated.problem)).toBe("mb18ic8ih16iw12oc16kh3");
    const strided = residues(parse("ic3ih224oc64kh7sh2ph3"), [1, 1, 1]);
    expect(format(strided.problem)).toBe("ic12ih115oc64kh4");
  });

  test("are dealt once: tiles find what they read behind the last outputs", () => {
    for (const text of ["ic8ih27oc8kh3dh2ph2", "ic8ih27oc8kh5sh2ph2"]) {
      const chosen = plan(text, { algorithm: "polyphase", threads: 1 });
      const names = programOf(chosen).steps.map(({ kernel }) => kernel.name);
      expect(names.filter((name) => name.endsWith("pad"))).toEqual(["pad"]);
      expect(names[1]).toMatch(/^phase_winograd_/);
      expect(names.slice(2)).toEqual(text.includes("dh2") ? ["weave"] : []);
    }
  });
});

test("it is what the planner takes for dilated layers, and never where results must be exact", () => {
  for (const text of ["ic128ih28oc128kh3dh2ph2", "ic64iw4000oc64kw3dw4pw4"]) {
    const chosen = plan(text, { threads: 1 });
    expect(chosen.algorithm, text).toBe("polyphase");
    expect(ALGORITHM_NAMES[chosen.schedule.part]).toBe("winograd");
    const exact = plan(text, { threads: 1, accuracy: "exact" });
    expect(exact.algorithm, text).not.toBe("polyphase");
    expect(exact.candidates.find((c) => c.algorithm === "polyphase")?.refusal).toMatch(
      /^its results are "(faithful|fast)", not "exact"/,
    );
  }
  expect(plan("g64ic64ih56oc64kh3dh2ph2", { threads: 1 }).algorithm).toBe("depthwise");
});

test.each([
  ["ic8ih9oc8kh3sh2_transposed", "the convolution is transposed"],
  ["ic8ih9oc8kh3", "stride and dilation are 1"],
  ["ic8ih19oc8kh3sh2dh3", "stride 2 and dilation 3 of one axis do not divide each other"],
  ["ic8ih99oc8kh3dh9", "its residues are 81, more than 64"],
  ["ic8ih49oc8kh2sh2", "of its residues, winograd: the kernel is 1×1"],
])("%s is refused: %s", (text, reason) => {
  expect(polyphase.refuses(settingOf(parse(text)))).toBe(reason);
});
