/** `convoke train keywords`: tones as words, and real ones. */
import { existsSync } from "node:fs";
import { train } from "convoke/nets";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../test/shared.ts";
import { STRINGS } from "../src/strings.ts";
import { readKeywords } from "../src/train/keywords/data.ts";
import { RATIOS } from "../src/train/keywords/examples.ts";
import type { Keywords } from "../src/train/keywords/sounds.ts";
import { courseOf } from "../src/train/keywords/task.ts";
import { CHIRPS, TONES } from "./spoken.ts";

interface Run {
  readonly input: string;
  readonly threads?: number;
  readonly epochs: number;
  readonly counts?: { trained: number; tested: number };
}

async function learned(
  data: Keywords,
  { input, threads = 1, epochs, counts = { trained: 40, tested: 4 } }: Run,
) {
  const course = courseOf(data, counts);
  const options = { input, epochs, batchSize: 24, rate: 0.004, seed: 3, threads };
  const seen: number[] = [];
  const { net, how, results } = await course.begin(options, (done, of) => {
    seen.push(done);
    expect(of).toBe(course.train + course.test!);
  });
  expect(seen).toEqual(Array.from({ length: course.train + course.test! }, (_, i) => i + 1));
  const trained = await train({ net, ...how, epochs, batchSize: 24, seed: 3, threads });
  const { checkpoint } = trained;
  return { course, checkpoint, results: () => results(trained, STRINGS.en) };
}

describe("what is learned", () => {
  test.each(["spectrogram", "waveform"])("%s: the same for any threads", async (input) => {
    const counts = { trained: 10, tested: 1 };
    const [one, two] = [
      await learned(TONES, { input, threads: 1, epochs: 2, counts }),
      await learned(TONES, { input, threads: 2, epochs: 2, counts }),
    ];
    expect(Buffer.from(two.checkpoint).equals(Buffer.from(one.checkpoint))).toBe(true);
    if (input === "spectrogram") expect(await two.results()).toEqual(await one.results());
  });

  test("chirps in noise from spectrograms, reported in full", async () => {
    const { course, results } = await learned(CHIRPS, {
      input: "spectrogram",
      epochs: 10,
    });
    const { report, headline, words, panels } = await results();
    expect(course).toMatchObject({ train: 120, test: 84, source: "tones" });
    expect(report).toMatchObject({ classes: TONES.classes, ratios: [...RATIOS] });
    const { accuracy, accuracyByRatio, confusion } = report as {
      accuracy: number;
      accuracyByRatio: number[];
      confusion: number[][];
    };
    expect(accuracyByRatio.length).toBe(7);
    expect(accuracyByRatio.reduce((a, b) => a + b) / 7).toBeCloseTo(accuracy, 12);
    expect(confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([28, 28, 28]);
    // Chance is a third.
    expect(Math.min(...accuracyByRatio.slice(0, 3))).toBeGreaterThan(0.7);
    expect(headline).toMatch(/^\d+\.\d\d % correct, over all/);
    expect(words?.map((line) => line.slice(0, 10).trim())).toEqual([
      "SNR",
      "net",
      "logistic r",
      expect.stringMatching(/^\d+\/5/),
      "There is o",
    ]);
    expect(panels.length).toBe(3);
    expect(panels.join()).not.toContain("NaN");
    expect(panels[0].match(/<rect/g)?.length).toBe(16 * 8 * 6);
    for (const name of TONES.classes) expect(panels[1]).toContain(`>${name}<`);
    for (const ratio of RATIOS) expect(panels[2]).toContain(`>${ratio}<`);
  });

  test("tones from waveforms", async () => {
    const { results } = await learned(TONES, { input: "waveform", epochs: 10 });
    const { report, panels } = await results();
    const { accuracyByRatio } = report as { accuracyByRatio: number[] };
    expect(Math.min(...accuracyByRatio.slice(0, 3))).toBeGreaterThan(0.7);
    expect(panels[0].match(/<path/g)?.length).toBe(32);
    expect(panels.join()).not.toContain("NaN");
  });
});

const clips = sharedPath("data", "audio", "keyword-yes-16k-1s.wav");

test.skipIf(!existsSync(clips))(
  "real words before other recordings (skipped without the shared folder: set CONVOKE_SHARED)",
  async () => {
    const data = await readKeywords(undefined);
    expect(data).toMatchObject({ classes: ["yes", "no", "other"], lone: true });
    const { results } = await learned(data, {
      input: "spectrogram",
      epochs: 10,
      counts: { trained: 32, tested: 4 },
    });
    const { accuracyByRatio } = (await results()).report as { accuracyByRatio: number[] };
    // Of 24 examples at 30 and 20 dB; chance is a third.
    expect((accuracyByRatio[0] + accuracyByRatio[1]) / 2).toBeGreaterThan(0.7);
  },
);
