/** Channels for themselves: every border, stride and edge that the kernel writes out, and that it is chosen. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { depthwise } from "../../src/algorithms/depthwise.ts";
import type { Plan, Schedule } from "../../src/plan/plan.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { compile, plan, programOf } from "../../src/whole.ts";
import { wholeData } from "../support/problems.ts";

async function holds(p: Plan): Promise<void> {
  const data = wholeData(p.problem);
  using executable = await compile(p, data);
  executable.input.data.set(data.input.data);
  await executable.run();
  const [output, expected] = [executable.output.data, reference(p.problem, data).data].map(
    (values) => [...values].map((x) => x + 0),
  );
  expect(output, `${format(p.problem)} ${JSON.stringify(p.schedule)}`).toEqual(expected);
}

const axis = fc.record({
  input: fc.integer({ min: 1, max: 45 }),
  kernel: fc.constantFrom(1, 2, 3, 3, 5, 7),
  stride: fc.constantFrom(1, 1, 2, 2, 3, 5),
  dilation: fc.constantFrom(1, 1, 1, 2, 3),
  padding: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
});

const border = fc.constantFrom(
  "zero" as const,
  "replicate" as const,
  "reflect" as const,
  "symmetric" as const,
  "wrap" as const,
  { constant: 3 },
);

/** Null where the axes do not fit. */
const problem = fc
  .record({
    op: fc.constantFrom("conv" as const, "conv" as const, "convTranspose" as const),
    axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    multiplier: fc.integer({ min: 1, max: 2 }),
    border,
    bias: fc.boolean(),
  })
  .map(({ op, axes, channels, multiplier, ...rest }): Problem | null => {
    const kernel = axes.map((a) => a.kernel);
    try {
      return resolve({
        op,
        input: [2, channels, ...axes.map((a) => a.input)],
        weight:
          op === "conv" ? [channels * multiplier, 1, ...kernel] : [channels, multiplier, ...kernel],
        groups: channels,
        stride: axes.map((a) => a.stride),
        dilation: axes.map((a) => a.dilation),
        padding: axes.map((a) => a.padding),
        ...rest,
      });
    } catch {
      return null;
    }
  })
  .filter((p) => p !== null);

test("equal to the reference on whole numbers, in place and over the frame", async () => {
  const places = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      problem,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 2 }),
      async (p, bands, rows, nv, edge) => {
        const setting = { ...plan(p, { threads: 1 }), weight: null };
        if (depthwise.refuses(setting) !== null) return;
        for (const proposed of depthwise.schedules(setting)) {
          const schedule: Schedule = { ...proposed, bands, rows, nv, edge: Math.min(nv, edge) };
          places.add(schedule.inPlace);
          await holds(plan(p, { threads: 1, algorithm: "depthwise", schedule }));
        }
      },
    ),
    { numRuns: 250 },
  );
  expect([...places].sort()).toEqual([0, 1]);
});

test.each([
  "g12ic12ih28oc12kh3ph1",
  "g12ic12ih28oc12kh3sh2ph1",
  "g12ic12ih28oc12kh3ph1_reflect_bias_relu",
  "g6ic6ih50oc6kh5sh2ph2_bias_relu",
  "g6ic6ih51oc6kh7sh2ph3_reflect",
  "g6ic6ih30oc12kh5ph2_wrap",
  "g4ic4iw900oc4kw15pw7_replicate",
])("%s is run in place, without a copy", async (word) => {
  const p = plan(parse(word), { threads: 1 });
  expect(p.algorithm).toBe("depthwise");
  expect(programOf(p).steps.map(({ kernel }) => kernel.name)).toEqual([
    expect.stringMatching(/^depthwise_/),
  ]);
  await holds(p);
});

test("channels that meet each other are refused, with a reason", () => {
  const setting = { ...plan("ic2ih9oc2kh3", { threads: 1 }), weight: null };
  expect(depthwise.refuses(setting)).toBe("a group has 2 input channels, not 1");
});
