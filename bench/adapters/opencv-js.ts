/** OpenCV compiled to WebAssembly, one thread: its function for the filter, or its general one. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Engine, type Filter, type Prepared, Refusal, type Task } from "../engine.ts";
import { quickestOf } from "../window.ts";
import { floats, valuesOf } from "./arrays.ts";

interface Mat {
  readonly data: Uint8Array;
  readonly data32F: Float32Array;
  delete(): void;
}
type Size = object;
interface OpenCv {
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat;
  readonly Size: new (width: number, height: number) => Size;
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly CV_32FC1: number;
  filter2D(src: Mat, dst: Mat, depth: number, kernel: Mat): void;
  Laplacian(src: Mat, dst: Mat, depth: number, size: number): void;
  blur(src: Mat, dst: Mat, size: Size): void;
  GaussianBlur(src: Mat, dst: Mat, size: Size, sigma: number): void;
  getBuildInformation(): string;
  onRuntimeInitialized?: () => void;
}

type Way = { readonly name: string; readonly run: (src: Mat, dst: Mat) => void };

export async function openCvJs(): Promise<Engine> {
  const loaded = createRequire(import.meta.url)("@techstark/opencv-js") as OpenCv | Promise<OpenCv>;
  const cv = loaded instanceof Promise ? await loaded : loaded;
  if (cv.Mat === undefined) {
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = resolve;
    });
  }
  const version = /OpenCV ([\w.-]+)/.exec(cv.getBuildInformation())?.[1] ?? "";
  return { version, prepare: (task, threads) => prepare(cv, task, threads) };
}

async function prepare(cv: OpenCv, task: Task, threads: number): Promise<Prepared> {
  if (task.filter === null) throw new Refusal("opencv-js filters pictures");
  if (threads > 1) throw new Refusal("opencv-js has one thread");
  const { problem, pixels, folder, filter } = task;
  const [height, width] = problem.axes.map((axis) => axis.input);
  const bytes = problem.inChannels === 1 ? cv.CV_8UC1 : cv.CV_8UC3;
  const type = pixels === "f32" ? cv.CV_32FC1 : bytes;
  const input = valuesOf(join(folder, "input.bin"), pixels);
  const [src, dst] = [new cv.Mat(height, width, type), new cv.Mat(height, width, type)];
  const kernel = new cv.Mat(filter.size, filter.size, cv.CV_32FC1);
  kernel.data32F.set(floats(join(folder, "weight.bin")));
  const view = (mat: Mat) => (pixels === "f32" ? mat.data32F : mat.data);
  view(src).set(input);
  const ways = waysOf(cv, filter, kernel);
  const { name, run } = await quickestOf(ways, (way) => () => way.run(src, dst));
  const result = input.slice();
  return {
    mode: name,
    resident: () => run(src, dst),
    whole: () => {
      view(src).set(input);
      run(src, dst);
      result.set(view(dst));
    },
    output: () => view(dst).slice(),
    dispose: () => {
      for (const mat of [src, dst, kernel]) mat.delete();
    },
  };
}

function waysOf(cv: OpenCv, { kind, size, sigma }: Filter, kernel: Mat): Way[] {
  const square = new cv.Size(size, size);
  const own: Record<Filter["kind"], Way["run"] | null> = {
    any: null,
    laplacian: (src, dst) => cv.Laplacian(src, dst, -1, 1),
    box: (src, dst) => cv.blur(src, dst, square),
    gaussian: (src, dst) => cv.GaussianBlur(src, dst, square, sigma),
  };
  const general: Way = { name: "filter2D", run: (src, dst) => cv.filter2D(src, dst, -1, kernel) };
  const special = own[kind];
  return special ? [{ name: kind, run: special }, general] : [general];
}
