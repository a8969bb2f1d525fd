/**
 * An ONNX model of one convolution, as bytes. Protocol buffers in a dozen lines: a message is a row
 * of fields, a field its number and wire type, then a varint or a length and bytes.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the numbers of the fields
 */
import { inputShape, outputShape, type Problem, weightShape } from "convoke";

type Bytes = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const LENGTH = 2;
/** ONNX: the type float, the attribute type INTS and INT. */
const FLOAT = 1;
const ATTRIBUTE = { int: 2, ints: 7 };

/** A varint: seven bits a byte, lowest first, the eighth says that more follow. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

const int = (field: number, value: number): Bytes =>
  Uint8Array.from([...varint(8 * field + VARINT), ...varint(value)]);
const block = (field: number, ...parts: Bytes[]): Bytes => {
  const body = join(parts);
  return join([Uint8Array.from([...varint(8 * field + LENGTH), ...varint(body.length)]), body]);
};
const text = (field: number, value: string): Bytes =>
  block(field, Uint8Array.from(new TextEncoder().encode(value)));

function join(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** `y = Conv(x, w)`, with the weight inside, so that the runtime may pack it. */
export function convModel(problem: Problem, weight: Float32Array<ArrayBuffer>): Bytes {
  const { axes, groups } = problem;
  const node = block(
    1,
    text(1, "x"),
    text(1, "w"),
    text(2, "y"),
    text(4, "Conv"),
    ints(
      "kernel_shape",
      axes.map((a) => a.kernel),
    ),
    ints(
      "strides",
      axes.map((a) => a.stride),
    ),
    ints(
      "dilations",
      axes.map((a) => a.dilation),
    ),
    ints("pads", [...axes.map((a) => a.before), ...axes.map((a) => a.after)]),
    block(5, text(1, "group"), int(3, groups), int(20, ATTRIBUTE.int)),
  );
  const constant = block(
    5,
    ...weightShape(problem).map((extent) => int(1, extent)),
    int(2, FLOAT),
    text(8, "w"),
    block(9, new Uint8Array(weight.buffer, weight.byteOffset, weight.byteLength)),
  );
  const graph = block(
    7,
    node,
    text(2, "convolution"),
    constant,
    tensorInfo(11, "x", inputShape(problem)),
    tensorInfo(12, "y", outputShape(problem)),
  );
  const [irVersion, opset] = [8, 17];
  return join([int(1, irVersion), graph, block(8, int(2, opset))]);
}

const ints = (name: string, values: readonly number[]): Bytes =>
  block(5, text(1, name), ...values.map((value) => int(8, value)), int(20, ATTRIBUTE.ints));

const tensorInfo = (field: number, name: string, shape: readonly number[]): Bytes => {
  const dimensions = block(2, ...shape.map((extent) => block(1, int(1, extent))));
  return block(field, text(1, name), block(2, block(1, int(1, FLOAT), dimensions)));
};
