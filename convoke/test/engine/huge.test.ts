/** Problems that nearly fill a 32-bit memory are planned like small ones; tables are what was promised. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALGORITHMS } from "../../src/algorithms/index.ts";
import { UnsupportedError } from "../../src/errors.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { weightShape } from "../../src/semantics/shapes.ts";
import { sizeOf, tensor } from "../../src/tensor/tensor.ts";
import { compile, plan } from "../../src/whole.ts";
import { computed } from "../support/clock.ts";
import { anyProblem, randomData } from "../support/problems.ts";

const machine = PLAIN_MACHINE;

describe("planning does not walk the axes", () => {
  test.each([
    "ic1iw268435456oc1kw3",
    "ic1iw268435456oc1kw3pw1",
    "ic1iw200000000oc1kw5sw2pw2_reflect",
    "ic1iw100000000oc1kw4sw2pw1_transposed",
    "ic1iw60000000oc1kw4sw2pw1_transposed_wrap",
    "ic2iw60000000oc2kw3pw1_nhwc",
    "ic4iw60000000oc4kw3pw1",
    "ic1iw60000000oc8kw400sw160",
    "ic1ih100000000iw2oc1kh3ph1",
    "ic1iw2oc1kw3pw100000000_reflect",
    "mb10000000ic1iw4oc4kw3pw1",
  ])("%s", (word) => {
    const start = computed();
    plan(word, { machine });
    // Fifteen milliseconds here; a walk took seconds to minutes.
    expect(computed() - start).toBeLessThan(1000);
  });

  test("for a known weight", () => {
    const weight = tensor([1, 1, 1, 3], [1, 2, 1]);
    const start = computed();
    const { algorithm } = plan("ic1ih2iw100000000oc1kh1kw3pw1_wrap", { machine, weight });
    expect(algorithm).toBe("constant");
    expect(computed() - start).toBeLessThan(1000);
  });
});

test("a long signal runs, borders included", async () => {
  const p = plan("ic1iw5000000oc1kw3pw1_wrap", { machine });
  using layer = await compile(p, { weight: tensor(weightShape(p.problem), [1, 10, 100]) });
  layer.input.data.forEach((_, i, x) => {
    x[i] = i % 10;
  });
  await layer.run();
  expect(layer.output.data.every((value, i) => value === digits(i, 5e6))).toBe(true);
});

/** The last digits of three neighbours, the rightmost first. */
const digits = (i: number, size: number): number =>
  [-1, 0, 1].reduce((sum, d, t) => sum + 10 ** t * (((i + d + size) % size) % 10), 0);

test("what does not fit one memory is refused before anything is made", async () => {
  const p = plan("ic2iw260000000oc2kw3pw1_nhwc", { machine });
  await expect(compile(p, { weight: tensor(weightShape(p.problem)) })).rejects.toThrow(
    UnsupportedError,
  );
});

test("a table has the length and the range that the proofs rely on", () => {
  fc.assert(
    fc.property(anyProblem, fc.boolean(), (problem, known) => {
      const weight = known ? Array.from(randomData(problem).weight.data) : null;
      const setting = { problem, machine, threads: 1, weight };
      for (const algorithm of ALGORITHMS) {
        if (algorithm.refuses(setting) !== null) continue;
        const { allocations } = algorithm.lower(setting, algorithm.schedules(setting)[0]);
        for (const { buffer, contents } of allocations) {
          if (!contents) continue;
          const list = contents();
          const { min, max } = buffer.values ?? { min: -Infinity, max: Infinity };
          expect(list.length, `${algorithm.name} ${buffer.name}`).toBe(sizeOf(buffer.shape));
          expect(list.every((value) => value >= min && value <= max)).toBe(true);
        }
      }
    }),
  );
});
