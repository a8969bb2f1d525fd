/** What is said of two layers as one, tried on whole numbers and fractions: exactly. */
import { conv2d, type Tensor, tensor } from "convoke";
import {
  add,
  convolve,
  correlate,
  formatRational,
  type Kernel,
  kernelOf,
  type Layer,
  sameKernel,
} from "convoke/workshop";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { outputsOf, type Pair, pairsOf, single } from "./cases.ts";
import type { Subject } from "./study.ts";

/** @param own a person's kernels. */
export async function statementsOf(
  { run, composeLayers, agreement }: Subject,
  own: readonly [Kernel, Kernel],
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const both = async ({ one, two, x }: Pair) => run(two, await run(one, x));
  const unlike = async (pair: Pair, as: Layer): Promise<Trial> =>
    told(pair, await both(pair), await run(as, pair.x));
  const some = Math.min(200, Math.ceil(count / 3));
  const plain = pairsOf(count, seed);
  const planes = pairsOf(some, seed, { channels: 1 });
  const inside = pairsOf(8 * some, seed, { channels: 1 })
    .filter(fitting)
    .slice(0, some);
  const biased = pairsOf(some, seed, { bias: true });
  const strided = pairsOf(some, seed, { stride: 3 });
  const padded = pairsOf(some, seed, { padding: 1 });
  const example = pairsOf(some, seed, { channels: 1, kernel: 3 });
  return inTurn(
    [
      () =>
        triedOn("claim", "one", plain, (pair) => unlike(pair, composeLayers(pair.one, pair.two))),
      () =>
        tried("claim", "size", plain, ({ one, two }) => {
          const wanted = [two.weight.shape[0], one.weight.shape[1], ...sizeOfBoth(one, two)];
          return shapes(composeLayers(one, two).weight.shape, wanted);
        }),
      () =>
        tried("claim", "example", example, ({ one, two }) =>
          shapes(composeLayers(one, two).weight.shape, [1, 1, 5, 5]),
        ),
      () =>
        tried("claim", "sum", plain, ({ one, two }) => {
          const { weight } = composeLayers(one, two);
          return sameKernel(weight, sumOver(one, two, convolve)) ? null : layersOf(one, two);
        }),
      () =>
        tried("claim", "exact", [own], ([first, second]) => {
          // Every position of a small image of fractions, those beyond its edge too.
          const image = kernelOf([3, 4], fractions(12), [0, 0]);
          const { weight } = composeLayers(single(first), single(second));
          const as = kernelOf(weight.shape.slice(2), weight.exact ?? weight.values, [0, 0]);
          const step = correlate(correlate(image, atZero(first)), atZero(second));
          const once = correlate(image, as);
          return near(atZero(step), atZero(once));
        }),
      () =>
        triedOn("truth", "bias", biased, (pair) => unlike(pair, composeLayers(pair.one, pair.two))),
      () =>
        triedOn("truth", "stride", strided, async (pair) => {
          const { one, two } = pair;
          const composed = composeLayers(one, two);
          const size = one.weight.shape
            .slice(2)
            .map((k, axis) => k + (two.weight.shape[axis + 2] - 1) * one.stride[axis]);
          const strides = one.stride.map((s, axis) => s * two.stride[axis]);
          // Of a kernel of one tap in each place that a step apart counts, what all share is a dilation.
          const reach = composed.weight.shape
            .slice(2)
            .map((k, axis) => (k - 1) * composed.dilation[axis] + 1);
          return (
            shapes(reach, size) ??
            shapes(composed.stride, strides) ??
            (await unlike(pair, composed))
          );
        }),
      () =>
        triedOn("truth", "interior", padded, async (pair) => {
          const [steps, once] = [
            await both(pair),
            await run(composeLayers(pair.one, pair.two), pair.x),
          ];
          const [down, across] = agreement(pair.one, pair.two, pair.x.shape.slice(2));
          const [rows, columns] = outputsOf(pair);
          const at = steps.data.findIndex((v, i) => {
            const [row, column] = [Math.floor(i / columns) % rows, i % columns];
            const inside =
              row >= down.from && row < down.to && column >= across.from && column < across.to;
            return inside && v !== once.data[i];
          });
          return at < 0 ? null : { ...layersOf(pair.one, pair.two), value: once.data[at] };
        }),
      () =>
        triedOn("slip", "valid", inside, async ({ one, two }) => {
          const [first, second] = [one, two].map(({ weight }) =>
            tensor(weight.shape, weight.values),
          );
          const kernel = await conv2d(first, second, { orientation: "convolution" });
          return shapes(kernel.shape.slice(2), sizeOfBoth(one, two));
        }),
      () =>
        triedOn("slip", "correlated", planes, (pair) => {
          const weight = sumOver(pair.one, pair.two, correlate);
          return unlike(pair, { ...composeLayers(pair.one, pair.two), weight });
        }),
      () =>
        triedOn("slip", "biases", pairsOf(some, seed, { bias: true, channels: 2 }), (pair) => {
          const [b1, b2] = [pair.one.bias!, pair.two.bias!];
          const bias = kernelOf(
            [2],
            b1.values.map((v, i) => v + b2.values[i]),
          );
          return unlike(pair, { ...composeLayers(pair.one, pair.two), bias });
        }),
      () =>
        triedOn("slip", "unspread", strided, (pair) => {
          const { one, two } = pair;
          const { stride } = composeLayers(one, two);
          return unlike(pair, { ...composeLayers({ ...one, stride: [1, 1] }, two), stride });
        }),
      () =>
        triedOn("slip", "padded", padded, (pair) =>
          unlike(pair, composeLayers(pair.one, pair.two)),
        ),
    ],
    onProgress,
  );
}

