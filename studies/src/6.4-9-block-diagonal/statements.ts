/** What is said of layers whose channels are in groups, tried. */
import { type Problem, resolve, sizeOf, type Tensor, tensor, weightShape } from "convoke";
import type { layerCost } from "convoke/cost";
import { random } from "convoke/data";
import type { taps } from "convoke/reference";
import { countedRun, wholeTensors } from "../layers/counted.ts";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  type expand,
  type Mixing,
  matrixOfLayers,
  onesOf,
  seenOf,
  squareOfRankTwo,
} from "./mixing.ts";

export interface Subject extends Mixing {
  readonly expand: typeof expand;
  readonly layerCost: typeof layerCost;
  readonly taps: typeof taps;
}

export const layerOf = (channels: number, groups: number, size: number, kernel = 3): Problem =>
  resolve({
    input: [1, channels, size, size],
    weight: [channels, channels / groups, kernel, kernel],
    padding: "same",
    groups,
  });

export async function statementsOf(
  subject: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const { forward, expand, layerCost, taps } = subject;
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const layers = Array.from({ length: count }, () => {
    const [each, groups] = [upTo(3), 1 + upTo(3)];
    return { each, groups, problem: layerOf(each * groups, groups, upTo(3), 2 * upTo(2) - 1) };
  });
  const pairs = Array.from({ length: count }, () => ({ each: upTo(5), groups: upTo(5) }));
  const squares = Array.from({ length: Math.ceil(count / 4) }, () => {
    const side = 1 + upTo(3);
    return { side, weights: [0, 1].map(() => wholeWeights(side, side, next)) };
  });
  const powers = [2, 3, 4].flatMap((each) =>
    Array.from({ length: 4 }, (_, i) => ({ each, channels: each ** (i + 1) })).filter(
      ({ channels }) => channels <= 32,
    ),
  );
  const seenIn = async (each: number, groups: number, depth: number, shuffled: boolean) =>
    seenOf(
      await matrixOfLayers(subject, Array(depth).fill(onesOf(each, groups)), groups, shuffled),
    );
  const expectSeen = (found: number[], other: number, facts: Trial): Trial => {
    const seen = found.find((n) => n !== other);
    return seen === undefined ? null : { ...facts, seen, other };
  };
  const dense = ({ inChannels, axes: [{ input, kernel }] }: Problem) =>
    layerOf(inChannels, 1, input, kernel);
  return inTurn(
    [
      () =>
        tried("claim", "cost", layers, ({ each, groups, problem }) => {
          const tensors = wholeTensors(problem, seed);
          const run = countedRun(problem, tensors, taps);
          const [counted, said] = [
            groups * (run.inside + run.outside),
            layerCost(dense(problem)).asWritten.macs,
          ];
          return counted === said ? null : { each, groups, counted, said };
        }),
      () =>
        triedOn("claim", "mixed", pairs, async ({ each, groups }) =>
          expectSeen(await seenIn(each, groups, 2, true), each * groups, { each, groups }),
        ),
      () =>
        triedOn("truth", "expanded", layers, async ({ each, groups, problem }) => {
          const { x, w } = wholeTensors(problem, seed);
          const [own, whole] = [
            await forward(x, w, groups),
            await forward(x, expand(w, groups), 1),
          ];
          const flat = ({ shape, data }: Tensor) =>
            tensor([shape[1], sizeOf(shape) / shape[1]], data);
          const found = differs(flat(own), flat(whole));
          return found === null ? null : { each, groups, ...found };
        }),
      () =>
        triedOn("truth", "definition", layers, async ({ each, groups, problem }) => {
          const tensors = wholeTensors(problem, seed);
          const [own, { y }] = [
            await forward(tensors.x, tensors.w, groups),
            countedRun(problem, tensors, taps),
          ];
          return own.data.every((v, i) => v === y.data[i]) ? null : { each, groups };
        }),
      () =>
        tried("truth", "weights", layers, ({ each, groups, problem }) => {
          const counted = groups * sizeOf(weightShape(problem));
          const said = sizeOf(weightShape(dense(problem)));
          return counted === said ? null : { each, groups, counted, said };
        }),
      () =>
        triedOn("truth", "apart", pairs.slice(0, Math.ceil(count / 4)), async (pair) =>
          expectSeen(await seenIn(pair.each, pair.groups, 3, false), pair.each, { ...pair }),
        ),
      () =>
        triedOn("truth", "seen", pairs, async ({ each, groups }) =>
          expectSeen(await seenIn(each, groups, 2, true), each * Math.min(each, groups), {
            each,
            groups,
          }),
        ),
      () =>
        triedOn("truth", "deeper", powers, async ({ each, channels }) => {
          const groups = channels / each;
          for (const depth of [1, 2, 3]) {
            const other = Math.min(channels, each ** depth);
            const trial = expectSeen(await seenIn(each, groups, depth, true), other, {
              each,
              depth,
            });
            if (trial !== null) return trial;
          }
          return null;
        }),
      () =>
        triedOn("truth", "rank", squares, async ({ side, weights }) => {
          const found = squareOfRankTwo(await matrixOfLayers(subject, weights, side, true), side);
          return found === null ? null : { each: side, ...found };
        }),
      () =>
        tried("slip", "anything", squares, ({ side }) => {
          const size = side * side;
          const any = tensor(
            [size, size],
            Array.from({ length: size * size }, () => Math.floor(9 * next()) - 4),
          );
          const found = squareOfRankTwo(any, side);
          return found === null ? null : { each: side, ...found };
        }),
      () =>
        tried("slip", "bytes", layers, ({ each, groups, problem }) => {
          const [counted, said] = [
            groups * layerCost(problem).bytes.total,
            layerCost(dense(problem)).bytes.total,
          ];
          return counted === said ? null : { each, groups, counted, said };
        }),
    ],
    onProgress,
  );
}

/** Whole numbers from −4 to 4 as weights of a 1×1 layer. */
function wholeWeights(each: number, groups: number, next: () => number): Tensor {
  return tensor(
    [each * groups, each, 1, 1],
    Array.from({ length: each * each * groups }, () => Math.floor(9 * next()) - 4),
  );
}
