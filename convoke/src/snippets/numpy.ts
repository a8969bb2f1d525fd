/** An experiment as a script of NumPy: windows of a view, and one sum over all of it. */
import type { Problem } from "../semantics/problem.ts";
import { type Experiment, spreadExtents } from "./experiment.ts";
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
export function numpyScript(experiment: Experiment): string {
  const { problem } = experiment;
  const { op, axes, orientation, activation, bias } = problem;
  const [first, last, weight] = [
    channelsFirst(problem),
    channelsLast(problem),
    weightAxes(problem),
  ];
  const activated = activationText(
    activation,
    clip,
    (slope) => `np.maximum(y, 0) + ${slope} * np.minimum(y, 0)`,
  );
  const padded = padding(problem);
  const steps = [
    ...(first ? [`x = x.transpose${tuple(first)}  # the channels second`] : []),
    ...(weight
      ? [`w = w.transpose${tuple(weight)}  # [${op === "conv" ? "out, in" : "in, out"}, ...]`]
      : []),
    ...(orientation === "convolution"
      ? [`w = np.flip(w, ${tuple(spatialAxes(problem))})  # a convolution turns the kernel around`]
      : []),
    ...(op === "conv" ? [...padded.steps, ...convolved(problem)] : transposed(problem)),
    ...(bias ? [`y = y + b.reshape${tuple([1, -1, ...axes.map(() => 1)])}`] : []),
    ...(activated === null ? [] : [`y = ${activated}`]),
    ...(last ? [`y = y.transpose${tuple(last)}`] : []),
  ];
  const imports = [
    "import numpy as np",
    ...(op === "conv" ? ["from numpy.lib.stride_tricks import sliding_window_view"] : []),
  ];
  return `${headOf("np", experiment, imports, op === "convTranspose" || padded.places)}
${steps.join("\n")}
print(list(y.shape))
print(y.flatten().tolist())
`;
}

const clip = (of: string, min: number, max: number): string => {
  const limit = (value: number): string => (Number.isFinite(value) ? number(value) : "None");
  const none = !Number.isFinite(min) && !Number.isFinite(max);
  return none ? of : `np.clip(${of}, ${limit(min)}, ${limit(max)})`;
};

/** Letters of the places of outputs and of a kernel. */
const OUT = "zyx";
const IN = "kij";

function padding({ axes, border }: Problem): { steps: readonly string[]; places: boolean } {
  if (axes.every(({ before, after }) => before === 0 && after === 0))
    return { steps: [], places: false };
  const all = (pads: readonly (readonly [number, number])[]): string =>
    `(${[[0, 0], [0, 0], ...pads].map((pair) => `(${pair.join(", ")})`).join(", ")})`;
  if (!folds(border)) {
    const value = border.kind === "constant" ? `, constant_values=${number(border.value)}` : "";
    const cut = axes.map(({ before, after, input }) =>
      [Math.max(0, -before), input - Math.max(0, -after)].join(":"),
    );
    const cropped = axes.some(({ before, after }) => before < 0 || after < 0);
    const pads = all(axes.map((a) => [Math.max(0, a.before), Math.max(0, a.after)]));
    return {
      steps: [
        ...(cropped ? [`x = x[:, :, ${cut.join(", ")}]`] : []),
        `x = np.pad(x, ${pads}${value})`,
      ],
      places: false,
    };
  }
  const mode = ownPadding("np", border, axes);
  if (mode !== null) {
    const pads = all(axes.map(({ before, after }) => [before, after]));
    return { steps: [`x = np.pad(x, ${pads}, mode="${mode}")`], places: false };
  }
  return {
    steps: axes.flatMap(({ input, before, after }, i) =>
      before === 0 && after === 0
        ? []
        : [`x = np.take(x, places(${input}, ${before}, ${after}), axis=${i + 2})`],
    ),
    places: true,
  };
}

