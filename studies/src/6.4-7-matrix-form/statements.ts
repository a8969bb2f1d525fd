/** What is said of convolutions as products of matrices, tried on layers of all kinds. */
import {
  type AlgorithmName,
  conv2d,
  format,
  type Problem,
  resolve,
  sizeOf,
  type Tensor,
  tensor,
} from "convoke";
import { patchMatrix, ratioText, ratioValue } from "convoke/cost";
import { reference } from "convoke/reference";
import { factsOf, layerCases } from "../layers/cases.ts";
import { wholeTensors } from "../layers/counted.ts";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { BOOK, BOOK_RESULT } from "./book.ts";
import { byProducts, matricesOf } from "./product.ts";
import type { Subject } from "./study.ts";

export async function statementsOf(
  subject: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const all = layerCases(count, seed, { batch: 3 });
  const plain = all.filter(({ groups, axes }) => groups === 1 && axes.some((a) => a.kernel > 1));
  const grouped = all.filter(({ groups }) => groups > 1);
  const several = all.filter(({ batch }) => batch > 1);
  const { unfold, forward, verify } = subject;
  const defined = (problem: Problem): Tensor => {
    const { x, w } = wholeTensors(problem, seed);
    const { shape, data } = reference(problem, { input: x, weight: w });
    return tensor(shape, data);
  };
  const product = (problem: Problem): Tensor => {
    const { x, w } = wholeTensors(problem, seed);
    return byProducts(problem, matricesOf(problem, x, w, subject));
  };
  const results = await ofFractions();
  return inTurn(
    [
      () =>
        tried("claim", "book", [BOOK], ({ problem, x, w }) =>
          differs(byProducts(problem, matricesOf(problem, x, w, subject)), BOOK_RESULT),
        ),
      () =>
        tried("claim", "shape", all, (problem) => {
          const { x, w } = wholeTensors(problem, seed);
          const { inChannels, groups, batch, axes } = problem;
          const rows = (inChannels / groups) * sizeOf(axes.map((a) => a.kernel));
          const columns = batch * sizeOf(axes.map((a) => a.output));
          const counted = patchMatrix(problem);
          const { patches } = matricesOf(problem, x, w, subject);
          const fits =
            patches.length === groups &&
            patches.every(({ shape }) => `${shape}` === `${rows},${columns}`) &&
            counted.rows === rows &&
            counted.columns === columns;
          return fits ? null : { ...factsOf(problem), shape: patches[0].shape.join("×") };
        }),
      () =>
        tried("claim", "product", all, (problem) =>
          told(problem, product(problem), defined(problem)),
        ),
      () =>
        triedOn("truth", "engine", all.slice(0, Math.ceil(count / 4)), async (problem) =>
          told(problem, await forward(problem, wholeTensors(problem, seed)), product(problem)),
        ),
      () =>
        tried("truth", "batch", several, (problem) => {
          const { x, w } = wholeTensors(problem, seed);
          const each = x.data.length / problem.batch;
          const single = { ...problem, batch: 1 };
          const apart = Array.from({ length: problem.batch }, (_, n) => {
            const image = tensor(
              [1, ...x.shape.slice(1)],
              x.data.subarray(n * each, (n + 1) * each),
            );
            return [...byProducts(single, matricesOf(single, image, w, subject)).data];
          }).flat();
          const together = product(problem);
          return told(problem, together, tensor(together.shape, apart));
        }),
      () =>
        triedOn("truth", "algorithms", verified(count, seed), async (problem) => {
          const { rows } = await verify(problem);
          const wrong = rows.find(({ passed }) => !passed);
          return wrong
            ? { layer: format(problem), algorithm: wrong.algorithm, error: wrong.maxError }
            : null;
        }),
      () =>
        tried("slip", "channelsLast", plain, (problem) => {
          const { x, w } = wholeTensors(problem, seed);
          const { patches } = matricesOf(problem, x, w, subject);
          const turned = tensor([w.shape[0], w.data.length / w.shape[0]], channelsLast(w));
          return told(
            problem,
            byProducts(problem, { weights: [turned], patches }),
            defined(problem),
          );
        }),
      () =>
        tried("slip", "oneProduct", grouped, (problem) => {
          // A kernel laid flat, and a column of all channels.
          const { x, w } = wholeTensors(problem, seed);
          const [taps, rows] = [w.data.length / w.shape[0], unfold(problem, x).shape[1]];
          return taps === rows ? null : { ...factsOf(problem), taps, rows };
        }),
      () =>
        tried("slip", "asLarge", plain, (problem) => {
          const { blowUp } = patchMatrix(problem);
          return ratioValue(blowUp) === 1
            ? null
            : { ...factsOf(problem), blowUp: ratioText(blowUp) };
        }),
      () =>
        tried("slip", "bits", results.slice(1), ({ algorithm, y }) => {
          const [{ algorithm: otherAlgorithm, y: wanted }] = results;
          const at = y.data.findIndex((v, i) => v !== wanted.data[i]);
          const difference = y.data[at] - wanted.data[at];
          return at < 0 ? null : { algorithm, otherAlgorithm, value: y.data[at], difference };
        }),
    ],
    onProgress,
  );
}

/** A dense layer that Winograd and Fourier take, a strided one, one with groups, small ones. */
const verified = (count: number, seed: number): Problem[] => [
  resolve({ input: [1, 4, 9, 9], weight: [4, 4, 3, 3], padding: 1 }),
  resolve({ input: [2, 4, 9, 7], weight: [4, 2, 3, 3], stride: 2, padding: 1, groups: 2 }),
  resolve({ input: [1, 1, 12, 11], weight: [1, 1, 5, 5], padding: 2 }),
  ...layerCases(Math.floor(count / 40), seed),
];

/** One dense layer of numbers that are rounded, by algorithms that sum in ways of their own. */
function ofFractions(): Promise<{ algorithm: AlgorithmName; y: Tensor }[]> {
  const waves = (shape: readonly number[]) =>
    tensor(
      shape,
      Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * i)),
    );
  const [x, w] = [waves([1, 4, 9, 9]), waves([4, 4, 3, 3])];
  return Promise.all(
    (["im2col", "winograd", "fft"] as const).map(async (algorithm) => ({
      algorithm,
      y: await conv2d(x, w, { padding: 1, algorithm }),
    })),
  );
}

/** Each kernel laid flat position by position, its channels innermost. */
function channelsLast({ shape: [out, channels, rows, columns], data }: Tensor): number[] {
  const taps = rows * columns;
  return Array.from({ length: out * channels * taps }, (_, i) => {
    const [o, t, c] = [
      Math.floor(i / (channels * taps)),
      Math.floor(i / channels) % taps,
      i % channels,
    ];
    return data[(o * channels + c) * taps + t];
  });
}

function told(problem: Problem, got: Tensor, wanted: Tensor): Trial {
  const found = differs(got, wanted);
  return found && { ...factsOf(problem), ...found };
}
