/**
 * All ways of a factorisation in one safetensors file: `KEY.0.weight`, `KEY.1.weight`, … and a bias where
 * there is one. Stride, padding, dilation and groups stand in the metadata under `KEY.0`, where the
 * reader of kernels finds them.
 */
import { type StoredTensor, writeSafetensors } from "convoke/formats";
import type { Kernel, Way } from "convoke/workshop";
import { Failure, quoted } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";

/** @throws Failure for another name, and for a folder that cannot be written. */
export async function checkWaysFile(path: string): Promise<void> {
  if (!/\.safetensors$/i.test(path))
    throw new Failure(
      "usage",
      `expected a name that ends in .safetensors for --out, got ${quoted(path)}`,
    );
  await checkTarget(path);
}

export async function writeWays(path: string, ways: readonly Way[]): Promise<void> {
  const tensors: [string, StoredTensor][] = [];
  const metadata: Record<string, string> = {};
  for (const { key, layers } of ways) {
    for (const [i, { weight, bias, ...geometry }] of layers.entries()) {
      tensors.push([`${key}.${i}.weight`, stored(weight)]);
      if (bias) tensors.push([`${key}.${i}.bias`, stored(bias)]);
      metadata[`${key}.${i}`] = JSON.stringify(geometry);
    }
  }
  await writeWhole(path, writeSafetensors(tensors, metadata));
}

const stored = ({ shape, values }: Kernel): StoredTensor => ({ shape, data: values });
