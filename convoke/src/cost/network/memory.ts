/**
 * Which values are there at the same time: forwards, in the order of the layers, each until it was
 * read for the last time; in training, until the gradients that need it are known.
 */
import { bytesOfElements } from "../../formats/onnx/elements.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { ELEMENT_BYTES, type ElementType } from "../elements.ts";
import { OPTIMIZER_SLOTS, type OptimizerName } from "../memory.ts";
import { isFloat } from "./infer.ts";
import type { Network, NetworkValue } from "./network.ts";

/** Bytes of a value; 0 where its shape is not known, or it holds texts. */
export function bytesOf({ shape, dtype }: NetworkValue, stored?: ElementType): number {
  if (shape === null) return 0;
  const size = sizeOf(shape);
  if (stored !== undefined && isFloat(dtype)) return size * ELEMENT_BYTES[stored];
  return bytesOfElements(dtype, size) ?? 0;
}

/** Bytes at every step, and the step with the most. */
interface Timeline {
  readonly bytes: readonly number[];
  readonly peak: number;
  /** -1 where there is no step. */
  readonly at: number;
}

export interface ForwardMemory extends Timeline {
  /** The values that are there at the peak, largest first. */
  readonly live: readonly { readonly name: string; readonly bytes: number }[];
}

interface Life {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Activations of a forward pass. Views take nothing of their own; inputs of the network are there until
 * they were read, outputs until the end. Nothing is computed in place, and no algorithm's workspace is
 * in it. Parameters and constants are not either.
 */
export function forwardMemory(network: Network, stored?: ElementType): ForwardMemory {
  const lives = livesOf(network, stored);
  const timeline = timelineOf(lives, network.layers.length);
  const live = lives
    .filter(({ from, to }) => from <= timeline.at && timeline.at <= to)
    .map(({ name, bytes }) => ({ name, bytes }))
    .sort((a, b) => b.bytes - a.bytes);
  return { ...timeline, live };
}

/** Of every root that runs make or read, from the layer that makes it to the last that reads it. */
function livesOf({ layers, values, inputs, outputs }: Network, stored?: ElementType): Life[] {
  const born = new Map<string, number>(inputs.map((name) => [name, 0]));
  const last = new Map<string, number>();
  const rootOf = (name: string) => values.get(name)!.root;
  layers.forEach(({ inputs: read, outputs: made, work }, at) => {
    if (work.kind === "constant") return;
    for (const name of read) last.set(rootOf(name), at);
    for (const name of made) {
      const root = rootOf(name);
      if (!born.has(root)) born.set(root, at);
      last.set(root, at);
    }
  });
  for (const name of outputs) last.set(rootOf(name), layers.length - 1);
  return [...born].map(([name, from]) => ({
    name,
    bytes: bytesOf(values.get(name)!, stored),
    from,
    to: last.get(name) ?? from,
  }));
}

function timelineOf(lives: readonly Life[], steps: number): Timeline {
  const changes = new Array<number>(steps + 1).fill(0);
  for (const { bytes, from, to } of lives) {
    changes[from] += bytes;
    changes[to + 1] -= bytes;
  }
  let now = 0;
  const all = changes.slice(0, steps).map((change) => (now += change));
  const peak = all.reduce((most, n) => Math.max(most, n), 0);
  return { bytes: all, peak, at: all.indexOf(peak) };
}

export interface NetworkTraining {
  readonly optimizer: OptimizerName;
  /** Parameters, their gradients, and the optimiser's state. */
  readonly parameters: number;
  readonly gradients: number;
  readonly state: number;
  /** Activations that the backward pass reads, each once, and what it keeps besides (places of maxima). */
  readonly kept: number;
  /** Most bytes of activations and their gradients at once, over both passes. */
  readonly activations: number;
  /** All of it at that moment. */
  readonly peak: number;
}

/**
 * Memory of a training step: values that a gradient needs stay until it is known; the gradient of a value is there
 * from its last reader's backward step to its maker's. Values that no parameter reaches have none.
 */
export function networkTraining(
  network: Network,
  optimizer: OptimizerName,
  stored?: ElementType,
): NetworkTraining {
  const { layers, values, outputs } = network;
  const count = layers.length;
  const backward = (at: number) => 2 * count - 1 - at;
  const rootOf = (name: string) => values.get(name)!.root;
  const sizeOfRoot = (root: string) => bytesOf(values.get(root)!, stored);

  const needed = new Map<string, number>();
  const extras: Life[] = [];
  const tracked = trackedRoots(network);
  const trained = layers.map(({ outputs: made, kept }, at) => {
    if (!made.some((name) => tracked.has(rootOf(name)))) return false;
    for (const name of kept.values) {
      const root = rootOf(name);
      if (!needed.has(root)) needed.set(root, at);
    }
    if (kept.bytes > 0) extras.push({ name: "", bytes: kept.bytes, from: at, to: backward(at) });
    return true;
  });

  const forward = livesOf(network, stored).map((life) => {
    const until = needed.get(life.name);
    return until === undefined ? life : { ...life, to: backward(until) };
  });
  const made = new Map<string, number>();
  const read = new Map<string, number>();
  layers.forEach((layer, at) => {
    for (const name of layer.outputs) if (!made.has(rootOf(name))) made.set(rootOf(name), at);
    if (trained[at]) for (const name of layer.inputs) read.set(rootOf(name), at);
  });
  for (const name of outputs) read.set(rootOf(name), count - 1);
  const gradients = [...tracked].flatMap((root): Life[] => {
    const [from, to] = [read.get(root), made.get(root)];
    if (from === undefined || to === undefined) return [];
    return [{ name: root, bytes: sizeOfRoot(root), from: backward(from), to: backward(to) }];
  });
  const { peak } = timelineOf([...forward, ...extras, ...gradients], 2 * count);
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const parameters = sum(
    [...usedParameters(network)].map((name) => bytesOf(values.get(name)!, stored)),
  );
  const state = OPTIMIZER_SLOTS[optimizer] * parameters;
  return {
    optimizer,
    parameters,
    gradients: parameters,
    state,
    kept: sum([...needed.keys()].map(sizeOfRoot)) + sum(extras.map(({ bytes }) => bytes)),
    activations: peak,
    peak: peak + 2 * parameters + state,
  };
}

/** Parameters that a layer reads, each once. */
export const usedParameters = ({ layers }: Network): ReadonlySet<string> =>
  new Set(layers.flatMap(({ parameters }) => parameters));

/** Values that have a gradient: floats that a parameter reaches. By their roots. */
export function trackedRoots({ layers, values }: Network): ReadonlySet<string> {
  const tracked = new Set<string>();
  const rootOf = (name: string) => values.get(name)!.root;
  for (const { inputs, outputs, parameters } of layers) {
    if (parameters.length === 0 && !inputs.some((name) => tracked.has(rootOf(name)))) continue;
    for (const name of outputs) if (isFloat(values.get(name)!.dtype)) tracked.add(rootOf(name));
  }
  return tracked;
}
