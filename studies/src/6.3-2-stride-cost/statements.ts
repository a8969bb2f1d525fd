/** What is said of a stride's savings, tried: counts are exact, and no clock is asked. */
import type { Tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  everyOther,
  extentOf,
  listedProducts,
  numbersFor,
  type StridedLayer,
  unstrided,
} from "./layers.ts";

export interface Subject {
  readonly multiplications: (layer: StridedLayer) => number;
  readonly outputBytes: (layer: StridedLayer) => number;
  readonly strided: (x: Tensor, w: Tensor, layer: StridedLayer) => Promise<Tensor>;
}

/** @param cases the first is a person's own, which may be too large to be counted product by product. */
export async function statementsOf(
  subject: Subject,
  cases: readonly StridedLayer[],
  { run, seed }: { readonly run: number; readonly seed: number },
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  // Where a single position is left already, there is nothing to skip.
  const many = cases.filter((layer) =>
    extentOf(unstrided(layer)).some((n, axis) => layer.stride[axis] > 1 && n > 1),
  );
  const savedOf = (layer: StridedLayer) =>
    subject.multiplications(unstrided(layer)) / subject.multiplications(layer);
  return inTurn(
    [
      () =>
        tried("claim", "less", many, (layer) =>
          savedOf(layer) > 1 ? null : { ...told(layer), saved: savedOf(layer) },
        ),
      () =>
        tried("claim", "lessBytes", many, (layer) => {
          const [before, after] = [unstrided(layer), layer].map(subject.outputBytes);
          return after < before ? null : { ...told(layer), before, after };
        }),
      () =>
        tried("truth", "counted", cases.slice(1), (layer) => {
          const [said, count] = [subject.multiplications(layer), listedProducts(layer)];
          return said === count ? null : { ...told(layer), said, count };
        }),
      () =>
        tried("truth", "exactly", cases, (layer) => {
          const before = extentOf(unstrided(layer));
          const [rows, columns] = before.map((n, axis) => Math.ceil(n / layer.stride[axis]));
          // Cross-multiplied: whole numbers on both sides.
          const left = subject.multiplications(unstrided(layer)) * rows * columns;
          const right = subject.multiplications(layer) * before[0] * before[1];
          return left === right ? null : { ...told(layer), saved: savedOf(layer) };
        }),
      () =>
        tried("truth", "atMost", cases, (layer) => {
          const [down, across] = layer.stride;
          const whole = extentOf(unstrided(layer)).every((n, axis) => n % layer.stride[axis] === 0);
          const most = down * across * subject.multiplications(layer);
          const all = subject.multiplications(unstrided(layer));
          return (whole ? all === most : all < most)
            ? null
            : { ...told(layer), saved: savedOf(layer) };
        }),
      () =>
        triedOn("truth", "skips", cases.slice(1).slice(-run), async (layer) => {
          const [x, w] = numbersFor(layer, seed);
          const y = await subject.strided(x, w, layer);
          const all = everyOther(await subject.strided(x, w, unstrided(layer)), layer.stride);
          return unlike(layer, y, all);
        }),
      () =>
        tried("slip", "square", cases, (layer) =>
          savedOf(layer) === layer.stride[0] * layer.stride[1]
            ? null
            : {
                ...told(layer),
                saved: savedOf(layer),
                said: layer.stride[0] * layer.stride[1],
              },
        ),
      () =>
        tried("slip", "allBytes", cases, (layer) => {
          const [before, after] = [unstrided(layer), layer].map(
            (one) => layerCost(one).bytes.input + layerCost(one).bytes.weight,
          );
          return after < before ? null : { ...told(layer), before, after };
        }),
      () =>
        tried("slip", "always", cases, (layer) => {
          const single = {
            ...layer,
            input: [1, layer.input[1], ...layer.weight.slice(2)],
            padding: 0,
          };
          return savedOf(single) > 1 ? null : { ...told(single), saved: savedOf(single) };
        }),
    ],
    onProgress,
  );
}

const told = ({ input, weight, padding, stride }: StridedLayer) => ({
  input: input.slice(2).join("×"),
  kernel: weight.slice(2).join("×"),
  padding,
  step: stride.join("×"),
});

function unlike(layer: StridedLayer, y: Tensor, other: Tensor): Trial {
  const shapes = { shape: y.shape.join("×"), otherShape: other.shape.join("×") };
  if (shapes.shape !== shapes.otherShape) return { ...told(layer), ...shapes };
  const at = y.data.findIndex((v, i) => v !== other.data[i]);
  return at < 0 ? null : { ...told(layer), value: y.data[at], other: other.data[at] };
}
