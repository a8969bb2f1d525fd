import { expect, test } from "vitest";
import { foldedOf } from "../src/6.3-1-audio-stride/kernels.ts";
import { audioStride } from "../src/6.3-1-audio-stride/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("5000 Hz of 16000, every second sample: 3000 Hz", async () => {
  expect(foldedOf(5000 / 16000, 2) * 8000).toBe(3000);
  const { findings } = await runStudy(audioStride, {}, CONTEXT);
  const [, alone] = findings.steps[0].exhibits;
  if (alone.kind !== "sound") throw new Error("expected the tone behind the stride");
  // Zeros crossed in a second: two a cycle.
  const crossings = alone.samples.filter((v, i) => i > 0 && v * alone.samples[i - 1] < 0).length;
  expect([alone.rate, alone.samples.length]).toEqual([8000, 8000]);
  expect(Math.abs(crossings - 6000)).toBeLessThan(4);
});

test("it holds under a condition: a kernel that is a low-pass filter", async () => {
  expect(await verdictOn(audioStride)).toBe("holds-when");
  expect(await verdictOn(audioStride, { stride: 3, hertz: 7000, reach: 12 })).toBe("holds-when");
});

plantEach(audioStride, {
  allDesigned: ["broken", "steady", "clean", "boxIsEnough", "gone"],
  late: ["broken", "sparse", "folds"],
  flipped: ["broken", "folds"],
});
