/** What is said of doubling, tried on layers whose products are counted one by one. */
import { type Problem, parse, resolve } from "convoke";
import { ratioText, ratioValue } from "convoke/cost";
import { factsOf, layerCases } from "../layers/cases.ts";
import { countedRun, wholeTensors } from "../layers/counted.ts";
import { inTurn, type Statement, type Trial, tried } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import type { Subject } from "./study.ts";

export async function statementsOf(
  { whatIf, layerCost, taps }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const all = layerCases(count, seed).filter(({ groups }) => groups === 1);
  const some = all.slice(0, Math.ceil(count / 4));
  const padded = symmetric(all).filter(({ axes }) => axes[0].before > 0);
  const dense = padded.filter(({ axes }) => axes.every((a) => a.stride === 1));
  const strided = padded.filter(({ axes }) => axes.some((a) => a.stride > 1));
  const counted = (problem: Problem) => countedRun(problem, wholeTensors(problem, seed), taps);
  return inTurn(
    [
      () =>
        tried("claim", "channels", all, (problem) => {
          const { ratios } = whatIf(problem, "channels");
          return is(problem, ratioValue(ratios.multiplications), 4);
        }),
      () =>
        tried("claim", "padding", dense, (problem) =>
          firstOf(grown(problem, whatIf), ({ before, after, p }) => after === before + 2 * p),
        ),
      () =>
        tried("truth", "counted", some, (problem) => {
          // Doubled by hand, and both counted product by product.
          const { inChannels, outChannels } = problem;
          const twice = { ...problem, inChannels: 2 * inChannels, outChannels: 2 * outChannels };
          const [before, after] = [counted(problem), counted(twice)];
          return (
            is(problem, after.inside + after.outside, 4 * (before.inside + before.outside)) ??
            is(problem, after.inside, 4 * before.inside) ??
            is(problem, layerCost(problem).asWritten.macs, before.inside + before.outside)
          );
        }),
      () =>
        tried("truth", "memory", all, (problem) => {
          const { ratios } = whatIf(problem, "channels");
          return (
            is(problem, ratioValue(ratios.parameters), 4) ??
            is(problem, ratioValue(ratios.activationBytes), 2)
          );
        }),
      () =>
        tried("truth", "additions", all, (problem) => {
          // 4 (c_o h_o w_o) (c_i k² − 1/2) instead of 4 (c_o h_o w_o) (c_i k² − 1).
          const { before, after } = whatIf(problem, "channels").figures;
          const outputs = before.outputs;
          return is(problem, after.additions, 4 * before.additions + 2 * outputs);
        }),
      () =>
        tried("truth", "strided", strided, (problem) =>
          firstOf(grown(problem, whatIf), ({ before, after, p, stride }) =>
            [Math.floor((2 * p) / stride), Math.ceil((2 * p) / stride)].includes(after - before),
          ),
        ),
      () =>
        tried("truth", "useful", dense, (problem) => {
          // Padding that reaches beyond every window with an input adds only zeros.
          const wide = withPadding(problem, (a) => (a.kernel - 1) * a.dilation);
          const { before, after } = whatIf(wide, "padding").figures;
          return is(problem, after.neededMultiplications, before.neededMultiplications);
        }),
      () =>
        tried("slip", "anyStride", strided, (problem) =>
          firstOf(grown(problem, whatIf), ({ before, after, p }) => after === before + 2 * p),
        ),
      () =>
        tried("slip", "paddingDoubles", padded, (problem) => {
          const { ratios } = whatIf(problem, "padding");
          const times = ratioValue(ratios.multiplications);
          return times === 2
            ? null
            : { ...factsOf(problem), times: ratioText(ratios.multiplications) };
        }),
      () =>
        tried("slip", "activations", all, (problem) => {
          const { ratios } = whatIf(problem, "channels");
          return is(problem, ratioValue(ratios.activationBytes), 4);
        }),
      () =>
        tried("slip", "allOperations", all, (problem) => {
          const { ratios } = whatIf(problem, "channels");
          return ratioValue(ratios.additions) === 4
            ? null
            : { ...factsOf(problem), times: ratioText(ratios.additions) };
        }),
    ],
    onProgress,
  );
}

interface Growth {
  readonly problem: Problem;
  readonly before: number;
  readonly after: number;
  readonly p: number;
  readonly stride: number;
}

/** Each axis before and after its padding is doubled. */
function grown(problem: Problem, whatIf: Subject["whatIf"]): Growth[] {
  const after = parse(whatIf(problem, "padding").after);
  return problem.axes.map((axis, i) => ({
    problem,
    before: axis.output,
    after: after.axes[i].output,
    p: axis.before,
    stride: axis.stride,
  }));
}

function firstOf(growths: readonly Growth[], holds: (g: Growth) => boolean): Trial {
  const wrong = growths.find((g) => !holds(g));
  if (!wrong) return null;
  const { problem, before, after, p } = wrong;
  return { ...factsOf(problem), padding: p, before, after };
}

/** The same layers with one padding, the same on both sides. */
const symmetric = (layers: readonly Problem[]): Problem[] =>
  layers.map((problem, i) => withPadding(problem, () => 1 + (i % 3)));

function withPadding(problem: Problem, of: (axis: Problem["axes"][number]) => number): Problem {
  const { batch, inChannels, outChannels, axes } = problem;
  return resolve({
    input: [batch, inChannels, ...axes.map((a) => a.input)],
    weight: [outChannels, inChannels, ...axes.map((a) => a.kernel)],
    stride: axes.map((a) => a.stride),
    dilation: axes.map((a) => a.dilation),
    padding: axes.map((a) => of(a)),
  });
}

function is(problem: Problem, value: number, wanted: number): Trial {
  return value === wanted ? null : { ...factsOf(problem), value, other: wanted };
}
