import { expect, test } from "vitest";
import { audio } from "../src/6.1-4-audio/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("shapes of a second at 8 kHz, in frames of 512", async () => {
  const { findings } = await runStudy(audio, {}, CONTEXT);
  const [shapes] = findings.steps[0].exhibits;
  expect(shapes).toMatchObject({
    rows: [
      ["imageRow", "[24, 31, 1]", "[6, 1, 1, 2]", "[19, 31, 2]"],
      ["waveRow", "[8000, 1]", "[8, 1, 2]", "[7993, 2]"],
      ["spectrumRow", "[30, 257, 1]", "[6, 3, 1, 2]", "[25, 255, 2]"],
    ],
  });
  expect(findings.facts).toMatchObject({ frameReach: 64, reach: 224, hertz: 46.875 });
});

test("it holds, with other frames and kernels too", async () => {
  expect(await verdictOn(audio)).toBe("holds");
  expect(await verdictOn(audio, { bits: 6, time: 1, frequency: 9 })).toBe("holds");
});

plantEach(audio, {
  reversed: ["false", "image", "samples", "frames"],
  shorter: ["false", "image", "samples", "frames"],
  faster: ["broken", "isLayer", "reach"],
});
