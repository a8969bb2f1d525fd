/** Normalizations as layers, with the names, defaults and first values of torch.nn. */
import { guard, ShapeError } from "../../errors.ts";
import * as norms from "../../grad/operations/normalization.ts";
import { nameOf } from "../../grad/value.ts";
import { readOptions } from "../../options.ts";
import { constantValues } from "../initializers.ts";
import type { Layer, Scope } from "../layer.ts";

export interface NormLayerOptions extends Pick<norms.NormOptions, "epsilon"> {
  /** Whether `weight` and `bias` are learned; they start at 1 and 0. Default true. */
  readonly affine?: boolean;
}

export interface BatchNormLayerOptions
  extends NormLayerOptions,
    Pick<norms.BatchNormOptions, "momentum"> {}

type BatchNormLayer = (channels: number, options?: BatchNormLayerOptions) => Layer;

/**
 * Every channel of [N, C] or [N, C, L] to mean 0 and variance 1: in training by the batch, otherwise by
 * the states `running_mean` and `running_var`, which training moves.
 *
 * @throws ShapeError, when built, for other axes or another count of channels.
 */
export const batchNorm1d: BatchNormLayer = batchNorm("batchNorm1d", [2, 3], "[N, C] or [N, C, L]");
/** [N, C, H, W]; see `batchNorm1d`. */
export const batchNorm2d: BatchNormLayer = batchNorm("batchNorm2d", [4], "[N, C, H, W]");
/** [N, C, D, H, W]; see `batchNorm1d`. */
export const batchNorm3d: BatchNormLayer = batchNorm("batchNorm3d", [5], "[N, C, D, H, W]");

/**
 * Groups of neighbouring channels of [N, C, …] to mean 0 and variance 1, each example for itself.
 *
 * @throws when built, what `groupNorm` of `convoke/grad` throws; ShapeError for another count of channels.
 */
export function groupNorm(groups: number, channels: number, options: NormLayerOptions = {}): Layer {
  readOptions("groupNorm", options, ["epsilon", "affine"]);
  const { affine = true, ...rest } = options;
  return {
    name: `groupNorm ${groups} of ${channels}`,
    forward: (x, scope) => {
      guard(x.shape[1] === channels, ShapeError, () => ({
        name: "the input of groupNorm",
        expected: `the shape [N, ${channels}, …]`,
        got: nameOf(x),
      }));
      const learned = affine ? weightAndBias(scope, [channels]) : {};
      return norms.groupNorm(x, groups, { ...rest, ...learned });
    },
  };
}

/** The numbers of the last axes, of these extents, to mean 0 and variance 1. */
export function layerNorm(
  extents: number | readonly number[],
  options: NormLayerOptions = {},
): Layer {
  readOptions("layerNorm", options, ["epsilon", "affine"]);
  const { affine = true, ...rest } = options;
  const shape = [extents].flat();
  return {
    name: `layerNorm ${shape.join("×")}`,
    forward: (x, scope) => {
      const learned = affine ? weightAndBias(scope, shape) : {};
      return norms.layerNorm(x, shape, { ...rest, ...learned });
    },
  };
}

function batchNorm(name: string, axes: readonly number[], shape: string): BatchNormLayer {
  return (channels, options = {}) => {
    readOptions(name, options, ["epsilon", "momentum", "affine"]);
    const { affine = true, ...rest } = options;
    return {
      name: `${name} ${channels}`,
      forward: (x, scope) => {
        const fits = axes.includes(x.shape.length) && x.shape[1] === channels;
        guard(fits, ShapeError, () => ({
          name: `the input of ${name}`,
          expected: `the shape ${shape.replaceAll("C", `${channels}`)}`,
          got: nameOf(x),
        }));
        return norms.batchNorm(x, {
          ...rest,
          ...(affine ? weightAndBias(scope, [channels]) : {}),
          mean: scope.state("running_mean", [channels], constantValues(0)),
          variance: scope.state("running_var", [channels], constantValues(1)),
          training: scope.training,
        });
      },
    };
  };
}

const weightAndBias = (scope: Scope, shape: readonly number[]) => ({
  weight: scope.parameter("weight", shape, constantValues(1)),
  bias: scope.parameter("bias", shape, constantValues(0)),
});
