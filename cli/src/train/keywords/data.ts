/** Where keywords come from: a folder of folders, one a word, or two lone clips. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure, reasonOf } from "../../failure.ts";
import { clipAroundPower, clipOf, readRecording } from "./recordings.ts";
import { type Clip, type Keywords, noise, OTHER, type Samples } from "./sounds.ts";

const WORDS = ["yes", "no"] as const;
/** In a folder of words: recordings without any. The name is that of Speech Commands. */
const BACKGROUNDS = "_background_noise_";
/** At most so many clips of a class, those with the smallest hashes. */
const MOST = { train: 600, test: 150 } as const;
/** The share of speakers that test. */
const TESTED = 0.2;

/**
 * The words in a folder, or else the clips that CONVOKE_SHARED leads to.
 *
 * @throws Failure when there are none, or files that cannot be used.
 */
export async function readKeywords(folder: string | undefined): Promise<Keywords> {
  if (folder !== undefined) return await wordsIn(folder);
  const { CONVOKE_SHARED: shared } = process.env;
  if (shared) return await loneClips(join(shared, "data", "audio"));
  throw new Failure(
    "input",
    "expected --data with a folder that has a folder of WAV files for every word, got none",
  );
}

/** One clip a word. The speech trains; another voice and music test, and other noise. */
async function loneClips(folder: string): Promise<Keywords> {
  const read = (name: string) => readRecording(join(folder, name));
  const clips: Clip[] = [];
  for (const [label, word] of WORDS.entries())
    clips.push({ label, samples: clipAroundPower(await read(`keyword-${word}-16k-1s.wav`)) });
  const speech = await read("librivox-speech-16k-0870.wav");
  const others = [await read("voice-44k1.wav"), await read("music-sugarplum-22k05.wav")];
  return {
    source: folder,
    classes: [...WORDS, OTHER],
    train: { clips, backgrounds: [speech, ...noises("train")] },
    test: { clips, backgrounds: [...others, ...noises("test")] },
    lone: true,
  };
}

/**
 * Where there are folders "yes" and "no", all other words are one class; else every folder is a class.
 * A clip tests or trains by the hash of its name up to "_nohash_", which names the speaker in Speech
 * Commands, so nobody is heard in both. Every second background tests.
 */
async function wordsIn(folder: string): Promise<Keywords> {
  const names = (await foldersIn(folder)).filter((name) => !/^[_.]/.test(name));
  const asked = WORDS.filter((word) => names.includes(word));
  const words = asked.length === WORDS.length ? asked : names.filter((name) => name !== OTHER);
  if (words.length < 2)
    throw new Failure(
      "input",
      `expected a folder for each of at least two words in ${folder}, got ${words.join() || "none"}`,
    );
  const rest = names.filter((name) => !words.some((word) => word === name));
  const files = await Promise.all(
    [...words.map((word) => [word]), rest].map((group) => wavsIn(folder, group)),
  );
  const clips = async (kind: "train" | "test") => {
    const found: Clip[] = [];
    for (const [label, list] of files.entries()) {
      const part = list
        .filter(({ hash }) => hash < TESTED === (kind === "test"))
        .slice(0, MOST[kind]);
      if (part.length === 0 && label < words.length) {
        throw new Failure(
          "input",
          `expected WAV files of several speakers in ${join(folder, words[label])}, got ${list.length} file${list.length === 1 ? "" : "s"}, none of which is left to ${kind}`,
        );
      }
      for (const { path } of part)
        found.push({ label, samples: clipOf(await readRecording(path)) });
    }
    return found;
  };
  const backgrounds: Samples[] = [];
  for (const { path } of await wavsIn(folder, [BACKGROUNDS]))
    backgrounds.push(await readRecording(path));
  const part = async (kind: "train" | "test") => ({
    clips: await clips(kind),
    backgrounds: [
      ...backgrounds.filter((_, i) => i % 2 === (kind === "test" ? 1 : 0)),
      ...noises(kind),
    ],
  });
  const [train, test] = [await part("train"), await part("test")];
  return { source: folder, classes: [...words, OTHER], train, test, lone: false };
}

const noises = (kind: "train" | "test"): Samples[] =>
  kind === "train" ? [noise("white", 1), noise("brown", 1)] : [noise("pink", 1)];

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Failure("input", `cannot read ${folder}: ${reasonOf(error)}`);
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

interface WavFile {
  readonly path: string;
  /** In [0, 1). */
  readonly hash: number;
}

/** In the order of their hashes. */
async function wavsIn(folder: string, names: readonly string[]): Promise<WavFile[]> {
  const lists = names.map(async (name) => {
    const found = await readdir(join(folder, name)).catch(() => [] as string[]);
    return found
      .filter((file) => /\.wav$/i.test(file))
      .map((file) => ({ path: join(folder, name, file), hash: hashOf(file) }));
  });
  const files = (await Promise.all(lists)).flat();
  return files.sort((a, b) => a.hash - b.hash || (a.path < b.path ? -1 : 1));
}

function hashOf(file: string): number {
  const speaker = file.replace(/_nohash_.*$|\.wav$/i, "");
  return createHash("sha1").update(speaker).digest().readUInt32BE(0) / 2 ** 32;
}
