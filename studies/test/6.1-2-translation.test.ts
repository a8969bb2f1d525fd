import { expect, test } from "vitest";
import { translation } from "../src/6.1-2-translation/study.ts";
import { plantEach } from "./plant.ts";
import { verdictOn } from "./support.ts";

const figures = (accuracy: number, apart: number) => ({
  trainAccuracy: accuracy,
  accuracy,
  loss: 1,
  features: { same: 1, apart, largest: 1 },
  history: [],
});

/** As if nets had learned: that takes longer than all else. */
const learn = async () => ({ plain: figures(0.5, 0), coordinates: figures(1, 1) });

test("it holds", async () => {
  expect(await verdictOn(translation, { half: 5, down: 1, right: 24 })).toBe("holds");
});

plantEach(
  translation,
  {
    dark: ["broken", "forgets", "moves", "wholeStride"],
    told: ["broken", "defect", "sameFeatures"],
    untold: ["broken", "located"],
  },
  { subject: { learn } },
);
