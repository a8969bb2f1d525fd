/** Output channels in the lanes: odd numbers of channels and positions, and that stems are given to it. */
import { expect, test } from "vitest";
import { stem } from "../../src/algorithms/stem.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { reference } from "../../src/semantics/reference.ts";
import { compile, plan, programOf } from "../../src/whole.ts";
import { wholeData } from "../support/problems.ts";

const machine = { ...detectMachine(), wide: true };

test.each([
  ["a long kernel of a long stride", "ic1iw3000oc64kw400sw160"],
  ["many channels", "ic1iw160000oc512kw10sw5"],
  ["rows shorter than a vector", "mb3ic6ih14oc16kh5"],
])("%s is its: %s", (_, word) => {
  const p = plan(word, { threads: 1, machine, accuracy: "exact" });
  expect(p.algorithm).toBe("stem");
  // The stride is not split into phases, nothing is copied.
  expect(programOf(p).steps.length).toBe(1);
});

test.each([
  "ic1iw3000oc64kw400sw160",
  "ic1iw2000oc130kw10sw5_bias_relu",
  "mb3ic6ih14oc16kh5",
  "ic3ih11iw17oc7kh3kw10ph2pw5_reflect_bias",
  "g2ic4ih9oc22kh3sh2_bias_relu",
  "ic2id5ih6iw7oc5kd3kh2kw2",
])("%s equals the reference, whatever the tile", async (word) => {
  const { problem } = plan(word, { threads: 1 });
  const data = wholeData(problem);
  const expected = reference(problem, data).data;
  for (const mr of [1, 2, 3, 4, 6]) {
    for (const nv of [1, 2, 4]) {
      for (const run of [1, 3]) {
        const schedule = { mr, nv, run };
        const p = plan(problem, { threads: 1, algorithm: "stem", schedule });
        using executable = await compile(p, data);
        executable.input.data.set(data.input.data);
        await executable.run();
        expect(
          [...executable.output.data].map((x) => x + 0),
          `${word} ${JSON.stringify(schedule)}`,
        ).toEqual([...expected].map((x) => x + 0));
      }
    }
  }
});

test("channels that would leave lanes empty are refused, with a reason", () => {
  const setting = { ...plan("ic2ih9oc3kh3", { threads: 1 }), weight: null };
  expect(stem.refuses(setting)).toBe("a vector holds 4 output channels, a group has 3");
});
