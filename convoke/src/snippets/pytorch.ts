/** An experiment as a script of PyTorch. */
import type { Problem } from "../semantics/problem.ts";
import type { Experiment } from "./experiment.ts";
import { folds, ownPadding } from "./places.ts";
import {
  activationText,
  channelsFirst,
  channelsLast,
  headOf,
  number,
  overhangs,
  spatialAxes,
  tuple,
  weightAxes,
} from "./python.ts";

/** Every problem is expressed. */
export function pytorchScript(experiment: Experiment): string {
  const { problem } = experiment;
  const { orientation, activation } = problem;
  const [first, last, weight] = [
    channelsFirst(problem),
    channelsLast(problem),
    weightAxes(problem),
  ];
  const spatial = problem.op === "conv" ? convolved(problem) : transposed(problem);
  const activated = activationText(activation, clip, (slope) => `F.leaky_relu(y, ${slope})`);
  const steps = [
    ...(first ? [`x = x.permute${tuple(first)}  # the channels second`] : []),
    ...(weight
      ? [
          `w = w.permute${tuple(weight)}.contiguous()  # [${problem.op === "conv" ? "out, in" : "in, out"}, ...]`,
        ]
      : []),
    ...(orientation === "convolution"
      ? [`w = w.flip${tuple(spatialAxes(problem))}  # a convolution turns the kernel around`]
      : []),
    ...spatial.steps,
    ...(activated === null ? [] : [`y = ${activated}`]),
    ...(last ? [`y = y.permute${tuple(last)}`] : []),
  ];
  return `${headOf(
    "torch",
    experiment,
    ["import torch", "import torch.nn.functional as F"],
    spatial.places,
  )}
${steps.join("\n")}
print(list(y.shape))
print(y.flatten().tolist())
`;
}

const clip = (of: string, min: number, max: number): string => {
  const limits = [
    ...(min === -Infinity ? [] : [`min=${number(min)}`]),
    ...(max === Infinity ? [] : [`max=${number(max)}`]),
  ];
  return limits.length === 0 ? of : `${of}.clamp(${limits.join(", ")})`;
};

interface Steps {
  readonly steps: readonly string[];
  /** Whether they call `places`. */
  readonly places: boolean;
}

function call(
  { op, axes, groups }: Problem,
  bias: boolean,
  padding: Readonly<Record<string, readonly number[]>> = {},
): string {
  const name = op === "conv" ? `conv${axes.length}d` : `conv_transpose${axes.length}d`;
  const options = Object.entries({
    stride: axes.map((a) => a.stride),
    ...padding,
    dilation: axes.map((a) => a.dilation),
  }).map(([key, values]) => `${key}=${tuple(values)}`);
  return `F.${name}(x, w, ${bias ? "b, " : ""}${options.join(", ")}, groups=${groups})`;
}

/** PyTorch pads the last axis first, and crops where numbers are negative. */
const flatPads = (pads: readonly (readonly [number, number])[]): string =>
  tuple([...pads].reverse().flat());

/** Whether PyTorch's own `padding`, one number for both sides, says it. */
const isPlain = ({ axes }: Problem): boolean =>
  axes.every(({ before, after }) => before === after && before >= 0);

const isUnpadded = ({ axes }: Problem): boolean =>
  axes.every(({ before, after }) => before === 0 && after === 0);

function convolved(problem: Problem): Steps {
  const { axes, border, bias, batch } = problem;
  if (isUnpadded(problem) || (border.kind === "zero" && isPlain(problem))) {
    const padding = isUnpadded(problem) ? {} : { padding: axes.map((a) => a.before) };
    return { steps: [`y = ${call(problem, bias, padding)}`], places: false };
  }
  const run = `y = ${call(problem, bias)}`;
  const pads = flatPads(axes.map(({ before, after }) => [before, after]));
  if (!folds(border)) {
    const value = border.kind === "constant" ? `, value=${number(border.value)}` : "";
    return { steps: [`x = F.pad(x, ${pads}${value})`, run], places: false };
  }
  // PyTorch continues no empty batches.
  const mode = batch === 0 ? null : ownPadding("torch", border, axes);
  if (mode !== null)
    return { steps: [`x = F.pad(x, ${pads}, mode="${mode}")`, run], places: false };
  const gathers = axes.flatMap(({ input, before, after }, axis) =>
    before === 0 && after === 0
      ? []
      : [`x = x.index_select(${axis + 2}, places(${input}, ${before}, ${after}))`],
  );
  return { steps: [...gathers, run], places: true };
}

function transposed(problem: Problem): Steps {
  const { axes, border, bias, batch, outChannels } = problem;
  if (!folds(border) && isPlain(problem)) {
    const padding = {
      padding: axes.map((a) => a.before),
      output_padding: axes.map((a) => a.outputPadding),
    };
    return { steps: [`y = ${call(problem, bias, padding)}`], places: false };
  }
  const whole = `y = ${call(problem, false)}`;
  const added = bias ? [`y = y + b.reshape${tuple([1, -1, ...axes.map(() => 1)])}`] : [];
  const sides = overhangs(problem);
  if (!folds(border)) {
    const pads = flatPads(sides.map(({ before, after }) => [-before, -after]));
    return { steps: [whole, `y = F.pad(y, ${pads})`, ...added], places: false };
  }
  const shape: (number | string)[] = [
    batch,
    outChannels,
    ...axes.map((_, i) => `y.shape[${i + 2}]`),
  ];
  const folded = axes.flatMap(({ output }, i) => {
    shape[i + 2] = output;
    const { before, after } = sides[i];
    if (before === 0 && after === 0) return [];
    const at = `places(${output}, ${before}, ${after})`;
    return [`y = torch.zeros${tuple(shape)}.index_add(${i + 2}, ${at}, y)`];
  });
  return {
    steps: [
      whole,
      "# What falls outside goes back to where the border takes it from.",
      ...folded,
      ...added,
    ],
    places: true,
  };
}
