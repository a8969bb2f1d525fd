/**
 * Layers and kernels out of files that hold many: `FILE.safetensors:NAME`, `MODEL.onnx:NAME`, where
 * NAME is a tensor or, in a model, a Conv node, and `NAME[o,i]` is one kernel of a layer.
 */
import { readSafetensors } from "convoke/formats";
import { type OnnxNode, type OnnxTensor, onnxNumbers, readOnnx } from "convoke/formats/onnx";
import {
  channelsIn,
  channelsOut,
  type Kernel,
  kernelOf,
  kernelShape,
  type Layer,
  type LayerOptions,
  layer,
} from "convoke/workshop";
import { Failure, perhaps } from "../failure.ts";
import type { Operand } from "./operand.ts";

const STORED = /^(.+\.(?:safetensors|onnx))(?::(.*))?$/is;
/** Names that a sentence lists. */
const MOST_LISTED = 24;

/** Path and name, where a word has the form of such a file; else null. */
export function storedName(text: string): { path: string; name: string } | null {
  const found = STORED.exec(text);
  return found && { path: found[1], name: found[2] ?? "" };
}

/** What one of these files holds, by name. */
interface Shelf {
  readonly names: readonly string[];
  /** How its layers look, for the list of names. */
  readonly describe: (name: string) => string;
  readonly take: (name: string) => Operand;
}

/**
 * @throws Failure with the names there are, when `name` is none of them.
 * @throws FormatError, UnsupportedError when the file is not what its name says.
 */
export function operandInside(path: string, bytes: Uint8Array, name: string): Operand {
  const shelf = /\.onnx$/i.test(path) ? onnxShelf(path, bytes) : tensorShelf(path, bytes);
  if (shelf.names.includes(name)) return shelf.take(name);
  const sliced = /^(.*)\[(\d+),\s*(\d+)\]$/s.exec(name);
  if (sliced && shelf.names.includes(sliced[1]))
    return kernelInside(shelf.take(sliced[1]), Number(sliced[2]), Number(sliced[3]));
  const listed = shelf.names.slice(0, MOST_LISTED).map(shelf.describe);
  const more =
    shelf.names.length > MOST_LISTED ? ` and ${shelf.names.length - MOST_LISTED} more` : "";
  const got = name === "" ? "none" : name;
  throw new Failure(
    "usage",
    shelf.names.length === 0
      ? `expected a file with weights in it, got none in ${path}`
      : `expected one of ${listed.join(", ")}${more} behind "${path}:", got ${got}${perhaps(name, shelf.names)}`,
  );
}

function kernelInside(from: Operand, o: number, i: number): Operand {
  if (from.kind === "kernel")
    throw new Failure(
      "usage",
      `expected a layer before [${o},${i}], got a kernel of shape ${from.kernel.shape.join("×")} in ${from.name}`,
    );
  const [out, perGroup] = from.layer.weight.shape;
  if (o >= out || i >= perGroup)
    throw new Failure(
      "usage",
      `expected at most [${out - 1},${perGroup - 1}] behind ${from.name}, got [${o},${i}]`,
    );
  const shape = kernelShape(from.layer);
  const taps = shape.reduce((a, b) => a * b, 1);
  const at = (o * perGroup + i) * taps;
  const { exact, values } = from.layer.weight;
  return {
    kind: "kernel",
    name: `${from.name}[${o},${i}]`,
    kernel: kernelOf(shape, exact?.slice(at, at + taps) ?? values.slice(at, at + taps)),
  };
}

function tensorShelf(path: string, bytes: Uint8Array): Shelf {
  const { tensors, metadata } = readSafetensors(bytes);
  const names = [...tensors.keys()].filter((name) => tensors.get(name)!.shape.length > 0);
  const numbers = (name: string): Kernel | null => {
    const found = tensors.get(name);
    return found ? tensorOf(`${path}:${name}`, found.shape, found.data) : null;
  };
  return {
    names,
    describe: (name) => described(name, tensors.get(name)!.shape),
    take: (name) => {
      const weight = numbers(name)!;
      // PyTorch's names: `conv1.weight` has its bias in `conv1.bias`.
      const beside = /(^|\.)weight$/.test(name) ? name.replace(/weight$/, "bias") : "";
      const bias = beside === "" ? null : numbers(beside);
      const fits = bias !== null && `${bias.shape}` === `${weight.shape[0]}`;
      const noted = geometryOf(metadata[name.replace(/\.weight$/, "")]);
      return operandOf(`${path}:${name}`, weight, { ...noted, ...(fits ? { bias } : {}) });
    },
  };
}

/** What `kernel factor --out` notes of a layer; other notes say nothing about one. */
function geometryOf(note: string | undefined): LayerOptions {
  if (
    note === undefined ||
    !/^\{"stride":\[[\d,]+\],"padding":\[[\d,[\]]+\],"dilation":\[[\d,]+\],"groups":\d+\}$/.test(
      note,
    )
  )
    return {};
  try {
    return JSON.parse(note) as LayerOptions;
  } catch {
    return {};
  }
}

