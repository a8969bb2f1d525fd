import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { augmentImages } from "../../src/data/images/augment.ts";
import { readDigits } from "../../src/data/images/digits.ts";
import { meanAndStd, normalize } from "../../src/data/images/normalize.ts";
import { field, move, setMotion, warp } from "../../src/data/images/warp.ts";
import { FormatError } from "../../src/errors.ts";
import { writeIdx } from "../../src/formats/idx.ts";
import { integers, random, uniform } from "../../src/tensor/random.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

describe("digits", () => {
  const images = writeIdx({ shape: [2, 1, 2], data: Uint8Array.of(0, 51, 102, 255) });
  const labels = writeIdx({ shape: [2], data: Uint8Array.of(7, 3) });

  test("codes become 0 to 1, with an axis of one channel", () => {
    expect(readDigits(images, labels)).toEqual({
      images: { shape: [2, 1, 1, 2], data: Float32Array.of(0, 0.2, 0.4, 1) },
      labels: { shape: [2], data: Int32Array.of(7, 3) },
    });
  });

  test.each<[string, () => unknown, string]>([
    [
      "files exchanged",
      () => readDigits(labels, images),
      "expected bytes with 3 axes in the IDX file of images, got Uint8Array of [2]",
    ],
    [
      "one label",
      () => readDigits(images, writeIdx({ shape: [1], data: Uint8Array.of(1) })),
      "expected 2 labels, one an image, got 1",
    ],
    [
      "labels as floats",
      () => readDigits(images, writeIdx({ shape: [2], data: Float32Array.of(1, 2) })),
      "expected bytes with 1 axis in the IDX file of labels, got Float32Array of [2]",
    ],
  ])("%s: refused", (_, read, sentence) => {
    expect(read).toThrow(FormatError);
    expect(read).toThrow(sentence);
  });

  const file = (name: string) => sharedPath("data/mnist", `${name}-ubyte.gz`);
  test.skipIf(!existsSync(file("train-2000-images-idx3")))(
    "MNIST's subset (skipped without the shared folder: set CONVOKE_SHARED)",
    () => {
      const read = (name: string) => new Uint8Array(gunzipSync(readFileSync(file(name))));
      const train = readDigits(read("train-2000-images-idx3"), read("train-2000-labels-idx1"));
      const held = readDigits(read("test-500-images-idx3"), read("test-500-labels-idx1"));
      expect(train.images.shape).toEqual([2000, 1, 28, 28]);
      expect(held.images.shape).toEqual([500, 1, 28, 28]);
      expect(new Set(train.labels.data).size).toBe(10);
      const { mean, std } = meanAndStd(train.images);
      // Of all 60,000 they are 0.1307 and 0.3081.
      expect(Math.abs(mean[0] - 0.1307)).toBeLessThan(0.003);
      expect(Math.abs(std[0] - 0.3081)).toBeLessThan(0.003);
      const after = meanAndStd(normalize(train.images, { mean, std }));
      expect(after.mean[0]).toBeCloseTo(0, 6);
      expect(after.std[0]).toBeCloseTo(1, 6);
    },
  );
});

describe("normalizing", () => {
  const images = { shape: [2, 2, 1, 2], data: Float64Array.of(1, 3, 10, 10, 5, 7, 30, 30) };

  test("each channel by its own mean and population deviation, in place where asked", () => {
    const statistics = meanAndStd(images);
    expect(statistics).toEqual({ mean: [4, 20], std: [Math.sqrt(5), 10] });
    const done = normalize(images, { mean: [4, 20], std: [2, 10] });
    expect([...done.data]).toEqual([-1.5, -0.5, -1, -1, 0.5, 1.5, 1, 1]);
    const own = { shape: images.shape, data: images.data.slice() };
    expect(normalize(own, { mean: [4, 20], std: [2, 10] }, own)).toEqual(done);
  });

  test.each<[string, () => unknown, string]>([
    [
      "flat channels",
      () => normalize(images, { mean: [0, 0], std: [1, 0] }),
      "expected positive numbers for std, got [1,0]",
    ],
    [
      "one mean",
      () => normalize(images, { mean: [0], std: [1] }),
      "expected 2 numbers each, one a channel for mean and std",
    ],
    [
      "three axes",
      () => meanAndStd({ ...images, shape: [4, 1, 2] }),
      "expected [images, channels, height, width] for the shape of images",
    ],
    [
      "no pixel",
      () => meanAndStd({ shape: [0, 1, 2, 2], data: new Float32Array(0) }),
      "expected at least one pixel",
    ],
  ])("%s: refused", (_, run, sentence) => {
    expect(run).toThrow(sentence);
  });
});

