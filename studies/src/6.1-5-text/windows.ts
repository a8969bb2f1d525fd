/** Windows of words: a kernel along a sentence, and how far a stack of such sees. */
import { conv1d, type Tensor, tensor } from "convoke";

/** A kernel [k, d] along vectors of words [L, d]: one number for each window, [L − (k − 1)·dilation]. */
export async function slid(x: Tensor, kernel: Tensor, dilation = 1): Promise<Float32Array> {
  const [length, size] = x.shape;
  const y = await conv1d(
    { shape: [1, length, size], data: x.data },
    { shape: [kernel.shape[0], size, 1], data: kernel.data },
    { dataLayout: "nhwc", weightLayout: "hwio", dilation, accuracy: "exact" },
  );
  return y.data as Float32Array;
}

/** Words that the first output of a stack sees, counted by touching each. */
export async function seenBy(
  of: typeof slid,
  taps: number,
  dilations: readonly number[],
): Promise<number> {
  const length = 2 + dilations.reduce((sum, d) => sum + (taps - 1) * d, 0);
  const ones = tensor([taps, 1], new Array<number>(taps).fill(1));
  let seen = 0;
  for (let i = 0; i < length; i++) {
    let values = Float32Array.from({ length }, (_, n) => (n === i ? 1 : 0));
    for (const dilation of dilations)
      values = Float32Array.from(await of(tensor([values.length, 1], values), ones, dilation));
    if (values[0] !== 0) seen++;
  }
  return seen;
}