function onnxShelf(path: string, bytes: Uint8Array): Shelf {
  const { graph } = readOnnx(bytes);
  const tensors = new Map<string, OnnxTensor>(graph.initializers);
  for (const { op, outputs, attributes } of graph.nodes) {
    const value = attributes.get("value");
    if (op === "Constant" && value?.kind === "tensor") tensors.set(outputs[0], value.value);
  }
  const convolutions = graph.nodes.filter(({ op }) => op === "Conv");
  const nodes = new Map(
    convolutions.map((node, i) => [node.name || node.outputs[0] || `Conv ${i}`, node] as const),
  );
  const held = [...tensors].filter(
    ([, { shape, dtype }]) => shape.length > 0 && shape.every((n) => n > 0) && /float/.test(dtype),
  );
  const names = [...nodes.keys(), ...held.map(([name]) => name).filter((name) => !nodes.has(name))];
  const numbers = (name: string): Kernel => {
    const tensor = tensors.get(name)!;
    return tensorOf(`${path}:${name}`, tensor.shape, Array.from(onnxNumbers(tensor), Number));
  };
  return {
    names,
    describe: (name) => {
      const node = nodes.get(name);
      return described(name, tensors.get(node ? node.inputs[1] : name)?.shape ?? []);
    },
    take: (name) => {
      const node = nodes.get(name);
      const full = `${path}:${name}`;
      if (!node) return operandOf(full, numbers(name), {});
      if (!tensors.has(node.inputs[1]))
        throw new Failure(
          "input",
          `expected weights that the model holds for ${full}, got computed ones`,
        );
      const given = node.inputs[2];
      const bias = given && tensors.has(given) ? { bias: numbers(given) } : {};
      const weight = numbers(node.inputs[1]);
      return operandOf(full, weight, {
        ...bias,
        ...convOptions(full, node, weight.shape.slice(2)),
      });
    },
  };
}

/** Attributes of ONNX's Conv. */
function convOptions(
  name: string,
  { attributes }: OnnxNode,
  kernel: readonly number[],
): LayerOptions {
  const list = (key: string): readonly number[] | undefined => {
    const found = attributes.get(key);
    return found?.kind === "ints" ? found.value : undefined;
  };
  const auto = attributes.get("auto_pad");
  const mode = auto?.kind === "string" ? auto.value : "NOTSET";
  const [stride, dilation, pads] = [list("strides"), list("dilations"), list("pads")];
  const group = attributes.get("group");
  const same = mode.startsWith("SAME");
  if (same && stride?.some((s) => s > 1))
    throw new Failure(
      "input",
      `expected pads that do not depend on the input for ${name}, got auto_pad ${mode} with a stride`,
    );
  return {
    ...(stride ? { stride } : {}),
    ...(dilation ? { dilation } : {}),
    ...(same
      ? { padding: kernel.map((n, axis) => samePads((n - 1) * (dilation?.[axis] ?? 1), mode)) }
      : {}),
    ...(pads && mode === "NOTSET"
      ? { padding: kernel.map((_, axis) => [pads[axis], pads[kernel.length + axis]] as const) }
      : {}),
    ...(group?.kind === "int" ? { groups: group.value } : {}),
  };
}

/** As many outputs as inputs at stride 1; of an odd number the last lies where the mode says. */
function samePads(total: number, mode: string): readonly [number, number] {
  const less = Math.floor(total / 2);
  return mode === "SAME_LOWER" ? [total - less, less] : [less, total - less];
}

/** @throws Failure for numbers that are not finite. */
function tensorOf(
  name: string,
  shape: readonly number[],
  data: ArrayLike<number | bigint>,
): Kernel {
  const values = Float64Array.from(data as ArrayLike<number>, Number);
  const at = values.findIndex((v) => !Number.isFinite(v));
  if (at >= 0) throw new Failure("input", `expected finite numbers in ${name}, got ${values[at]}`);
  return kernelOf(shape, values);
}

/** Three axes and more are a layer's, [out, in / groups, …]. */
function operandOf(name: string, weight: Kernel, options: LayerOptions): Operand {
  return weight.shape.length < 3
    ? { kind: "kernel", name, kernel: weight }
    : { kind: "layer", name, layer: layer(weight, options) };
}

const described = (name: string, shape: readonly number[]): string =>
  `${name} (${shape.join("×")})`;

/** `64 → 32 channels, 3×3, stride 2`: a layer in a line. */
export function layerText(l: Layer): string {
  const all = (list: readonly number[]) =>
    list.every((n) => n === list[0]) ? `${list[0]}` : list.join("×");
  const pads = l.padding.flat();
  const facts = [
    `${channelsIn(l)} → ${channelsOut(l)}`,
    kernelShape(l).join("×"),
    ...(l.stride.some((s) => s > 1) ? [`stride ${all(l.stride)}`] : []),
    ...(pads.some((p) => p > 0)
      ? [`padding ${pads.every((p) => p === pads[0]) ? pads[0] : JSON.stringify(l.padding)}`]
      : []),
    ...(l.dilation.some((d) => d > 1) ? [`dilation ${all(l.dilation)}`] : []),
    ...(l.groups > 1 ? [`groups ${l.groups}`] : []),
    ...(l.bias ? ["bias"] : []),
  ];
  return facts.join(", ");
}
