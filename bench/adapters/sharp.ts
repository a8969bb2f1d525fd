/**
 * sharp: a pipeline from bytes to bytes, which is all it has, so that resident and whole are the
 * same. It repeats the edge; its Gaussian is that of libvips, which rounds between its two passes.
 */
import { join } from "node:path";
import { type Engine, load, type Prepared, Refusal, type Task } from "../engine.ts";
import { valuesOf } from "./arrays.ts";

interface Pipeline {
  convolve(kernel: {
    width: number;
    height: number;
    kernel: readonly number[];
    scale: number;
  }): Pipeline;
  blur(options: { sigma: number }): Pipeline;
  toColourspace(name: "b-w" | "srgb"): Pipeline;
  raw(): Pipeline;
  toBuffer(): Promise<Uint8Array>;
}
interface Sharp {
  (
    input: Uint8Array,
    options: { raw: { width: number; height: number; channels: number } },
  ): Pipeline;
  concurrency(threads: number): void;
  cache(on: boolean): void;
  readonly versions: { readonly sharp: string };
}

export async function withSharp(threads: number): Promise<Engine> {
  const { default: sharp } = await load<{ default: Sharp }>("sharp");
  sharp.concurrency(threads);
  sharp.cache(false);
  return { version: sharp.versions.sharp, prepare: (task) => prepare(sharp, task) };
}

async function prepare(sharp: Sharp, task: Task): Promise<Prepared> {
  const { filter, pixels, folder, problem } = task;
  if (filter === null || pixels === "f32") throw new Refusal("sharp filters bytes");
  const [height, width] = problem.axes.map((axis) => axis.input);
  const input = valuesOf(join(folder, "input.bin"), "u8") as Uint8Array;
  const { kind, size, sigma, matrix: kernel, divisor: scale } = filter;
  const space = problem.inChannels === 1 ? "b-w" : "srgb";
  let result: Uint8Array = input;
  const run = async () => {
    const from = sharp(input, { raw: { width, height, channels: problem.inChannels } });
    const to =
      kind === "gaussian"
        ? from.blur({ sigma })
        : from.convolve({ width: size, height: size, kernel, scale });
    result = await to.toColourspace(space).raw().toBuffer();
  };
  return {
    mode: kind === "gaussian" ? "blur" : "convolve",
    resident: run,
    whole: run,
    output: () => result.slice(),
    dispose: () => {},
  };
}