function convolved({ axes, batch, groups, inChannels, outChannels }: Problem): string[] {
  const reaches = axes.map((a) => (a.kernel - 1) * a.dilation + 1);
  const steps = [...axes.map((a) => `::${a.stride}`), ...axes.map((a) => `::${a.dilation}`)];
  const [outs, kernels] = [axes.map((a) => a.output), axes.map((a) => a.kernel)];
  const [out, inner] = [OUT.slice(-axes.length), IN.slice(-axes.length)];
  const perIn = inChannels / groups;
  return [
    `windows = sliding_window_view(x, ${tuple(reaches)}, axis=${tuple(axes.map((_, i) => i + 2))})`,
    `windows = windows[:, :, ${steps.join(", ")}]  # strides, then dilations`,
    `windows = windows.reshape${tuple([batch, groups, perIn, ...outs, ...kernels])}`,
    `w = w.reshape${tuple([groups, outChannels / groups, perIn, ...kernels])}`,
    `y = np.einsum("ngc${out}${inner},goc${inner}->ngo${out}", windows, w)`,
    `y = y.reshape${tuple([batch, outChannels, ...outs])}`,
  ];
}

/** Every tap spreads the input over the places that it meets. */
function transposed(problem: Problem): string[] {
  const { axes, batch, groups, inChannels, outChannels, border } = problem;
  const whole = spreadExtents(problem);
  const [perIn, perOut] = [inChannels / groups, outChannels / groups];
  const [inputs, kernels] = [axes.map((a) => a.input), axes.map((a) => a.kernel)];
  const out = OUT.slice(-axes.length);
  const letters = [...IN.slice(-axes.length)];
  const places = axes.map(({ input, stride, dilation }, i) => {
    const from = dilation === 1 ? letters[i] : `${dilation} * ${letters[i]}`;
    return `${from} : ${from} + ${(input - 1) * stride + 1} : ${stride}`;
  });
  const loop =
    axes.length === 1
      ? `for ${letters[0]} in range(${kernels[0]}):`
      : `for ${letters.join(", ")} in np.ndindex${tuple(kernels)}:`;
  const sides = overhangs(problem);
  return [
    `x = x.reshape${tuple([batch, groups, perIn, ...inputs])}`,
    `w = w.reshape${tuple([groups, perIn, perOut, ...kernels])}`,
    `y = np.zeros(${tuple([batch, groups, perOut, ...whole])}, dtype=np.float32)`,
    loop,
    `    part = np.einsum("ngc${out},gco->ngo${out}", x, w[:, :, :, ${letters.join(", ")}])`,
    `    y[:, :, :, ${places.join(", ")}] += part`,
    `y = y.reshape${tuple([batch, outChannels, ...whole])}`,
    ...(folds(border) ? folded(problem, sides, whole) : placed(problem, sides)),
  ];
}

type Sides = ReturnType<typeof overhangs>;

/** What is missing is zero, what is too much is cut off. */
function placed({ axes }: Problem, sides: Sides): string[] {
  if (sides.every(({ before, after }) => before === 0 && after === 0)) return [];
  const short = sides.some(({ before, after }) => before < 0 || after < 0);
  const pads = sides.map((s) => `(${Math.max(0, -s.before)}, ${Math.max(0, -s.after)})`);
  const cut = axes.map(({ output }, i) => {
    const from = Math.max(0, sides[i].before);
    return `${from}:${from + output}`;
  });
  return [
    ...(short ? [`y = np.pad(y, ((0, 0), (0, 0), ${pads.join(", ")}))`] : []),
    `y = y[:, :, ${cut.join(", ")}]`,
  ];
}

function folded(
  { axes, batch, outChannels }: Problem,
  sides: Sides,
  whole: readonly number[],
): string[] {
  const shape = [batch, outChannels, ...whole];
  const steps = axes.flatMap(({ output }, i) => {
    shape[i + 2] = output;
    const { before, after } = sides[i];
    if (before === 0 && after === 0) return [];
    return [
      `folded = np.zeros(${tuple(shape)}, dtype=np.float32)`,
      `np.add.at(folded, (slice(None),) * ${i + 2} + (places(${output}, ${before}, ${after}),), y)`,
      "y = folded",
    ];
  });
  return ["# What falls outside goes back to where the border takes it from.", ...steps];
}
