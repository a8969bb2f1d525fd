import { expect, test } from "vitest";
import { translation } from "../src/6.1-2-translation/study.ts";
import { verdictWith } from "./support.ts";

test("it holds", async () => {
  expect(await verdictWith(translation, {}, { half: 5, down: 1, right: 24 })).toBe("holds");
});

test("a border that does not wrap, a net that is told, nets exchanged turn the verdict", async () => {
  const { layer } = translation.subject;
  const nets =
    (plain: number, located: number): typeof learn =>
    async () => ({
      plain: figures(plain, 0),
      coordinates: figures(located, 1),
    });
  const { learn } = translation.subject;
  expect(await verdictWith(translation, { learn: nets(0.5, 1) })).toBe("holds");
  const dark: typeof layer = (x, k, _, stride) => layer(x, k, "zero", stride);
  expect(await verdictWith(translation, { layer: dark, learn: nets(0.5, 1) })).toBe("broken");
  expect(await verdictWith(translation, { learn: nets(0.9, 1) })).toBe("false");
  expect(await verdictWith(translation, { learn: nets(0.5, 0.5) })).toBe("broken");
});

const figures = (accuracy: number, apart: number) => ({
  trainAccuracy: accuracy,
  accuracy,
  loss: 1,
  features: { same: 1, apart, largest: 1 },
  history: [],
});
