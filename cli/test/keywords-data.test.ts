/** What `convoke train keywords` learns from: examples, folders of words, and what is refused. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stream } from "convoke/data";
import { writeWav } from "convoke/formats";
import { describe, expect, test } from "vitest";
import { readKeywords } from "../src/train/keywords/data.ts";
import { RATIOS, testExamples, trainingExamples } from "../src/train/keywords/examples.ts";
import { type Keywords, LENGTH, noise, RATE } from "../src/train/keywords/sounds.ts";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";
import { chirp, TONES } from "./spoken.ts";

describe("examples", () => {
  test("the seed and the number of one decide it; classes and ratios take turns", () => {
    const [a, b] = [trainingExamples(TONES, 12, 5), trainingExamples(TONES, 20, 5)];
    expect([...a.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(b.at(7)).toEqual(a.at(7));
    expect(a.at(4)).not.toEqual(a.at(7));
    expect(trainingExamples(TONES, 12, 6).at(7)).not.toEqual(a.at(7));
    expect(a.at(7).shape).toEqual([1, LENGTH]);
    const tests = testExamples(TONES, 6);
    expect([...tests.labels]).toEqual([0, 1, 2, 0, 1, 2].flatMap((label) => Array(7).fill(label)));
  });

  test("a test of other clips leaves them as they are, but for the background at its ratio", () => {
    const { labels, at } = testExamples({ ...TONES, lone: false }, 3);
    const power = (of: Float32Array) => of.reduce((sum, v) => sum + v * v, 0);
    RATIOS.forEach((ratio, i) => {
      const clip = TONES.test.clips[labels[i]].samples.data;
      const added = at(i).data.map((v, j) => v - clip[j]);
      // Rounding to float32 weighs most at 30 dB.
      expect(10 * Math.log10(power(clip) / power(added))).toBeCloseTo(ratio, 2);
    });
  });

  test("noises fall by 0, 3 and 6 decibels an octave", () => {
    const level = (color: "white" | "pink" | "brown", hertz: number) => {
      const { data } = noise(color, 1);
      // Power near a frequency: the mean over 40 neighbouring coefficients of the whole.
      let sum = 0;
      for (let k = 0; k < 40; k++) {
        const turn = (2 * Math.PI * (hertz + k - 20)) / RATE;
        let [re, im] = [0, 0];
        data.forEach((v, i) => {
          re += v * Math.cos(turn * i);
          im += v * Math.sin(turn * i);
        });
        sum += re * re + im * im;
      }
      return 10 * Math.log10(sum);
    };
    // Forty squares of normal pairs: a standard deviation of 0.7 dB at each end, over two octaves.
    for (const [color, slope] of [
      ["white", 0],
      ["pink", 3],
      ["brown", 6],
    ] as const)
      expect(Math.abs((level(color, 400) - level(color, 1600)) / 2 - slope)).toBeLessThan(1.2);
  });
});

/** Folders of words, of so many speakers each. */
function writeWords(words: readonly string[], speakers: number): string {
  const folder = scratch();
  const next = stream(1);
  for (const [i, word] of words.entries()) {
    mkdirSync(join(folder, word));
    for (let s = 0; s < speakers; s++) {
      const samples = chirp(700 * (i + 1), 700, LENGTH / 2 + 2000 * (next() - 0.5));
      const bytes = writeWav({ sampleRate: RATE, samples }, { encoding: "pcm16" });
      writeFileSync(join(folder, word, `speaker${s}_nohash_0.wav`), bytes);
    }
  }
  return folder;
}

