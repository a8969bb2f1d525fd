/**
 * sharp: a pipeline from bytes to bytes, which is all it has, so that resident and whole are the
 * same. It repeats the edge; its Gaussian is that of libvips, which rounds between its two passes.
 */
import { join } from "node:path";
import { type Engine, load, type Prepared, Refusal, type Task } from "../engine.ts";
import { floats, valuesOf } from "./arrays.ts";

interface Pipeline {
  convolve(kernel: { width: number; height: number; kernel: number[] }): Pipeline;
  blur(options: { sigma: number }): Pipeline;
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
  const kernel = [...floats(join(folder, "weight.bin"))];
  const { kind, size, sigma } = filter;
  let result: Uint8Array = input;
  const run = async () => {
    const from = sharp(input, { raw: { width, height, channels: problem.inChannels } });
    const to =
      kind === "gaussian"
        ? from.blur({ sigma })
        : from.convolve({ width: size, height: size, kernel });
    result = await to.raw().toBuffer();
  };
  return {
    mode: kind === "gaussian" ? "blur" : "convolve",
    resident: run,
    whole: run,
    output: () => result.slice(),
    dispose: () => {},
  };
}
