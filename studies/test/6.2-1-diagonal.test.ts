import { expect, test } from "vitest";
import { diagonal } from "../src/6.2-1-diagonal/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("the book's three matrices", async () => {
  const { findings } = await runStudy(diagonal, {}, CONTEXT);
  const shown = findings.steps
    .flatMap((s) => s.exhibits)
    .flatMap((e) => (e.kind === "matrix" ? [e] : []));
  const [, , y, same, beside] = shown;
  expect([y.rows, y.columns, same.values.join()]).toEqual([6, 5, y.values.join()]);
  expect(y.values.slice(0, 10)).toEqual([-1, 0, 0, 0, 0, 1, -1, 0, 0, 0]);
  expect([beside.rows, beside.columns]).toEqual([5, 6]);
  expect(beside.values.slice(0, 12)).toEqual([-1, 1, 0, 0, 0, 0, 0, -1, 1, 0, 0, 0]);
});

test("it holds, for the smallest image too", async () => {
  expect(await verdictOn(diagonal)).toBe("holds");
  expect(await verdictOn(diagonal, { side: 2 })).toBe("holds");
});

plantEach(diagonal, {
  flipped: ["false", "diagonal", "beside", "anyDiagonal"],
  shorter: ["broken", "diagonal", "beside", "anyDiagonal", "symmetric", "transposes", "smaller"],
  skewed: ["broken", "anyDiagonal", "transposes"],
});
