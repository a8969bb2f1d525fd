/**
 * TensorFlow.js on WebAssembly and in plain JavaScript. It computes channels last, and is given its
 * tensors like that.
 *
 * Under Node its own check switches threads off: workers start from blobs, which Node's do not. With
 * more than one thread, blobs are written into files and their addresses are paths. The number of
 * threads is half the cores that it sees, since `setThreadsCount` comes too late in this version.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { type Engine, type Prepared, Refusal, type Task } from "../engine.ts";
import { type Core, layerOf, loadCore, need } from "./tfjs-core.ts";
import { prepareGradients } from "./tfjs-gradients.ts";
import { prepareStep } from "./tfjs-step.ts";

export async function tfjsWasm(threads: number): Promise<Engine> {
  if (threads > 1) letWorkersStart(threads);
  const core = loadCore();
  const backend = need("@tensorflow/tfjs-backend-wasm") as {
    readonly version_wasm: string;
    getThreadsCount(): number;
  };
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1);
  await started(core, "wasm");
  const count = backend.getThreadsCount();
  if (count !== threads) throw new Error(`tfjs-wasm started ${count} threads, not ${threads}`);
  return {
    version: backend.version_wasm,
    prepare: async (task) =>
      task.backward ? prepareGradients(core, "tfjs-wasm", task) : prepare(core, task),
    prepareStep: async (task) => prepareStep(core, "tfjs-wasm", task),
  };
}

/** The backend that is there for want of another: plain loops, one thread, every gradient. */
export async function tfjsCpu(threads: number): Promise<Engine> {
  const core = loadCore();
  const { version_cpu: version } = need("@tensorflow/tfjs-backend-cpu") as {
    readonly version_cpu: string;
  };
  await started(core, "cpu");
  const alone = () => {
    if (threads > 1) throw new Refusal("tfjs-cpu has one thread");
  };
  return {
    version,
    prepare: async (task) => {
      alone();
      return task.backward ? prepareGradients(core, "tfjs-cpu", task) : prepare(core, task);
    },
    prepareStep: async (task) => {
      alone();
      return prepareStep(core, "tfjs-cpu", task);
    },
  };
}

async function started(core: Core, backend: string): Promise<void> {
  const logged = console.warn;
  console.warn = () => {};
  await core.setBackend(backend);
  await core.ready();
  console.warn = logged;
}

async function prepare(core: Core, task: Task): Promise<Prepared> {
  const { upload, weights, convolve, outputOf } = layerOf(core, "tfjs-wasm", task);
  const x = upload();
  return {
    mode: "",
    resident: () => convolve(x, weights).dispose(),
    whole: async () => {
      const from = upload();
      const y = convolve(from, weights);
      await y.data();
      for (const used of [from, y]) used.dispose();
    },
    output: async () => {
      const y = convolve(x, weights);
      const values = await y.data();
      y.dispose();
      return outputOf(values);
    },
    dispose: () => {
      for (const used of [x, weights]) used.dispose();
    },
  };
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
