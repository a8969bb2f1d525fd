/** What is learned from: two pictures as planes of numbers, and how those of the second were kept. */
import { type Tensor, tensor } from "convoke";
import { readNpy } from "convoke/formats";
import { Failure, reasonOf } from "../failure.ts";
import { colorOf } from "../image/planes.ts";
import { decodePicture, readBytes } from "../image/read.ts";

export interface Planes {
  readonly path: string;
  /** [planes, height, width] */
  readonly numbers: Tensor;
  /** The value of white; null where the file has no such thing. */
  readonly white: number | null;
  /** Whether the numbers are whole codes from 0 to white: rounded, and cut to them. */
  readonly codes: boolean;
}

/**
 * A picture as `filter` reads it, or an npy file of [height, width] or [height, width, channels].
 *
 * @throws Failure for other files, and for transparency.
 */
export async function readPlanes(path: string, maxPixels: number): Promise<Planes> {
  const bytes = await readBytes(path);
  if (bytes.subarray(0, 6).toString("latin1") === "\x93NUMPY") return fromNpy(path, bytes);
  const picture = await decodePicture(path, bytes, maxPixels);
  if (picture.hasAlpha)
    throw new Failure(
      "input",
      `expected a picture without transparency in ${path}, got one with it`,
    );
  const { planes, height, width, white, bits } = picture;
  const numbers = tensor([planes, height, width], colorOf(picture));
  return { path, numbers, white, codes: bits !== "float" };
}

function fromNpy(path: string, bytes: Uint8Array): Planes {
  let stored: ReturnType<typeof readNpy>;
  try {
    stored = readNpy(bytes);
  } catch (error) {
    throw new Failure("input", `cannot read ${path}: ${reasonOf(error)}`);
  }
  const { shape, data } = stored;
  const [height, width, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || data.length === 0)
    throw new Failure(
      "input",
      `expected numbers of [height, width] or [height, width, channels] in ${path}, got [${shape.join(", ")}]`,
    );
  const size = height * width;
  const numbers = tensor([channels, height, width]);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < size; i++) numbers.data[c * size + i] = data[i * channels + c];
  return { path, numbers, white: null, codes: false };
}
