/** What stands beside a layer, folded into its weights. */
import { guard, ShapeError } from "../../errors.ts";
import { gcd } from "../../numbers/whole.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { flatIndex, placesOf } from "../grid.ts";
import { checkShape, inTheirField, type Kernel, kernelOf } from "../kernel.ts";
import {
  channelsIn,
  channelsOut,
  kernelShape,
  type Layer,
  layer,
  reaches,
  ungrouped,
} from "./layer.ts";

/** A batch normalization in evaluation: (x − mean) / √(variance + epsilon) · weight + bias, by channel. */
export interface BatchNorm {
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
  /** 1 by default. */
  readonly weight?: ArrayLike<number>;
  /** 0 by default. */
  readonly bias?: ArrayLike<number>;
  /** 1e-5 by default. */
  readonly epsilon?: number;
}

/**
 * A layer and the normalization behind it as one layer, in floats.
 *
 * @throws ShapeError unless there is a number for each output channel, and no variance below 0;
 *   FormatError when a folded number is not finite.
 * @see Ioffe and Szegedy, "Batch normalization", 2015
 */
export function foldBatchNorm(
  l: Layer,
  { mean, variance, weight, bias, epsilon = 1e-5 }: BatchNorm,
): Layer {
  const out = channelsOut(l);
  for (const [name, list] of Object.entries({ mean, variance, weight, bias })) {
    guard(list === undefined || list.length === out, ShapeError, () => ({
      name: `the ${name} of a batch normalization`,
      expected: `${out} numbers, one for each output channel`,
      got: list?.length,
    }));
  }
  const bad = Array.from(variance).find((v) => !(v + epsilon > 0));
  guard(bad === undefined, ShapeError, () => ({
    name: "the variance of a batch normalization",
    expected: "numbers above minus epsilon",
    got: bad,
  }));
  const scale = Array.from(
    { length: out },
    (_, o) => (weight?.[o] ?? 1) / Math.sqrt(variance[o] + epsilon),
  );
  const taps = l.weight.values.length / out;
  const values = l.weight.values.map((v, i) => v * scale[Math.floor(i / taps)]);
  const shift = scale.map((s, o) => ((l.bias?.values[o] ?? 0) - mean[o]) * s + (bias?.[o] ?? 0));
  return {
    ...l,
    weight: kernelOf(l.weight.shape, values),
    bias: kernelOf([out], Float64Array.from(shift)),
  };
}

/**
 * Every channel as it is: a 1×1 layer, for a branch that does nothing.
 *
 * @throws ShapeError for no channels, or more than 2048.
 */
export function identityLayer(channels: number, axes = 2): Layer {
  const ones = new Array<number>(axes).fill(1);
  checkShape([channels, channels, ...ones]);
  const values = placesOf([channels, channels]).map(([o, i]) => ({
    over: o === i ? 1n : 0n,
    under: 1n,
  }));
  return layer(kernelOf([channels, channels, ...ones], values));
}

/**
 * Branches whose outputs are added as one layer: 1×1 + 3×3 + identity is a 3×3. Taps are laid where
 * they look, offset − padding.
 *
 * @throws ShapeError when branches differ in channels or stride, or in the size of their output, or look
 *   so far apart that one kernel would be too large.
 * @see Ding et al., "RepVGG: making VGG-style ConvNets great again", CVPR 2021
 */
export function mergeBranches(branches: readonly Layer[]): Layer {
  guard(branches.length > 0, ShapeError, () => ({
    name: "branches",
    expected: "at least one",
    got: 0,
  }));
  const layers = branches.map(ungrouped);
  const [head] = layers;
  const facts = (l: Layer) => ({
    out: channelsOut(l),
    in: channelsIn(l),
    stride: l.stride,
    less: reaches(l).map((reach, axis) => reach - l.padding[axis][0] - l.padding[axis][1]),
  });
  for (const l of layers) {
    guard(JSON.stringify(facts(l)) === JSON.stringify(facts(head)), ShapeError, () => ({
      name: "a branch",
      expected: `channels, stride and reach less padding as the first has, ${JSON.stringify(facts(head))}`,
      got: facts(l),
    }));
  }
  const axes = kernelShape(head).map((_, axis) => {
    const looks = layers.flatMap((l) =>
      Array.from(
        { length: kernelShape(l)[axis] },
        (_v, i) => i * l.dilation[axis] - l.padding[axis][0],
      ),
    );
    const from = Math.min(...looks);
    const step = Math.max(1, looks.map((at) => at - from).reduce(gcd, 0));
    return { from, step, size: (Math.max(...looks) - from) / step + 1 };
  });
  const shape = [channelsOut(head), channelsIn(head), ...axes.map(({ size }) => size)];
  checkShape(shape);
  const values = inTheirField(
    layers.map((l) => l.weight),
    (field, all) => {
      const sums = new Array<typeof field.zero>(sizeOf(shape)).fill(field.zero);
      layers.forEach((l, branch) => {
        placesOf(l.weight.shape).forEach(([o, i, ...place], from) => {
          const at = place.map(
            (p, axis) =>
              (p * l.dilation[axis] - l.padding[axis][0] - axes[axis].from) / axes[axis].step,
          );
          const to = flatIndex(shape, [o, i, ...at]);
          sums[to] = field.plus(sums[to], all[branch][from]);
        });
      });
      return sums;
    },
  );
  return {
    ...head,
    weight: kernelOf(shape, values),
    bias: sumOfBiases(layers.flatMap((l) => (l.bias === null ? [] : [l.bias]))),
    padding: axes.map(({ from, step, size }, axis) => {
      const less = facts(head).less[axis];
      return [-from, (size - 1) * step + 1 + from - less] as const;
    }),
    dilation: axes.map(({ step }) => step),
  };
}

function sumOfBiases(biases: readonly Kernel[]): Kernel | null {
  if (biases.length === 0) return null;
  const values = inTheirField(biases, (field, all) =>
    all[0].map((_, o) => all.map((b) => b[o]).reduce(field.plus)),
  );
  return kernelOf(biases[0].shape, values);
}
