/** The engines that run in Node, by name; each is loaded only when it is asked for. */
import type { Engine } from "../engine.ts";

type Adapter = (threads: number, words: readonly string[]) => Promise<Engine>;

export const ADAPTERS: Readonly<Record<string, Adapter>> = {
  convoke: async (_, words) => (await import("./convoke.ts")).convoke(words),
  "onnxruntime-node": async () => (await import("./onnxruntime.ts")).onnxruntimeNode(),
  "onnxruntime-web": async (threads) => (await import("./onnxruntime.ts")).onnxruntimeWeb(threads),
  "tfjs-wasm": async (threads) => (await import("./tfjs.ts")).tfjsWasm(threads),
  "tfjs-cpu": async (threads) => (await import("./tfjs.ts")).tfjsCpu(threads),
  "jax-js": async () => (await import("./jax.ts")).jax(),
  "opencv-js": async () => (await import("./opencv-js.ts")).openCvJs(),
  sharp: async (threads) => (await import("./sharp.ts")).withSharp(threads),
};
