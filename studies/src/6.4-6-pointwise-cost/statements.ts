/** What is said of the cost of 1×1 layers, tried on layers that are counted product by product. */
import { type Problem, resolve, sizeOf } from "convoke";
import { ratioValue } from "convoke/cost";
import { factsOf, layerCases } from "../layers/cases.ts";
import { additionsOf, countedRun, wholeTensors } from "../layers/counted.ts";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { kernelOfSize } from "./exhibits.ts";
import type { Subject } from "./study.ts";

export async function statementsOf(
  { taps, layerCost, patchMatrix, unfold, forward }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const counted = (problem: Problem) => {
    const tensors = wholeTensors(problem, seed);
    return { problem, tensors, run: countedRun(problem, tensors, taps) };
  };
  const all = layerCases(count, seed, { pointwise: true }).map(counted);
  const plain = all.filter(({ problem }) => problem.groups === 1);
  const grouped = all.filter(({ problem }) => problem.groups > 1);
  const inPlace = plain.filter(({ problem }) =>
    problem.axes.every((a) => a.stride === 1 && a.before + a.after === 0),
  );
  return inTurn(
    [
      () =>
        tried("claim", "products", plain, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem)),
        ),
      () =>
        triedOn("truth", "engine", all.slice(0, Math.ceil(count / 5)), async (one) =>
          differs(await forward(one.problem, one.tensors), one.run.y),
        ),
      () =>
        tried("truth", "closed", all, ({ problem, run }) => {
          const { asWritten, needed } = layerCost(problem);
          return (
            unlike(problem, asWritten.macs, run.inside + run.outside) ??
            unlike(problem, needed.macs, run.inside) ??
            unlike(problem, needed.additions, additionsOf(run.perOutput))
          );
        }),
      () =>
        tried("truth", "noCopy", inPlace, ({ problem, tensors: { x } }) => {
          const matrix = unfold(problem, x);
          const same = matrix.data.every((v, i) => v === x.data[i]);
          const blowUp = ratioValue(patchMatrix(problem).blowUp);
          return same && blowUp === 1 ? null : { ...factsOf(problem), blowUp };
        }),
      () =>
        tried("truth", "square", plain, ({ problem }) => {
          const [one, three, five] = [1, 3, 5].map(
            (kernel) => layerCost(kernelOfSize(problem, kernel)).asWritten.macs,
          );
          return unlike(problem, three, 9 * one) ?? unlike(problem, five, 25 * one);
        }),
      () =>
        tried("truth", "depthwise", plain, ({ problem: { inChannels, outChannels, axes } }) => {
          const input = [1, inChannels, ...axes.map((a) => a.input)];
          const of = (weight: number[], groups: number) =>
            resolve({ input, weight, padding: (weight[2] - 1) / 2, groups });
          const [dense, channelwise, point] = [
            of([outChannels, inChannels, 3, 3], 1),
            of([inChannels, 1, 3, 3], inChannels),
            of([outChannels, inChannels, 1, 1], 1),
          ];
          const macs = (one: Problem) => layerCost(one).asWritten.macs;
          // (1/c_o + 1/9) of the dense layer, in whole numbers.
          const both = 9 * outChannels * (macs(channelwise) + macs(point));
          return unlike(dense, both, (9 + outChannels) * macs(dense));
        }),
      () =>
        tried("slip", "padding", plain, ({ problem, run }) =>
          unlike(problem, run.inside, formulaOf(problem)),
        ),
      () =>
        tried("slip", "groups", grouped, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem)),
        ),
      () =>
        tried("slip", "bytes", plain, ({ problem }) => {
          const [one, three] = [1, 3].map(
            (kernel) => layerCost(kernelOfSize(problem, kernel)).bytes.total,
          );
          return unlike(problem, three, 9 * one);
        }),
      () =>
        tried("slip", "everyPixel", plain, ({ problem, run }) => {
          const unseen = run.perInput.reduce((sum, n) => sum + (n === 0 ? 1 : 0), 0);
          return unseen === 0 ? null : { ...factsOf(problem), unseen };
        }),
    ],
    onProgress,
  );
}

/** c_o h_o w_o c_i. */
const formulaOf = ({ inChannels, outChannels, axes }: Problem): number =>
  outChannels * inChannels * sizeOf(axes.map((a) => a.output));

function unlike(problem: Problem, counted: number, said: number): Trial {
  return counted === said ? null : { ...factsOf(problem), counted, said };
}