describe("motion", () => {
  const moved = (image: Tensor, motion: Parameters<typeof setMotion>[1]) => {
    const [, , height, width] = image.shape;
    const places = field(height, width);
    setMotion(places, motion);
    const data = new Float64Array(image.data.length);
    warp(image.data, data, 0, places);
    return [...data];
  };
  const still = { degrees: 0, scale: 1, shift: [0, 0] } as const;
  const image = integers([1, 1, 3, 4], 5, 1, 9);
  const rows = [0, 1, 2].map((y) => [...image.data.slice(4 * y, 4 * y + 4)]);

  test("none leaves the image; whole pixels move it exactly, zeros come in", () => {
    expect(moved(image, still)).toEqual(rows.flat());
    expect(moved(image, { ...still, shift: [1, -2] })).toEqual([
      ...[0, 0, 0, 0],
      ...[rows[0][2], rows[0][3], 0, 0],
      ...[rows[1][2], rows[1][3], 0, 0],
    ]);
  });

  test("a shift alone is what its field says, on any size and as far as it goes", () => {
    const next = random(11);
    for (const [height, width] of [
      [1, 1],
      [1, 5],
      [4, 1],
      [3, 4],
      [9, 8],
    ]) {
      const picture = integers([1, 1, height, width], 12, 1, 9);
      for (let turn = 0; turn < 60; turn++) {
        // Eighths of a pixel: places, and so values, have no rounding where sizes are odd or even.
        const shift = [0, 1].map(() => Math.round(8 * 12 * (next() - 0.5)) / 8);
        const motion = { ...still, shift: [shift[0], shift[1]] as const };
        const to = new Float64Array(height * width).fill(NaN);
        move(picture.data, to, 0, { height, width }, motion.shift, new Float64Array(2 * width));
        expect(
          [...to].map((x) => x + 0),
          `${shift}`,
        ).toEqual(moved(picture, motion).map((x) => x + 0));
      }
    }
  });

  test("half a pixel is the mean of two", () => {
    const [a, b, c, d] = rows[0];
    expect(moved(image, { ...still, shift: [0, 0.5] }).slice(0, 4)).toEqual([
      a / 2,
      (a + b) / 2,
      (b + c) / 2,
      (c + d) / 2,
    ]);
  });

  test("90 degrees, counter-clockwise: the last column becomes the first row", () => {
    const square = integers([1, 1, 5, 5], 8, 1, 9);
    const at = (y: number, x: number) => square.data[5 * y + x];
    const turned = moved(square, { ...still, degrees: 90 });
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 5; x++) expect(turned[5 * y + x]).toBeCloseTo(at(x, 4 - y), 12);
  });

  test("twice as large: the middle is where it was, a step away is half a pixel", () => {
    const square = integers([1, 1, 5, 5], 9, 1, 9);
    const large = moved(square, { ...still, scale: 2 });
    expect(large[12]).toBe(square.data[12]);
    expect(large[13]).toBe((square.data[12] + square.data[13]) / 2);
    expect(large[10]).toBe(square.data[11]);
  });
});

describe("augmentation", () => {
  const images = uniform([6, 2, 9, 8], 3, 0, 1);
  const options = { shift: 2, rotate: 15, scale: 0.1, elastic: { alpha: 8, sigma: 3 } };

  test("a seed gives the same images, another seed others, the source stays, out is used", () => {
    const before = images.data.slice();
    const once = augmentImages(images, options, random(1));
    expect(augmentImages(images, options, random(1))).toEqual(once);
    expect(augmentImages(images, options, random(2))).not.toEqual(once);
    const out = { shape: images.shape, data: new Float32Array(images.data.length) };
    expect(augmentImages(images, options, random(1), out)).toBe(out);
    expect(out).toEqual(once);
    expect(images.data).toEqual(before);
  });

  test("nothing asked for changes nothing; values stay between those of the image and zero", () => {
    expect(augmentImages(images, {}, random(1))).toEqual(images);
    for (const value of augmentImages(images, options, random(4)).data) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  test("all channels of an image move alike, images do not", () => {
    const one = uniform([1, 1, 9, 8], 3, 0, 1).data;
    const data = new Float32Array(4 * one.length);
    for (let i = 0; i < 4; i++) data.set(one, i * one.length);
    const { data: moved } = augmentImages({ shape: [2, 2, 9, 8], data }, options, random(5));
    const plane = (i: number) => [...moved.slice(i * one.length, (i + 1) * one.length)];
    expect(plane(0)).toEqual(plane(1));
    expect(plane(2)).toEqual(plane(3));
    expect(plane(0)).not.toEqual(plane(2));
  });

  test("elastic fields are smooth and as strong as the paper's", () => {
    // A ramp shows the displacement itself: value = column, read at column + displacement.
    const size = 41;
    const ramp = {
      shape: [1, 1, size, size],
      data: Float64Array.from({ length: size * size }, (_, i) => i % size),
    };
    const { data } = augmentImages(ramp, { elastic: { alpha: 34, sigma: 4 } }, random(6));
    const inner = (y: number, x: number) => data[y * size + x] - x;
    let [most, steepest] = [0, 0];
    for (let y = 12; y < 29; y++)
      for (let x = 12; x < 29; x++) {
        most = Math.max(most, Math.abs(inner(y, x)));
        steepest = Math.max(steepest, Math.abs(inner(y, x + 1) - inner(y, x)));
      }
    // The smoothed field deviates by 34/√3/(2σ√π) = 1.4 pixels, its slope by 1.4/(√2·σ) = 0.24.
    expect(most).toBeGreaterThan(0.7);
    expect(most).toBeLessThan(5 * 1.4);
    expect(steepest).toBeLessThan(5 * 0.24);
  });

  test.each<[string, () => unknown, string]>([
    [
      "a negative shift",
      () => augmentImages(images, { shift: -1 }, random(1)),
      "expected a number of at least 0 for shift, got -1",
    ],
    [
      "a scale of 1",
      () => augmentImages(images, { scale: 1 }, random(1)),
      "expected a number from 0 to below 1 for scale, got 1",
    ],
    [
      "in place",
      () => augmentImages(images, {}, random(1), images),
      'in other memory for out, got "the same memory"',
    ],
    [
      "no sigma",
      () => augmentImages(images, { elastic: { alpha: 1, sigma: 0 } }, random(1)),
      "expected alpha of at least 0 and sigma above 0 for elastic",
    ],
  ])("%s: refused", (_, run, sentence) => {
    expect(run).toThrow(sentence);
  });
});
