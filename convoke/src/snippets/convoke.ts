/** An experiment as a module of JavaScript that calls Convoke. */
import { format } from "../semantics/descriptor.ts";
import type { Activation, Border, Problem } from "../semantics/problem.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Experiment } from "./experiment.ts";
import { double, JAVASCRIPT, listOf } from "./numbers.ts";

/** What scripts import, as they write it. */
export const PACKAGE = '"convoke"';

/** Every problem is expressed: what no option says, by its descriptor. */
export function convokeScript({ problem, input, weight, bias }: Experiment): string {
  const cropped = problem.axes.some(({ before, after }) => before < 0 || after < 0);
  const name = `${problem.op}${problem.axes.length}d`;
  const tensors = [
    `const input = ${tensorText(input)};`,
    `const weight = ${tensorText(weight)};`,
    ...(bias ? [`const bias = ${tensorText(bias)};`] : []),
  ].join("\n");
  const body = cropped
    ? `${HEAD(format(problem))}
import { compile, parse, plan, tensor } from ${PACKAGE};

${tensors}
const executable = await compile(plan(parse("${format(problem)}")), { weight${bias ? ", bias" : ""} });
executable.input.data.set(input.data);
await executable.run();
const { output } = executable;`
    : `${HEAD(format(problem))}
import { ${name}, tensor } from ${PACKAGE};

${tensors}
const output = await ${name}(input, weight${optionsText(problem)});`;
  return `${body}
console.log(JSON.stringify(output.shape));
console.log(\`[\${output.data.join(", ")}]\`);
`;
}

const HEAD = (word: string): string =>
  `// ${word}, in float32. Prints the shape of the result, then its numbers row by row.`;

const tensorText = ({ shape, data }: Tensor): string =>
  `tensor([${shape.join(", ")}], ${listOf(shape, data, JAVASCRIPT)})`;

const number = (value: number): string => double(value, JAVASCRIPT);

function optionsText(problem: Problem): string {
  const options = optionsOf(problem).map((option) => `\n  ${option},`);
  return options.length === 0 ? "" : `, {${options.join("")}\n}`;
}

/** Those that are not what is meant without them. */
function optionsOf({ axes, ...p }: Problem): string[] {
  const list = (name: string, values: readonly number[], otherwise: number): string[] =>
    values.every((value) => value === otherwise) ? [] : [`${name}: [${values.join(", ")}]`];
  const unless = (otherwise: string, name: string, text: string): string[] =>
    text === otherwise ? [] : [`${name}: ${text}`];
  const pads = axes.map(({ before, after }) => `[${before}, ${after}]`);
  return [
    ...(p.bias ? ["bias"] : []),
    ...list(
      "stride",
      axes.map((a) => a.stride),
      1,
    ),
    ...(pads.every((pad) => pad === "[0, 0]") ? [] : [`padding: [${pads.join(", ")}]`]),
    ...list(
      "dilation",
      axes.map((a) => a.dilation),
      1,
    ),
    ...list(
      "outputPadding",
      axes.map((a) => a.outputPadding),
      0,
    ),
    ...unless("1", "groups", `${p.groups}`),
    ...unless('"zero"', "border", borderText(p.border)),
    ...unless('"correlation"', "orientation", `"${p.orientation}"`),
    ...unless('"identity"', "activation", activationText(p.activation)),
    ...unless('"nchw"', "dataLayout", `"${p.dataLayout}"`),
    ...unless(p.op === "conv" ? '"oihw"' : '"iohw"', "weightLayout", `"${p.weightLayout}"`),
  ];
}

export const borderText = (border: Border): string =>
  border.kind === "constant" ? `{ constant: ${number(border.value)} }` : `"${border.kind}"`;

function activationText(activation: Activation): string {
  switch (activation.kind) {
    case "identity":
    case "hard-swish":
      return `"${activation.kind}"`;
    case "clamp":
      if (activation.min === 0 && activation.max === Infinity) return '"relu"';
      if (activation.min === 0 && activation.max === 6) return '"relu6"';
      return `{ clamp: [${number(activation.min)}, ${number(activation.max)}] }`;
    case "leaky-relu":
      return `{ leakyRelu: ${number(activation.slope)} }`;
    case "hard-sigmoid":
      return `{ hardSigmoid: [${number(activation.alpha)}, ${number(activation.beta)}] }`;
    default:
      return activation satisfies never;
  }
}
