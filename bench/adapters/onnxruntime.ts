/**
 * ONNX Runtime, native and as WebAssembly: a model of one Conv node. All graph optimisations put it
 * into blocked channels, with a conversion on either side; the level below leaves it as it is. The
 * quicker one takes part.
 *
 * Native, input and output are arrays that the runtime reads and writes in place. The WebAssembly
 * build has no tensors of its own on the CPU: each run copies the input in and the output out.
 */
import { inputShape, outputShape } from "convoke";
import { type Engine, load, type Prepared, type Task } from "../engine.ts";
import { quickestOf } from "../window.ts";
import { arraysOf } from "./arrays.ts";
import { convModel } from "./onnx-model.ts";

interface Tensor {
  readonly data: Float32Array;
}
type Tensors = Record<string, Tensor>;
interface Session {
  run(feeds: Tensors, fetches?: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}
interface Runtime {
  readonly env: { readonly versions: Record<string, string>; wasm: { numThreads: number } };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Record<string, unknown>): Promise<Session>;
  };
}

export async function onnxruntimeNode(): Promise<Engine> {
  const runtime = await load<Runtime>("onnxruntime-node");
  return {
    version: runtime.env.versions.node,
    prepare: (task, threads) => quickest(runtime, "cpu", task, threads),
  };
}

export async function onnxruntimeWeb(threads: number): Promise<Engine> {
  const runtime = await load<Runtime>("onnxruntime-web");
  runtime.env.wasm.numThreads = threads;
  return {
    version: runtime.env.versions.web,
    prepare: (task) => quickest(runtime, "wasm", task, threads),
  };
}

type Provider = "cpu" | "wasm";
const LEVELS = { all: "blocked", extended: "plain" } as const;

async function quickest(
  runtime: Runtime,
  provider: Provider,
  task: Task,
  threads: number,
): Promise<Prepared> {
  const candidates = [
    await prepare(runtime, provider, "all", task, threads),
    await prepare(runtime, provider, "extended", task, threads),
  ];
  const best = await quickestOf(candidates, ({ resident }) => resident);
  for (const candidate of candidates) if (candidate !== best) candidate.dispose();
  return best;
}

async function prepare(
  { Tensor, InferenceSession }: Runtime,
  provider: Provider,
  level: keyof typeof LEVELS,
  task: Task,
  threads: number,
): Promise<Prepared> {
  const { input, weight } = arraysOf(task);
  const { problem } = task;
  const session = await InferenceSession.create(convModel(problem, weight), {
    executionProviders: [provider],
    graphOptimizationLevel: level,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const x = new Tensor("float32", input, inputShape(problem));
  const size = outputShape(problem).reduce((a, b) => a * b, 1);
  let y = new Tensor("float32", new Float32Array(size), outputShape(problem));
  const given = { y };
  const into = async () => {
    await session.run({ x }, given);
  };
  const fresh = async () => {
    ({ y } = await session.run({ x }));
  };
  return {
    mode: LEVELS[level],
    resident: provider === "cpu" ? into : fresh,
    whole: fresh,
    output: () => y.data,
    dispose: () => void session.release(),
  };
}
