/**
 * TensorFlow.js on WebAssembly. It computes channels last, and is given its tensors like that.
 *
 * Under Node its own check switches threads off: workers start from blobs, which Node's do not. With
 * more than one thread, blobs are written into files and their addresses are paths. The number of
 * threads is half the cores that it sees, since `setThreadsCount` comes too late in this version.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { join } from "node:path";
import type { Problem } from "convoke";
import { type Engine, type Prepared, Refusal, type Task } from "../engine.ts";
import { arraysOf, permuted } from "./arrays.ts";

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}
type Pair = [number, number];
type Padding = [Pair, Pair, Pair, Pair];
type Conv = (
  x: Tensor,
  w: Tensor,
  strides: Pair,
  padding: Padding,
  format: "NHWC",
  dilations: Pair,
  rounding: "floor",
) => Tensor;
interface Core {
  env(): { set(flag: string, value: boolean): void };
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor4d(values: Float32Array, shape: readonly number[]): Tensor;
  readonly conv2d: Conv;
  readonly depthwiseConv2d: Conv;
}
interface Backend {
  readonly version_wasm: string;
  getThreadsCount(): number;
}

const need = createRequire(import.meta.url);

export async function tfjs(threads: number): Promise<Engine> {
  const logged = console.warn;
  console.warn = () => {};
  if (threads > 1) letWorkersStart(threads);
  const core = need("@tensorflow/tfjs-core") as Core;
  const backend = need("@tensorflow/tfjs-backend-wasm") as Backend;
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1);
  await core.setBackend("wasm");
  await core.ready();
  console.warn = logged;
  const count = backend.getThreadsCount();
  if (count !== threads) throw new Error(`tfjs-wasm started ${count} threads, not ${threads}`);
  return { version: backend.version_wasm, prepare: (task) => prepare(core, task) };
}

async function prepare(core: Core, task: Task): Promise<Prepared> {
  if (task.backward) throw new Refusal("tfjs-wasm has no gradient of a convolution's weight");
  const { input, weight } = arraysOf(task);
  const planar = planarOf(task.problem);
  const { batch, inChannels, outChannels, groups } = planar;
  const [h, w] = planar.axes;
  const inGroup = inChannels / groups;
  const depthwise = groups > 1;
  if (depthwise && inGroup > 1) throw new Refusal("tfjs-wasm knows no groups but depthwise ones");
  if (Math.max(h.stride, w.stride) > 1 && Math.max(h.dilation, w.dilation) > 1)
    throw new Refusal("tfjs has no convolution with both stride and dilation");

  const pixels = permuted(input, [batch, inChannels, h.input, w.input], [0, 2, 3, 1]);
  // Depthwise filters are [h, w, in, multiplier], and outputs lie in that order, too.
  const filter = depthwise
    ? permuted(weight, [inChannels, outChannels / inChannels, h.kernel, w.kernel], [2, 3, 0, 1])
    : permuted(weight, [outChannels, inGroup, h.kernel, w.kernel], [2, 3, 1, 0]);
  const filterShape = depthwise
    ? [h.kernel, w.kernel, inChannels, outChannels / inChannels]
    : [h.kernel, w.kernel, inGroup, outChannels];
  const upload = () => core.tensor4d(pixels, [batch, h.input, w.input, inChannels]);
  const x = upload();
  const weights = core.tensor4d(filter, filterShape);
  const convolve = (from: Tensor) =>
    (depthwise ? core.depthwiseConv2d : core.conv2d)(
      from,
      weights,
      [h.stride, w.stride],
      [
        [0, 0],
        [h.before, h.after],
        [w.before, w.after],
        [0, 0],
      ],
      "NHWC",
      [h.dilation, w.dilation],
      "floor",
    );
  return {
    mode: "",
    resident: () => convolve(x).dispose(),
    whole: async () => {
      const from = upload();
      const y = convolve(from);
      await y.data();
      for (const used of [from, y]) used.dispose();
    },
    output: async () => {
      const y = convolve(x);
      const values = await y.data();
      y.dispose();
      return permuted(values, [batch, h.output, w.output, outChannels], [0, 3, 1, 2]);
    },
    dispose: () => {
      for (const used of [x, weights]) used.dispose();
    },
  };
}

/** A 1-D problem as one of height 1. */
function planarOf(problem: Problem): Problem {
  const { axes } = problem;
  if (axes.length > 2) throw new Refusal("tfjs-wasm has no 3-D convolution");
  if (axes.length === 2) return problem;
  const flat = { input: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, output: 1 };
  return { ...problem, axes: [{ ...flat, outputPadding: 0 }, axes[0]] };
}

function letWorkersStart(threads: number): void {
  const folder = mkdtempSync(join(os.tmpdir(), "convoke-tfjs-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  // The script that workers start from calls createObjectURL as well, in its own thread.
  const prelude = `{
    const { writeFileSync } = require("node:fs");
    const { threadId } = require("node:worker_threads");
    URL.createObjectURL = ({ text }) => {
      const path = ${JSON.stringify(folder)} + "/main-" + threadId + ".cjs";
      writeFileSync(path, text);
      return path;
    };
    URL.revokeObjectURL = () => {};
  }\n`;
  const script = need.resolve(
    "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js",
  );
  const main = readFileSync(script, "utf8");
  class TextBlob {
    readonly text: string;
    constructor(parts: readonly string[], { type }: { readonly type: string }) {
      this.text = type === "application/javascript" ? prelude + parts.join("") : main;
    }
  }
  let count = 0;
  const createObjectURL = ({ text }: TextBlob): string => {
    const path = join(folder, `worker-${count++}.cjs`);
    writeFileSync(path, text);
    return path;
  };
  Object.assign(globalThis, { Blob: TextBlob });
  Object.assign(URL, { createObjectURL });
  const seen = new Array(2 * threads).fill({});
  Object.assign(os, { cpus: () => seen });
}
