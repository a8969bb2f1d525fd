/** Pairs of layers with whole weights, and an input that both have windows in. */
import { sizeOf, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { extentsOf, type Kernel, kernelOf, type Layer, layer, rational } from "convoke/workshop";

export interface Pair {
  readonly one: Layer;
  readonly two: Layer;
  readonly x: Tensor;
}

export interface PairOptions {
  /** Channels of input, middle and output; default up to 3 each. */
  readonly channels?: number;
  /** Rows and columns of both kernels; default up to 3 each. */
  readonly kernel?: number;
  readonly bias?: boolean;
  /** Most stride and dilation of the first layer; default 1. */
  readonly stride?: number;
  /** Least padding of the second layer; default none. */
  readonly padding?: number;
}

/** Pairs that have one geometry, for which code is made once, and least different ones. */
const SHARED = 3;
const LEAST = 5;

export function pairsOf(count: number, seed: number, options: PairOptions = {}): Pair[] {
  const { channels, kernel, bias = false, stride = 1, padding = 0 } = options;
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (shape: readonly number[]): Kernel =>
    kernelOf(
      shape,
      Array.from({ length: sizeOf(shape) }, () => rational(Math.floor(9 * next()) - 4)),
    );
  const made = (input: number, output: number, strides: number, pads: number): Layer =>
    layer(whole([output, input, kernel ?? upTo(3), kernel ?? upTo(3)]), {
      bias: bias ? whole([output]) : null,
      stride: strides,
      padding: pads,
    });
  const drawn = (): Pair => {
    const [input, middle, output] = [0, 0, 0].map(() => channels ?? upTo(3));
    const one = made(
      input,
      middle,
      stride === 1 ? 1 : 1 + upTo(stride - 1),
      padding && upTo(2) - 1,
    );
    const two = made(middle, output, upTo(stride), padding);
    const extents = [0, 1].map((axis) => {
      const [a, b] = [one, two].map(({ weight }) => weight.shape[axis + 2]);
      return a + (b - 1) * one.stride[axis] + upTo(5);
    });
    const shape = [1, input, ...extents];
    return { one, two, x: tensor(shape, whole(shape).values) };
  };
  const again = (l: Layer): Layer => ({
    ...l,
    weight: whole(l.weight.shape),
    bias: l.bias && whole(l.bias.shape),
  });
  const pairs: Pair[] = [];
  const different = Math.max(LEAST, Math.ceil(count / SHARED));
  for (let i = 0; i < count; i++) {
    if (i < different) pairs.push(drawn());
    else {
      const { one, two, x } = pairs[i - different];
      const numbers = whole(x.shape).values;
      pairs.push({ one: again(one), two: again(two), x: tensor(x.shape, numbers) });
    }
  }
  return pairs;
}

/** A kernel of rows and columns as a layer of one channel. */
export const single = ({ shape, exact, values }: Kernel, stride = 1, padding = 0): Layer =>
  layer(kernelOf([1, 1, ...shape], exact ?? values), { stride, padding });

export const outputsOf = ({ one, two, x }: Pair): number[] =>
  extentsOf(two, extentsOf(one, x.shape.slice(2)));
