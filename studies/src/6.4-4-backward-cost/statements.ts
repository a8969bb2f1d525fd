/** What is said of the cost of gradients, tried on layers that are counted product by product. */
import { type Problem, resolve, sizeOf } from "convoke";
import { random } from "convoke/data";
import { factsOf, layerCases } from "../layers/cases.ts";
import { additionsOf, countedRun, wholeTensors } from "../layers/counted.ts";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import type { Subject } from "./study.ts";

export async function statementsOf(
  { taps, layerCost, backwardCost, trainingMemory, gradients }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const counted = (problem: Problem) => {
    const tensors = wholeTensors(problem, seed);
    return { problem, tensors, run: countedRun(problem, tensors, taps) };
  };
  const some = Math.ceil(count / 5);
  const cases = [...layerCases(count, seed), ...layerCases(some, seed, { pointwise: true })];
  const runs = cases.map(counted);
  const batches = layerCases(some, seed, { batch: 4 }).map(counted);
  const layers = layersInTraining(count, seed);
  return inTurn(
    [
      () =>
        tried("claim", "weight", runs, ({ problem, run }) =>
          unlike(problem, run.inside + run.outside, formulaOf(problem).weight),
        ),
      () =>
        tried("claim", "input", runs, ({ problem, run }) =>
          unlike(problem, run.inside, formulaOf(problem).input),
        ),
      () =>
        tried("claim", "twice", runs, ({ problem, run }) => {
          const { weight, input } = backwardCost(problem);
          return unlike(problem, weight.exact.macs + input.exact.macs, 2 * run.inside);
        }),
      () =>
        tried("claim", "memory", layers, (problem) => {
          const [counted, said] = [trainingMemory(problem).peak.backward, 2 * tensorBytes(problem)];
          const rectified = problem.activation.kind !== "identity";
          const kind = problem.bias
            ? rectified
              ? "biasedRectified"
              : "biased"
            : rectified
              ? "rectified"
              : "linear";
          return counted === said ? null : { layerKind: kind, counted, said };
        }),
      () =>
        triedOn("truth", "engine", runs.slice(0, some), async ({ problem, tensors, run }) => {
          const { dx, dw } = await gradients(problem, tensors);
          return differs(dx, run.dx) ?? differs(dw, run.dw);
        }),
      () =>
        tried("truth", "closed", [...runs, ...batches], ({ problem, run }) => {
          const { weight, input } = backwardCost(problem);
          const { needed } = layerCost(problem);
          return (
            unlike(problem, needed.macs, run.inside) ??
            unlike(problem, weight.exact.macs, run.inside) ??
            unlike(problem, input.exact.macs, run.inside) ??
            unlike(problem, weight.exact.additions, additionsOf(run.perWeight)) ??
            unlike(problem, input.exact.additions, additionsOf(run.perInput))
          );
        }),
      () =>
        tried("truth", "upper", runs, ({ problem, run }) => {
          const said = formulaOf(problem).input;
          return run.inside <= said ? null : { ...factsOf(problem), counted: run.inside, said };
        }),
      () =>
        tried("truth", "sameSize", runs, ({ problem, run }) => {
          const [input, output] = sizes(problem);
          const equal = run.inside + run.outside === formulaOf(problem).input;
          return equal === (input === output) ? null : factsOf(problem);
        }),
      () =>
        tried("truth", "strided", stridedCases(some, seed).map(counted), ({ problem, run }) => {
          const { input } = formulaOf(problem);
          const [{ stride }] = problem.axes;
          return unlike(problem, run.inside + run.outside, input / stride ** 2);
        }),
      () =>
        tried("truth", "kept", layers, (problem) => {
          // Weight and input are read again; the output where the activation's gradient asks for it.
          const bytes = tensorBytes(problem) + 8 * (problem.bias ? problem.outChannels : 0);
          const output = 4 * problem.outChannels * sizes(problem)[1];
          const needsOutput = problem.activation.kind === "identity" ? 0 : output;
          const own = 4 * (sizeOf(inputOf(problem)) + weightsOf(problem)) + needsOutput;
          const [got, wanted] = [trainingMemory(problem).peak.backward, bytes + own];
          return got === wanted ? null : { ...factsOf(problem), counted: got, said: wanted };
        }),
      () =>
        tried("slip", "because", runs, ({ problem }) => {
          const { weight, input } = formulaOf(problem);
          return unlike(problem, weight, input);
        }),
      () =>
        tried("slip", "perSample", batches, ({ problem, run }) => {
          const additions = run.inside + run.outside - weightsOf(problem);
          return unlike(
            problem,
            additions,
            formulaOf(problem).weight - problem.batch * weightsOf(problem),
          );
        }),
    ],
    onProgress,
  );
}

/** c_o c_i k_h k_w h_o w_o and c_i h w c_o k_h k_w, times the images; c_i as one group counts it. */
function formulaOf(problem: Problem): { weight: number; input: number } {
  const [input, output] = sizes(problem);
  const each = problem.batch * weightsOf(problem);
  return { weight: each * output, input: each * input };
}

const sizes = ({ axes }: Problem): [input: number, output: number] => [
  sizeOf(axes.map((a) => a.input)),
  sizeOf(axes.map((a) => a.output)),
];

const weightsOf = ({ inChannels, outChannels, groups, axes }: Problem): number =>
  outChannels * (inChannels / groups) * sizeOf(axes.map((a) => a.kernel));

const inputOf = ({ batch, inChannels, axes }: Problem): number[] => [
  batch,
  inChannels,
  ...axes.map((a) => a.input),
];

/** Input, output and weight in float32. */
const tensorBytes = (problem: Problem): number =>
  4 * (sizeOf(inputOf(problem)) + problem.outChannels * sizes(problem)[1] + weightsOf(problem));

function unlike(problem: Problem, counted: number, said: number): Trial {
  return counted === said ? null : { ...factsOf(problem), counted, said };
}

/** With a bias or without, rectified or not: one image. */
function layersInTraining(count: number, seed: number): Problem[] {
  const next = random(seed);
  return layerCases(count, seed).map((problem) => ({
    ...problem,
    bias: next() < 0.5,
    activation: next() < 0.5 ? problem.activation : { kind: "clamp", min: 0, max: Infinity },
  }));
}

/** The stride divides the image, and padding keeps a window for each step of it. */
function stridedCases(count: number, seed: number): Problem[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, () => {
    const [stride, channels] = [upTo(3), upTo(3)];
    return resolve({
      input: [1, channels, stride * upTo(4), stride * upTo(4)],
      weight: [upTo(3), channels, stride - 1 + upTo(3), stride - 1 + upTo(3)],
      stride,
      padding: "same",
    });
  });
}
