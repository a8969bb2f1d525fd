/** `convoke train keywords`: tones as words, folders of them, and what is refused. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stream } from "convoke/data";
import { writeWav } from "convoke/formats";
import { train } from "convoke/nets";
import { describe, expect, test } from "vitest";
import { STRINGS } from "../src/strings.ts";
import { readKeywords } from "../src/train/keywords/data.ts";
import { RATIOS, testExamples, trainingExamples } from "../src/train/keywords/examples.ts";
import { type Keywords, LENGTH, noise, RATE, type Samples } from "../src/train/keywords/sounds.ts";
import { courseOf } from "../src/train/keywords/task.ts";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

/** A fifth of a second from one frequency to another, in the middle of a clip. */
function chirp(from: number, to: number, middle = LENGTH / 2): Samples {
  const [count, data] = [RATE / 5, new Float32Array(LENGTH)];
  let phase = 0;
  for (let i = 0; i < count; i++) {
    phase += (2 * Math.PI * from * (to / from) ** (i / count)) / RATE;
    const fade = Math.sin((Math.PI * i) / count) ** 2;
    data[Math.round(middle - count / 2) + i] = 0.5 * fade * Math.sin(phase);
  }
  return { shape: [1, LENGTH], data };
}

/** Two lone words, in noises. */
function spoken(...words: readonly Samples[]): Keywords {
  const clips = words.map((samples, label) => ({ label, samples }));
  return {
    source: "tones",
    classes: ["one", "two", "other"],
    train: { clips, backgrounds: [noise("white", 1), noise("brown", 1)] },
    test: { clips, backgrounds: [noise("pink", 1)] },
    lone: true,
  };
}
const CHIRPS = spoken(chirp(700, 1400), chirp(1400, 700));
const TONES = spoken(chirp(700, 700), chirp(2000, 2000));

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
    const counts = { trained: 16, tested: 1 };
    const [one, two] = [
      await learned(TONES, { input, threads: 1, epochs: 2, counts }),
      await learned(TONES, { input, threads: 2, epochs: 2, counts }),
    ];
    expect(Buffer.from(two.checkpoint).equals(Buffer.from(one.checkpoint))).toBe(true);
    if (input === "spectrogram") expect(await two.results()).toEqual(await one.results());
  });

  test("chirps in noise from spectrograms, reported in full", async () => {
    const { course, results } = await learned(CHIRPS, { input: "spectrogram", epochs: 10 });
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

const clips = join(process.env.CONVOKE_SHARED ?? "", "data", "audio", "keyword-yes-16k-1s.wav");

test.skipIf(!existsSync(clips))(
  "real words before other recordings (skipped without the shared folder: set CONVOKE_SHARED)",
  async () => {
    const data = await readKeywords(undefined);
    expect(data).toMatchObject({ classes: ["yes", "no", "other"], lone: true });
    const { results } = await learned(data, { input: "spectrogram", epochs: 12 });
    const { accuracyByRatio } = (await results()).report as { accuracyByRatio: number[] };
    // Of 24 examples at 30 and 20 dB; chance is a third.
    expect((accuracyByRatio[0] + accuracyByRatio[1]) / 2).toBeGreaterThan(0.7);
  },
);
