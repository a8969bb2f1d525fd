/** Training images made new each epoch: shifted, turned, scaled and stretched, each by chance. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { readOptions } from "../../options.ts";
import type { FloatArray, Tensor } from "../../tensor/tensor.ts";
import { addElastic, type Elastic } from "./elastic.ts";
import { planesOf } from "./normalize.ts";
import { field, type Motion, move, setMotion, warp } from "./warp.ts";

export interface ImageAugmentation {
  /** Up to so many pixels along each axis, to either side; fractions are interpolated. */
  readonly shift?: number;
  /** Up to so many degrees about the centre, to either side. */
  readonly rotate?: number;
  /** Larger or smaller by up to this share: 0.1 scales by 0.9 to 1.1. Less than 1. */
  readonly scale?: number;
  readonly elastic?: Elastic | null;
}

/**
 * Every image moved by a motion of its own, the same for all its channels, with zeros where nothing
 * was; [images, channels, height, width] in `out`, which must be other memory, or a new tensor.
 * Each image draws equally many numbers from `next`, so a seed gives the same images everywhere.
 *
 * @throws ShapeError unless there are four axes, and room in `out`.
 * @throws OptionError for an unknown option or one out of range.
 * @see torchvision.transforms.RandomAffine, ElasticTransform
 */
export function augmentImages<A extends FloatArray>(
  images: Tensor<A>,
  options: ImageAugmentation,
  next: () => number,
  out: Tensor<A> = { shape: images.shape, data: images.data.slice() as A },
): Tensor<A> {
  readOptions("augmentImages", options, ["shift", "rotate", "scale", "elastic"]);
  const { shift = 0, rotate = 0, scale = 0, elastic = null } = options;
  expectRange("shift", shift, Infinity);
  expectRange("rotate", rotate, 360);
  expectRange("scale", scale, 1);
  const { count, channels, height, width, plane } = planesOf(images);
  const apart = out.data.buffer !== images.data.buffer;
  guard(apart && out.shape.join() === images.shape.join(), ShapeError, () => ({
    name: "out",
    expected: `a tensor of [${images.shape.join(", ")}] in other memory`,
    got: apart ? out.shape : "the same memory",
  }));

  const places = field(height, width);
  const within = (most: number) => most * (2 * next() - 1);
  const lines = new Float64Array(2 * width);
  for (let image = 0; image < count; image++) {
    const motion: Motion = {
      degrees: within(rotate),
      scale: 1 + within(scale),
      shift: [within(shift), within(shift)],
    };
    const shifted = motion.degrees === 0 && motion.scale === 1 && elastic === null;
    if (!shifted) setMotion(places, motion);
    if (elastic !== null) addElastic(places, elastic, next);
    for (let channel = 0; channel < channels; channel++) {
      const start = (image * channels + channel) * plane;
      if (shifted) move(images.data, out.data, start, places, motion.shift, lines);
      else warp(images.data, out.data, start, places);
    }
  }
  return out;
}

function expectRange(name: string, got: number, below: number): void {
  guard(got >= 0 && got < below, OptionError, () => ({
    name,
    expected: below === Infinity ? "a number of at least 0" : `a number from 0 to below ${below}`,
    got,
  }));
}
