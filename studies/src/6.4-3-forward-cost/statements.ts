/** What is said of the cost of a layer, tried on layers that are counted product by product. */
import { type Problem, sizeOf } from "convoke";
import { ELEMENT_BYTES, ELEMENT_TYPES } from "convoke/cost";
import { factsOf, layerCases } from "../layers/cases.ts";
import { additionsOf, countedRun, wholeTensors } from "../layers/counted.ts";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import type { Subject } from "./study.ts";

export async function statementsOf(
  { taps, layerCost, forward }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const some = Math.ceil(count / 5);
  const counted = (problem: Problem) => {
    const tensors = wholeTensors(problem, seed);
    return { problem, tensors, run: countedRun(problem, tensors, taps) };
  };
  const all = layerCases(count, seed, { batch: 3 }).map(counted);
  const grouped = all.filter(({ problem }) => problem.groups > 1);
  const plain = layerCases(count, seed)
    .filter(({ groups }) => groups === 1)
    .map(counted);
  return inTurn(
    [
      () =>
        tried("claim", "products", plain, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem)),
        ),
      () =>
        tried("claim", "additions", plain, ({ problem, run }) => {
          const { inChannels } = problem;
          const outputs = run.y.data.length;
          const said = outputs * (inChannels * sizeOf(problem.axes.map((a) => a.kernel)) - 1);
          return (
            unlike(problem, run.inside + run.outside - outputs, said) ??
            unlike(problem, layerCost(problem).asWritten.additions, said)
          );
        }),
      () =>
        tried("claim", "memory", plain, ({ problem, tensors: { x, w }, run: { y } }) => {
          const bytes = [x, w, y].reduce((sum, { data }) => sum + data.byteLength, 0);
          return unlike(problem, layerCost(problem).bytes.total, bytes);
        }),
      () =>
        triedOn("truth", "engine", all.slice(0, some), async ({ problem, tensors, run }) =>
          differs(await forward(problem, tensors), run.y),
        ),
      () =>
        tried("truth", "closed", all, ({ problem, run }) => {
          const { asWritten, needed, paddingProducts } = layerCost(problem);
          return (
            unlike(problem, asWritten.macs, run.inside + run.outside) ??
            unlike(problem, paddingProducts, run.outside) ??
            unlike(problem, needed.macs, run.inside) ??
            unlike(problem, needed.additions, additionsOf(run.perOutput))
          );
        }),
      () =>
        tried("truth", "groups", grouped, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem) / problem.groups),
        ),
      () =>
        tried("truth", "bias", plain, ({ problem, run }) => {
          const { flops, macs, biasAdditions } = layerCost({ ...problem, bias: true }).asWritten;
          return (
            unlike(problem, biasAdditions, run.y.data.length) ?? unlike(problem, flops, 2 * macs)
          );
        }),
      () =>
        tried("truth", "types", plain, ({ problem, tensors: { x, w }, run: { y } }) => {
          const numbers = x.data.length + w.data.length + y.data.length;
          const wrong = ELEMENT_TYPES.find(
            (dtype) => layerCost(problem, { dtype }).bytes.total !== numbers * ELEMENT_BYTES[dtype],
          );
          return wrong === undefined ? null : { ...factsOf(problem), type: wrong };
        }),
      () =>
        tried("slip", "all", plain, ({ problem, run }) =>
          unlike(problem, run.inside, formulaOf(problem)),
        ),
      () =>
        tried("slip", "anyGroups", grouped, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem)),
        ),
      () =>
        tried("slip", "twice", plain, ({ problem }) => {
          const { flops, macs } = layerCost(problem).asWritten;
          return unlike(problem, flops, 2 * macs);
        }),
    ],
    onProgress,
  );
}

/** c_o h_o w_o c_i k_h k_w, times the images. */
function formulaOf({ batch, inChannels, outChannels, axes }: Problem): number {
  return (
    batch *
    outChannels *
    inChannels *
    sizeOf(axes.map((a) => a.output)) *
    sizeOf(axes.map((a) => a.kernel))
  );
}

function unlike(problem: Problem, counted: number, said: number): Trial {
  return counted === said ? null : { ...factsOf(problem), counted, said };
}
