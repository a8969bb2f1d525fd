/** MNIST, and data sets in its format: images and labels, an IDX file each. */
import { FormatError } from "../../errors.ts";
import { readIdx } from "../../formats/idx.ts";
import type { Indices, Tensor } from "../../tensor/tensor.ts";

export interface LabelledImages {
  /** [images, 1, height, width], 0 is paper and 1 is ink. */
  readonly images: Tensor<Float32Array<ArrayBuffer>>;
  /** [images] */
  readonly labels: Indices;
}

/**
 * Both files as they are once unpacked (`train-images-idx3-ubyte`, `train-labels-idx1-ubyte`); codes
 * from 0 to 255 become 0 to 1, and nothing else is done to them.
 *
 * @throws FormatError when one is no IDX file of bytes with three axes or one, or there are not as
 *   many labels as images.
 */
export function readDigits(imageFile: Uint8Array, labelFile: Uint8Array): LabelledImages {
  const codes = bytesOf("images", imageFile, 3);
  const labels = bytesOf("labels", labelFile, 1);
  const [count, height, width] = codes.shape;
  if (labels.shape[0] !== count)
    throw new FormatError(`expected ${count} labels, one an image, got ${labels.shape[0]}`);
  const data = new Float32Array(codes.data.length);
  for (let i = 0; i < data.length; i++) data[i] = codes.data[i] / 255;
  return {
    images: { shape: [count, 1, height, width], data },
    labels: { shape: [count], data: Int32Array.from(labels.data) },
  };
}

function bytesOf(name: string, file: Uint8Array, rank: number) {
  const { shape, data } = readIdx(file);
  if (!(data instanceof Uint8Array) || shape.length !== rank) {
    throw new FormatError(
      `expected bytes with ${rank === 1 ? "1 axis" : `${rank} axes`} in the IDX file of ${name}, got ${data.constructor.name} of [${shape.join(", ")}]`,
    );
  }
  return { shape, data };
}