/** Whether the second kernel has a place inside the first. */
const fitting = ({ one, two }: Pair): boolean =>
  one.weight.shape.every((k, axis) => k >= two.weight.shape[axis]);

/** Σ_m W₂[o, m] ∗ W₁[m, i] with a product of kernels of one's own. */
function sumOver(one: Layer, two: Layer, product: typeof convolve): Kernel {
  const [outputs, middle] = two.weight.shape;
  const input = one.weight.shape[1];
  const planes = Array.from({ length: outputs * input }, (_, at) => {
    const [o, i] = [Math.floor(at / input), at % input];
    return Array.from({ length: middle }, (_m, m) =>
      product(plane(one, m, i), plane(two, o, m)),
    ).reduce(add);
  });
  const { shape } = planes[0];
  return kernelOf(
    [outputs, input, ...shape],
    planes.flatMap(({ exact }) => exact!),
  );
}

/** The kernel from channel `from` to channel `to`. */
function plane({ weight: { shape, exact } }: Layer, to: number, from: number): Kernel {
  const taps = shape[2] * shape[3];
  const at = (to * shape[1] + from) * taps;
  return kernelOf(shape.slice(2), exact!.slice(at, at + taps), [0, 0]);
}

const sizeOfBoth = (one: Layer, two: Layer): number[] =>
  one.weight.shape.slice(2).map((k, axis) => k + two.weight.shape[axis + 2] - 1);

const atZero = ({ shape, exact, values }: Kernel): Kernel =>
  kernelOf(shape, exact ?? values, [0, 0]);

const fractions = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ over: BigInt(((5 * i) % 11) - 5), under: 3n }));

/** Equal where both are fractions; of floats, as near as rounding leaves them. */
function near(a: Kernel, b: Kernel): Trial {
  const most = a.values.reduce((size, v) => Math.max(size, Math.abs(v)), 0);
  const at = a.values.findIndex((v, i) =>
    a.exact && b.exact
      ? formatRational(a.exact[i]) !== formatRational(b.exact[i])
      : Math.abs(v - b.values[i]) > 1e-12 * most,
  );
  return at < 0 ? null : { value: a.values[at], other: b.values[at] };
}

const shapes = (got: readonly number[], wanted: readonly number[]): Trial =>
  `${got}` === `${wanted}` ? null : { shape: got.join("×"), otherShape: wanted.join("×") };

const layersOf = (one: Layer, two: Layer) => ({
  first: one.weight.shape.join("×"),
  second: two.weight.shape.join("×"),
  stride: one.stride[0],
  padding: two.padding[0][0],
});

function told({ one, two }: Pair, steps: Tensor, once: Tensor): Trial {
  const found = differs(steps, once);
  return found && { ...layersOf(one, two), ...found };
}