describe("a folder of words", () => {
  test("yes and no where they are; all else is other; a speaker is on one side", async () => {
    const folder = writeWords(["bed", "no", "yes", "_background_noise_"], 12);
    const data = await readKeywords(folder);
    expect(data).toMatchObject({ source: folder, classes: ["yes", "no", "other"], lone: false });
    const counts = (part: Keywords["train"]) =>
      [0, 1, 2].map((label) => part.clips.filter((clip) => clip.label === label).length);
    const [trained, tested] = [counts(data.train), counts(data.test)];
    expect(trained.map((n, i) => n + tested[i])).toEqual([12, 12, 12]);
    // The same speakers of every word.
    expect(new Set(trained).size).toBe(1);
    expect(tested[0]).toBeGreaterThan(0);
    expect(data.train.backgrounds.length).toBe(6 + 2);
    expect(data.test.backgrounds.length).toBe(6 + 1);
    for (const { samples } of data.train.clips) expect(samples.shape).toEqual([1, LENGTH]);
    expect(await readKeywords(folder)).toEqual(data);
  });

  test("other words are classes by themselves", async () => {
    const { classes } = await readKeywords(writeWords(["up", "down"], 12));
    expect(classes).toEqual(["down", "up", "other"]);
  });

  test("stereo at another rate, cut to a second", async () => {
    const folder = writeWords(["up", "down"], 12);
    const data = new Float32Array(2 * 16_000);
    data[8000] = 0.5;
    const sound = { sampleRate: 8000, samples: { shape: [2, 16_000], data } };
    for (let s = 0; s < 12; s++)
      writeFileSync(
        join(folder, "up", `speaker${s}_nohash_0.wav`),
        writeWav(sound, { encoding: "float32" }),
      );
    const { train: part } = await readKeywords(folder);
    const { samples } = part.clips.find(({ label }) => label === 1)!;
    expect(samples.shape).toEqual([1, LENGTH]);
    // Sample 8000 of 16,000 is the middle of both.
    expect(samples.data.indexOf(Math.max(...samples.data))).toBe(LENGTH / 2);
    expect(Math.max(...samples.data)).toBeCloseTo(0.25, 1);
  });
});

describe("what is refused", () => {
  const broken = () => {
    const folder = writeWords(["no", "yes"], 12);
    writeFileSync(join(folder, "yes", readdirSync(join(folder, "yes"))[0]), "no sound");
    return folder;
  };
  test.each<[string, () => string, RegExp]>([
    ["no folder", () => "/nowhere", /^cannot read \/nowhere: there is no such file/],
    [
      "one word",
      () => writeWords(["yes"], 1),
      /^expected a folder for each of at least two words in .*, got yes$/,
    ],
    [
      "one speaker",
      () => writeWords(["no", "yes"], 1),
      /^expected WAV files of several speakers in .*yes, got 1 file, none of which is left to train$/,
    ],
    ["no WAV", broken, /^cannot read .*wav: expected a WAV file/],
  ])("%s", async (_, folder, sentence) => {
    const message = expect.stringMatching(sentence);
    await expect(readKeywords(folder())).rejects.toMatchObject({ kind: "input", message });
  });

  test.each<[string, string[], number, RegExp]>([
    [
      "no data",
      [],
      3,
      /expected --data with a folder that has a folder of WAV files for every word, got none/,
    ],
    [
      "another input",
      ["--input", "wavform"],
      2,
      /expected spectrogram or waveform for --input, got wavform \(is it waveform\?\)/,
    ],
  ])("%s", async (_, args, code, sentence) => {
    const here = scratch();
    const env = { CONVOKE_SHARED: "" };
    const said = await convoke(["train", "keywords", "--no-wide", ...args], { cwd: here, env });
    expect(said.err).toMatch(sentence);
    expect(said.err.trimEnd().split("\n").length).toBe(1);
    expect(said.code).toBe(code);
    expect(readdirSync(here)).toEqual([]);
  });

  test("an input where there is no choice", async () => {
    const said = await convoke(["train", "digits", "--input", "waveform"], { cwd: scratch() });
    expect([said.code, said.err]).toEqual([
      2,
      expect.stringContaining("expected no --input for digits, got waveform"),
    ]);
  });
});
