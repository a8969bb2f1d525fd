import { expect, test } from "vitest";
import { commutative } from "../src/6.1-6-commutative/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("fractions are summed as fractions", async () => {
  const { findings } = await runStudy(commutative, {}, CONTEXT);
  const [result] = findings.steps[0].exhibits.filter(({ name }) => name === "result");
  expect(result).toMatchObject({ rows: 1, columns: 6, values: [1, 1.5, 4, 6.5, 4, 8] });
  const { counterexample } = findings.statements.find(({ key }) => key === "anySum")!;
  expect(counterexample).toEqual({ oneSign: 6, signOne: 0 });
});

test("it holds, for kernels of a person too", async () => {
  expect(await verdictWith(commutative, {})).toBe("holds");
  expect(await verdictWith(commutative, {}, { f: "1/3 2; 5 7", g: "2" })).toBe("holds");
});

test("a kernel that is not flipped, a lost value, a result cut to size turn the verdict", async () => {
  const { convolve, correlate, filtered } = commutative.subject;
  expect(await verdictWith(commutative, { convolve: correlate })).not.toBe("holds");
  const late: typeof convolve = (a, b) => {
    const y = convolve(a, b);
    return {
      ...y,
      exact: y.exact?.map((v, i) => (i === 0 ? { ...v, over: v.over + 1n } : v)) ?? null,
    };
  };
  expect(await verdictWith(commutative, { convolve: late })).toBe("broken");
  const cut: typeof filtered = (x, w, _, stride) => filtered(x, w, "same", stride);
  expect(await verdictWith(commutative, { filtered: cut })).toBe("false");
});
