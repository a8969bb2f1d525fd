/** A file as the page needs it: what its inputs are, its convolutions, and their numbers when asked. */
import { FormatError, format } from "convoke";
import { type Network, networkFromOnnx } from "convoke/cost/network";
import { readSafetensors, type Safetensors } from "convoke/formats";
import { type OnnxModel, type OnnxTensor, onnxNumbers, readOnnx } from "convoke/formats/onnx";

export type Opened =
  | {
      readonly kind: "onnx";
      readonly name: string;
      readonly model: OnnxModel;
      readonly bytes: number;
    }
  | {
      readonly kind: "safetensors";
      readonly name: string;
      readonly file: Safetensors;
      readonly bytes: number;
    };

/** A convolution with weights of the file. */
export interface Convolution {
  readonly name: string;
  /** Its place among the layers of the network. */
  readonly at: number;
  /** [out, in / groups, …kernel]; null where the weights are computed. */
  readonly weight: readonly number[] | null;
  /** Null where shapes are not known. */
  readonly descriptor: string | null;
}

/** @throws FormatError, UnsupportedError: one sentence about what the bytes are. */
export function openFile(name: string, bytes: Uint8Array): Opened {
  if (/\.safetensors$/i.test(name))
    return { kind: "safetensors", name, file: readSafetensors(bytes), bytes: bytes.length };
  if (/\.onnx$/i.test(name))
    return { kind: "onnx", name, model: readOnnx(bytes), bytes: bytes.length };
  throw new FormatError(
    `expected a name that ends in .onnx or .safetensors for a model, got ${name.slice(-60)}`,
  );
}

/** Initializers, and what `Constant` nodes hold. */
export function tensorsOf({ graph }: OnnxModel): ReadonlyMap<string, OnnxTensor> {
  const tensors = new Map<string, OnnxTensor>(graph.initializers);
  for (const { op, outputs, attributes } of graph.nodes) {
    const value = attributes.get("value");
    if (op === "Constant" && value?.kind === "tensor") tensors.set(outputs[0], value.value);
  }
  return tensors;
}

const isConvolution = (op: string): boolean => op === "Conv" || op === "ConvTranspose";

/** @param network null where the shapes of its inputs are still open. */
export function convolutionsOf(opened: Opened, network: Network | null): Convolution[] {
  if (opened.kind === "safetensors")
    return [...opened.file.tensors]
      .filter(([, { shape }]) => shape.length >= 3 && shape.every((n) => n > 0))
      .map(([name, { shape }], at) => ({ name, at, weight: shape, descriptor: null }));
  const tensors = tensorsOf(opened.model);
  return opened.model.graph.nodes.flatMap(({ op, name, inputs, outputs }, at) => {
    if (!isConvolution(op)) return [];
    const work = network?.layers[at]?.work;
    return [
      {
        name: name || outputs[0] || `${op} ${at}`,
        at,
        weight: tensors.get(inputs[1])?.shape ?? null,
        descriptor: work?.kind === "convolution" ? format(work.problem) : null,
      },
    ];
  });
}

/** All numbers of a convolution's weights, as floats. */
export function weightsOf(opened: Opened, { name, at }: Convolution): Float32Array {
  if (opened.kind === "safetensors")
    return Float32Array.from(opened.file.tensors.get(name)!.data as ArrayLike<number>, Number);
  const tensor = tensorsOf(opened.model).get(opened.model.graph.nodes[at].inputs[1])!;
  return Float32Array.from(onnxNumbers(tensor) as ArrayLike<number>, Number);
}

/** @param input shape of the first input; null: as the file says. */
export function networkOf(
  { model }: Extract<Opened, { kind: "onnx" }>,
  input: readonly number[] | null,
  batch: number | null,
): Network {
  const first = model.graph.inputs.find(({ name }) => !model.graph.initializers.has(name));
  return networkFromOnnx(model, {
    ...(batch === null ? {} : { batch }),
    ...(input && first ? { inputs: { [first.name]: input } } : {}),
  });
}
