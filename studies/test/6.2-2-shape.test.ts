import { expect, test } from "vitest";
import { shape } from "../src/6.2-2-shape/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("windows drawn on the padded image", async () => {
  const { findings } = await runStudy(shape, { size: 5, dilation: 2, stride: 3 }, CONTEXT);
  const [drawn, formula] = findings.steps[0].exhibits;
  expect(drawn.kind === "matrix" && [drawn.rows, drawn.columns, drawn.values]).toEqual([
    1,
    7,
    [1, 0, 1, 0, 1, 0, 0],
  ]);
  expect(drawn.kind === "matrix" && drawn.marks).toEqual([[0, 6]]);
  expect(formula.kind === "formula" && formula.tex).toContain("= 1");
  expect(findings.facts).toMatchObject({ windows: 1, wasted: 2, reach: 5 });
});

test("it holds; with a size that is one off anywhere, it does not", async () => {
  const { size, pooledSize, transposedSize, keeping, unwasted } = shape.subject;
  expect(await verdictWith(shape, {})).toBe("holds");
  expect(await verdictWith(shape, {}, { size: 1, kernel: 11, padding: 0, dilation: 6 })).toBe(
    "holds",
  );
  const holds = async (subject: Partial<typeof shape.subject>) =>
    (await verdictWith(shape, subject)) === "holds";
  const rounded: typeof size = (w) => {
    const got = size(w);
    return got === null ? null : got + Number((w.input + w.before + w.after) % w.stride > 0);
  };
  expect(await holds({ size: rounded })).toBe(false);
  // Padding counted once, whatever the sides.
  expect(await holds({ size: (w) => size({ ...w, after: w.before }) })).toBe(false);
  expect(await holds({ pooledSize: (w) => pooledSize(w, true) })).toBe(false);
  expect(await holds({ transposedSize: (w) => transposedSize(w, 0) })).toBe(false);
  expect(
    await holds({
      keeping: (w) => {
        const range = keeping(w);
        return range && [range[0], range[1] + 1];
      },
    }),
  ).toBe(false);
  expect(await holds({ unwasted: (w) => [unwasted(w)[0] + 1, unwasted(w)[1]] })).toBe(false);
});
