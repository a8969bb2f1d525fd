/** Pooling in one line: what comes out, what is kept, what is refused. */
import { expect, expectTypeOf, test } from "vitest";
import { OptionError, ShapeError } from "../../src/errors.ts";
import * as pool from "../../src/pooling/index.ts";
import { integers } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";

const single = (t: { data: ArrayLike<number> }) => Array.from(t.data, (x) => Math.fround(x) + 0);
const image = integers([2, 3, 9, 8], 1);

test("maxima, their places, and back", async () => {
  const options = { kernelSize: 3, stride: 2, padding: 1, ceilMode: true };
  const problem = pool.resolvePool({ op: "max", input: image.shape, ...options });
  const wanted = pool.poolReference(problem, image);
  expect(single(await pool.maxPool2d(image, options))).toEqual(single(wanted.output));
  const { output, indices } = await pool.maxPool2d(image, { ...options, returnIndices: true });
  expect(output.shape).toEqual([2, 3, 5, 5]);
  expect(indices).toEqual(wanted.indices);
  const dy = integers(output.shape, 2);
  const dx = await pool.maxPool2dBackward({ dy, x: { shape: image.shape }, indices }, options);
  expect(single(dx)).toEqual(single(pool.poolGradient(problem, image, dy)));
  expect(dx.shape).toEqual(image.shape);
});

test("averages and norms, and back", async () => {
  const windows = { kernelSize: [2, 4], stride: [2, 1] };
  const average = pool.resolvePool({ op: "average", input: image.shape, ...windows });
  const mean = await pool.avgPool2d(image, windows);
  expect(single(mean)).toEqual(single(pool.poolReference(average, image).output));
  const dy = integers(mean.shape, 2);
  expect(single(await pool.avgPool2dBackward({ dy, x: image }, windows))).toEqual(
    single(pool.poolGradient(average, image, dy)),
  );
  const options = { ...windows, normType: 2 };
  const y = await pool.lpPool2d(image, options);
  const norm = pool.resolvePool({ op: "lp", input: image.shape, ...options });
  expect(single(y)).toEqual(single(pool.poolReference(norm, image).output));
  const dx = await pool.lpPool2dBackward({ dy, x: image, y }, options);
  const [exact, bound] = [
    pool.poolGradient(norm, image, dy).data,
    pool.poolGradientBound(norm, image, dy),
  ];
  dx.data.forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThanOrEqual(bound[i]));
});

test("adaptive and global poolings", async () => {
  const mean = await pool.adaptiveAvgPool2d(image, { outputSize: 1 });
  expect(single(mean)).toEqual(
    Array.from({ length: 6 }, (_, plane) => {
      const own = image.data.subarray(72 * plane, 72 * (plane + 1));
      return Math.fround(own.reduce((a, b) => a + b, 0) / 72) + 0;
    }),
  );
  const options = { outputSize: [null, 3] };
  const { output, indices } = await pool.adaptiveMaxPool2d(image, {
    ...options,
    returnIndices: true,
  });
  const problem = pool.resolvePool({ op: "max", input: image.shape, ...options });
  expect([single(output), indices]).toEqual([
    single(pool.poolReference(problem, image).output),
    pool.poolReference(problem, image).indices,
  ]);
  const dy = integers(output.shape, 3);
  const back = await pool.adaptiveMaxPool2dBackward({ dy, x: image, indices }, options);
  expect(single(back)).toEqual(single(pool.poolGradient(problem, image, dy)));
  const one = await pool.adaptiveAvgPool2dBackward(
    { dy: tensor([2, 3, 1, 1], [72, 0, 144, 0, 0, 0]), x: image },
    { outputSize: 1 },
  );
  expect([one.data[0], one.data[71], one.data[72], one.data[144]]).toEqual([1, 1, 0, 2]);
});

