/** A stack of layers as a short text: `k3 k3s2 k3d2p1 pool2`. */
import { FormatError } from "convoke";

export interface StackLayer {
  readonly word: string;
  readonly kind: "conv" | "pool";
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

export const MOST_LAYERS = 10;
const MOST_KERNEL = 11;

const CONV = /^k(\d{1,2})(?:s(\d))?(?:d(\d{1,2}))?(?:p(\d{1,2}))?$/;
const POOL = /^pool(\d{1,2})(?:s(\d))?$/;

/**
 * Letters as in descriptors: k kernel, s stride, d dilation, p padding on both sides. A pool moves by
 * its own width unless `s` says otherwise.
 *
 * @throws FormatError for a word that is no layer, or more layers than can be drawn.
 */
export function readStack(text: string): StackLayer[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0 || words.length > MOST_LAYERS)
    throw new FormatError(`expected 1 to ${MOST_LAYERS} layers, got ${words.length}`);
  return words.map(readLayer);
}

function readLayer(word: string): StackLayer {
  const number = (found: string | undefined, otherwise: number) =>
    found === undefined ? otherwise : Number(found);
  const [conv, pool] = [CONV.exec(word), POOL.exec(word)];
  const kernel = Number((conv ?? pool)?.[1]);
  const layer: StackLayer = conv
    ? {
        ...{ word, kind: "conv", kernel },
        stride: number(conv[2], 1),
        dilation: number(conv[3], 1),
        padding: number(conv[4], 0),
      }
    : { word, kind: "pool", kernel, stride: number(pool?.[2], kernel), dilation: 1, padding: 0 };
  const fits = kernel >= 1 && kernel <= MOST_KERNEL && layer.stride >= 1 && layer.dilation >= 1;
  if (!fits)
    throw new FormatError(
      `expected layers such as k3, k3s2, k3d2p1, pool2 (kernels up to ${MOST_KERNEL}), got "${word}"`,
    );
  return layer;
}
