/** What the page asks of its worker. One thing at a time: they share one picture and its results. */

import { writeNpy } from "convoke/formats";
import { imageOperations, largestError, milliseconds } from "convoke/images";
import type { Call } from "../../../engine/serve.ts";
import type { Setting } from "./filters.ts";
import { type Planes, planesOf } from "./planes.ts";
import type { View } from "./screen.ts";
import {
  filterNow,
  type Progress,
  type Screens,
  show,
  sourceOf,
  usePicture,
  useScreens,
  wholeResult,
} from "./show.ts";
import { type Numbers, unrounded } from "./unrounded.ts";

let last: Promise<unknown> = Promise.resolve();

/** After what was asked before has ended, well or not; not at all when it was stopped meanwhile. */
function inTurn<T>({ signal }: Pick<Call, "signal">, job: () => T | Promise<T>): Promise<T> {
  const mine = last.then(() => {
    signal.throwIfAborted();
    return job();
  });
  last = mine.catch(() => {});
  return mine;
}

export type Saved = "result.png" | "result.npy" | "result-float32.npy" | "picture.npy";

export const jobs = {
  screens: (screens: Screens, call: Call) => inTurn(call, () => useScreens(screens)),

  /** Decodes a file; its size, or what is wrong with it in one sentence. */
  open: ({ file, name }: { file: Blob; name: string }, call: Call) =>
    inTurn(call, async () => take(await decoded(file, name))),

  /** A picture of the camera, or one that the page has made. */
  frame: (bitmap: ImageBitmap, call: Call) => inTurn(call, () => take(bitmap)),

  show: (asked: { setting: Setting; view: View }, call: Call<Progress>) =>
    inTurn(call, () => show(asked, call)),

  /** The plan for the picture as one, and what the code of all bands does, counted. */
  explain: (setting: Setting, call: Call) =>
    inTurn(call, async () => {
      const { filter, bands } = await filterNow(setting);
      const { algorithm, threads, precision, machine } = filter.plan;
      const candidates = filter.plan.candidates.map(({ algorithm, refusal, cycles }) => ({
        algorithm,
        refusal,
        milliseconds: cycles && milliseconds(cycles, machine, threads),
      }));
      // Counting walks the loops: those of one band, since all are alike.
      const { multiplications, additions } = imageOperations(filter.band.plan);
      return {
        algorithm,
        threads,
        exact: precision.exact,
        off: `${Number(largestError(filter.plan).toPrecision(2))}`,
        candidates,
        multiplications: multiplications * bands,
        additions: additions * bands,
      };
    }),

  save: ({ setting, as }: { setting: Setting; as: Saved }, call: Call) =>
    inTurn(call, async () => {
      if (as === "result-float32.npy")
        return npyOf(await unrounded(sourceOf(setting.gray), setting));
      const planes =
        as === "picture.npy" ? sourceOf(setting.gray) : await wholeResult(setting, call);
      return as === "result.png" ? pngOf(planes) : npyOf(planes);
    }),
};

function take(bitmap: ImageBitmap): { width: number; height: number } {
  try {
    usePicture(planesOf(bitmap));
    return { width: bitmap.width, height: bitmap.height };
  } finally {
    bitmap.close();
  }
}

async function decoded(file: Blob, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new TypeError(
      `expected a whole picture that this browser reads (PNG, JPEG, WebP, GIF or AVIF), got ${name}`,
    );
  }
}

function npyOf({ width, height, channels, pixels }: Numbers): Blob {
  const shape = channels === 1 ? [height, width] : [height, width, channels];
  return new Blob([writeNpy({ shape, data: pixels })], { type: "application/octet-stream" });
}

async function pngOf({ width, height, channels, pixels }: Planes): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("expected a canvas of the browser for the PNG, got none");
  const BAND = 256;
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    const { data } = new ImageData(width, rows);
    for (let to = 0, from = top * width * channels; to < data.length; to += 4, from += channels) {
      data[to] = pixels[from];
      data[to + 1] = pixels[from + ((channels - 1) >> 1)];
      data[to + 2] = pixels[from + channels - 1];
      data[to + 3] = 255;
    }
    context.putImageData(new ImageData(data, width, rows), 0, top);
  }
  return canvas.convertToBlob({ type: "image/png" });
}
