/** jax-js on its WebAssembly device, jitted. Under Node it has one thread. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inputShape, outputShape, weightShape } from "convoke";
import { type Engine, load, type Prepared, Refusal, type Task } from "../engine.ts";
import { arraysOf, floats } from "./arrays.ts";
import type { Jax, JaxArray } from "./jax-core.ts";
import { prepareStep } from "./jax-step.ts";

type Layer = (x: JaxArray, w: JaxArray) => JaxArray;

export async function jax(): Promise<Engine> {
  const library = await load<Jax>("@jax-js/jax");
  await library.init("wasm");
  library.defaultDevice("wasm");
  return {
    version: versionOf("@jax-js/jax"),
    prepare: async (task, threads) => {
      alone(threads);
      return prepare(library, task);
    },
    prepareStep: async (task, threads) => {
      alone(threads);
      return prepareStep(library, task);
    },
  };
}

function alone(threads: number): void {
  if (threads > 1) throw new Refusal("jax-js has one thread under Node");
}

async function prepare({ numpy, lax, jit, grad }: Jax, task: Task): Promise<Prepared> {
  const { problem } = task;
  const { axes, groups } = problem;
  const { input, weight } = arraysOf(task);
  const upload = (values: Float32Array, shape: readonly number[]) =>
    numpy.array(values).reshape(shape);
  const x = upload(input, inputShape(problem));
  const w = upload(weight, weightShape(problem));
  const layer: Layer = (from, weights) =>
    lax.convGeneralDilated(
      from,
      weights,
      axes.map((a) => a.stride),
      axes.map((a) => [a.before, a.after] as const),
      { rhsDilation: axes.map((a) => a.dilation), featureGroupCount: groups },
    );
  const dispose = () => {
    for (const used of [x, w]) used.dispose();
  };
  if (task.backward) {
    const dy = upload(floats(join(task.folder, "gradient.bin")), outputShape(problem));
    // Of the sum of dy · y, whose gradient is the one that a layer hands back.
    const loss = jit(
      grad((from, weights) => layer(from, weights).mul(dy.ref).sum(), { argnums: [0, 1] }),
    );
    const gradients = async () =>
      Promise.all((await loss(x.ref, w.ref)).map((array) => array.data()));
    return {
      mode: "",
      resident: async () => {
        for (const array of await loss(x.ref, w.ref)) (await array.blockUntilReady()).dispose();
      },
      whole: gradients,
      output: async () => Float32Array.from((await gradients()).flatMap((part) => [...part])),
      dispose,
    };
  }
  const convolve = jit(layer);
  return {
    mode: "",
    resident: async () => {
      const y = convolve(x.ref, w.ref);
      (await y.blockUntilReady()).dispose();
    },
    whole: async () => {
      await convolve(upload(input, inputShape(problem)), w.ref).data();
    },
    output: () => convolve(x.ref, w.ref).data(),
    dispose,
  };
}

function versionOf(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(name) + name.length);
  return (JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { version: string }).version;
}
