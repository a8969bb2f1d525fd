/** Channels brought to mean 0 and standard deviation 1. Images are [images, channels, height, width]. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { expectTensor, type FloatArray, type Tensor } from "../../tensor/tensor.ts";

/** One number a channel each. */
export interface Statistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Mean and standard deviation of each channel over all images and pixels (the population's: divided
 * by the count). Take them from the training set alone.
 *
 * @throws ShapeError unless there are four axes and at least one pixel a channel.
 */
export function meanAndStd(images: Tensor<FloatArray>): Statistics {
  const { channels, plane } = planesOf(images);
  const count = images.data.length / channels;
  guard(count > 0, ShapeError, () => ({
    name: "the shape of images",
    expected: "at least one pixel",
    got: images.shape,
  }));
  const sums = (term: (value: number, mean: number) => number, means: readonly number[]) => {
    const totals = new Array<number>(channels).fill(0);
    for (let start = 0; start < images.data.length; start += plane) {
      const channel = (start / plane) % channels;
      let sum = 0;
      for (let at = start; at < start + plane; at++) sum += term(images.data[at], means[channel]);
      totals[channel] += sum;
    }
    return totals;
  };
  const mean = sums((value) => value, []).map((sum) => sum / count);
  // In a second pass around the mean, so that nothing cancels.
  const squares = sums((value, middle) => (value - middle) ** 2, mean);
  const std = squares.map((sum) => Math.sqrt(sum / count));
  return { mean, std };
}

/**
 * (image − mean) / std, channel by channel; in place where `out` is the images themselves.
 *
 * @throws ShapeError unless there are four axes, as many statistics as channels, and room in `out`.
 * @throws OptionError when a standard deviation is not positive.
 * @see torchvision.transforms.Normalize
 */
export function normalize<A extends FloatArray>(
  images: Tensor<A>,
  { mean, std }: Statistics,
  out: Tensor<A> = { shape: images.shape, data: images.data.slice() as A },
): Tensor<A> {
  const { channels, plane } = planesOf(images);
  guard(mean.length === channels && std.length === channels, ShapeError, () => ({
    name: "mean and std",
    expected: `${channels} numbers each, one a channel`,
    got: [mean, std],
  }));
  guard(
    std.every((s) => s > 0),
    OptionError,
    () => ({ name: "std", expected: "positive numbers", got: std }),
  );
  guard(out.shape.join() === images.shape.join(), ShapeError, () => ({
    name: "the shape of out",
    expected: `[${images.shape.join(", ")}]`,
    got: out.shape,
  }));
  for (let start = 0; start < images.data.length; start += plane) {
    const channel = (start / plane) % channels;
    const [middle, deviation] = [mean[channel], std[channel]];
    for (let at = start; at < start + plane; at++)
      out.data[at] = (images.data[at] - middle) / deviation;
  }
  return out;
}

/** @throws ShapeError unless there are four axes. */
export function planesOf(images: Tensor<FloatArray>) {
  expectTensor("images", images);
  guard(images.shape.length === 4, ShapeError, () => ({
    name: "the shape of images",
    expected: "[images, channels, height, width]",
    got: images.shape,
  }));
  const [count, channels, height, width] = images.shape;
  return { count, channels, height, width, plane: height * width };
}