test("every function, once, in every number of axes", async () => {
  const named = { ...pool };
  for (const axes of [1, 2, 3] as const) {
    const x = integers([1, 2, ...[6, 4, 6].slice(0, axes)], axes);
    const half = x.shape.map((extent, axis) => (axis < 2 ? extent : extent / 2));
    const dy = integers(half, 2);
    const max = named[`maxPool${axes}d` as const];
    const maxBack = named[`maxPool${axes}dBackward` as const];
    const avg = named[`avgPool${axes}d` as const];
    const avgBack = named[`avgPool${axes}dBackward` as const];
    const lp = named[`lpPool${axes}d` as const];
    const lpBack = named[`lpPool${axes}dBackward` as const];
    const unpool = named[`maxUnpool${axes}d` as const];
    const unpoolBack = named[`maxUnpool${axes}dBackward` as const];
    const adaptive = named[`adaptiveAvgPool${axes}d` as const];
    const windows = { kernelSize: 2 };
    const { output, indices } = await max(x, { ...windows, returnIndices: true });
    expect(output.shape).toEqual(half);
    const whole = await unpool(output, indices, windows);
    expect(whole.shape).toEqual(x.shape);
    const again = await unpoolBack({ dy: whole, x: output, indices }, windows);
    expect(single(again)).toEqual(single(output));
    expect(single(await maxBack({ dy, x, indices }, windows))).toEqual(
      single(await unpool(dy, indices, windows)),
    );
    expect(single(await adaptive(x, { outputSize: half.slice(2) }))).toEqual(
      single(await avg(x, windows)),
    );
    expect((await avgBack({ dy, x }, windows)).shape).toEqual(x.shape);
    const y = await lp(x, { ...windows, normType: 1 });
    const sums = await avg(
      { ...x, data: x.data.map(Math.abs) },
      { ...windows, divisorOverride: 1 },
    );
    expect(single(y)).toEqual(single(sums));
    const slope = await lpBack({ dy, x, y }, { ...windows, normType: 1 });
    expect(Math.abs(slope.data[0])).toBe(x.data[0] === 0 ? 0 : Math.abs(dy.data[0]));
  }
});

test("channels last give what channels first do", async () => {
  const turned = (t: Tensor): Tensor => {
    const [n, c, h, w] = t.shape;
    const data = new Float32Array(t.data.length);
    t.data.forEach((value, i) => {
      const [image, channel, place] = [
        Math.floor(i / (c * h * w)),
        Math.floor(i / (h * w)) % c,
        i % (h * w),
      ];
      data[(image * h * w + place) * c + channel] = value;
    });
    return { shape: [n, h, w, c], data };
  };
  const options = { kernelSize: 3, stride: 2, padding: 1 };
  const first = await pool.avgPool2d(image, options);
  const last = await pool.avgPool2d(turned(image), { ...options, dataLayout: "nhwc" });
  expect(last).toEqual(turned(first));
});

test("what is wrong is said in one sentence", async () => {
  const wrong = { kernelSize: 2, strid: 2 } as unknown as pool.MaxPoolOptions;
  await expect(pool.maxPool2d(image, wrong)).rejects.toThrow(/strid.*nearest legal: "stride"/);
  await expect(pool.maxPool1d(image, { kernelSize: 2 })).rejects.toThrow(
    "expected 3 axes for the shape of input in maxPool1d, got [2,3,9,8]",
  );
  const indices = new Int32Array(2 * 3 * 4 * 4).fill(72);
  const dy = integers([2, 3, 4, 4], 1);
  await expect(
    pool.maxPool2dBackward({ dy, x: image, indices }, { kernelSize: 2 }),
  ).rejects.toThrow("expected a whole number from 0 to 71 for indices[0], got 72");
  await expect(pool.avgPool2dBackward({ dy: image, x: image }, { kernelSize: 2 })).rejects.toThrow(
    ShapeError,
  );
  await expect(pool.avgPool2d(image, { kernelSize: 2, threads: 0 })).rejects.toThrow(OptionError);
});

test("indices are there where they were asked for", () => {
  const plain = () => pool.maxPool2d(image, { kernelSize: 2 });
  const both = () => pool.maxPool2d(image, { kernelSize: 2, returnIndices: true });
  expectTypeOf(plain).returns.resolves.toEqualTypeOf<Tensor>();
  expectTypeOf(both).returns.resolves.toEqualTypeOf<pool.Maxima>();
});
