/**
 * Convolution in one line. The plan, the compiled kernels and their memory are kept for the next
 * call with the same problem.
 */
import { withExecutable } from "./cache.ts";
import { fault, guard, ShapeError } from "./errors.ts";
import { readOptions } from "./options.ts";
import type { PlanOptions } from "./planner/plan.ts";
import type { Executable } from "./runtime/executable.ts";
import { format } from "./semantics/descriptor.ts";
import type { Problem } from "./semantics/problem.ts";
import { resolve } from "./semantics/resolve.ts";
import { type ConvSpec, LAYER_OPTIONS } from "./semantics/spec.ts";
import { expectTensor, type FloatArray, type Tensor } from "./tensor/tensor.ts";
import { compile, plan } from "./whole.ts";

/** Everything of a Spec that the tensors do not say, and how to run it. */
export interface ConvOptions
  extends Omit<ConvSpec, "op" | "input" | "weight" | "bias" | "outputPadding">,
    Pick<PlanOptions, "threads" | "algorithm" | "accuracy"> {
  /** One value an output channel. */
  readonly bias?: Tensor<FloatArray>;
  /** Receives the result; its shape must be the output's. Default: a new tensor. */
  readonly out?: Tensor;
}

export interface ConvTransposeOptions extends ConvOptions, Pick<ConvSpec, "outputPadding"> {}

type Call<O> = (
  input: Tensor<FloatArray>,
  weight: Tensor<FloatArray>,
  options?: O,
) => Promise<Tensor>;

/**
 * Input [N, C, L], weight [O, C/groups, K] → [N, O, L'] (layouts are options). Cross-correlation by
 * default, as layers compute it; `orientation: "convolution"` flips the kernel.
 *
 * @throws ShapeError, OptionError as `resolve` does; RuntimeError when a helper thread dies.
 * @see Dive into Deep Learning 6.2 to 6.4; names and defaults are those of torch.nn.functional.
 */
export const conv1d: Call<ConvOptions> = (x, w, o = {}) => call("conv1d", "conv", 1, x, w, o);
/** Input [N, C, H, W], weight [O, C/groups, KH, KW] → [N, O, H', W']; see `conv1d`. */
export const conv2d: Call<ConvOptions> = (x, w, o = {}) => call("conv2d", "conv", 2, x, w, o);
/** Input [N, C, D, H, W], weight [O, C/groups, KD, KH, KW] → [N, O, D', H', W']; see `conv1d`. */
export const conv3d: Call<ConvOptions> = (x, w, o = {}) => call("conv3d", "conv", 3, x, w, o);
/** The adjoint of `conv1d` in its input: input [N, C, L], weight [C, O/groups, K] → [N, O, L']. */
export const convTranspose1d: Call<ConvTransposeOptions> = (x, w, o = {}) =>
  call("convTranspose1d", "convTranspose", 1, x, w, o);
/** The adjoint of `conv2d` in its input; see `convTranspose1d`. */
export const convTranspose2d: Call<ConvTransposeOptions> = (x, w, o = {}) =>
  call("convTranspose2d", "convTranspose", 2, x, w, o);
/** The adjoint of `conv3d` in its input; see `convTranspose1d`. */
export const convTranspose3d: Call<ConvTransposeOptions> = (x, w, o = {}) =>
  call("convTranspose3d", "convTranspose", 3, x, w, o);

const OPTIONS = [
  ...LAYER_OPTIONS,
  "activation",
  "threads",
  "algorithm",
  "accuracy",
  "bias",
  "out",
] as const;

async function call(
  name: string,
  op: Problem["op"],
  axes: number,
  input: Tensor<FloatArray>,
  weight: Tensor<FloatArray>,
  options: ConvTransposeOptions,
): Promise<Tensor> {
  readOptions(name, options, op === "conv" ? OPTIONS : [...OPTIONS, "outputPadding"]);
  const { threads, algorithm, accuracy, bias, out, ...rest } = options;
  for (const [role, value] of Object.entries({ input, weight })) {
    expectTensor(`${role} of ${name}`, value);
    guard(value.shape.length === axes + 2, ShapeError, () => ({
      name: `the shape of ${role} in ${name}`,
      expected: `${axes + 2} axes`,
      got: value.shape,
    }));
  }
  const problem = resolve({
    ...rest,
    op,
    input: input.shape,
    weight: weight.shape,
    bias: bias !== undefined,
  });
  const settings: PlanOptions = {
    ...(threads === undefined ? {} : { threads }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
  return withExecutable(
    { caller: name, problem: format(problem), settings: [threads, algorithm, accuracy] },
    () => compile(plan(problem, settings), bias ? { weight, bias } : { weight }),
    (executable) => runOnce(executable, input, weight, bias, out),
  );
}

async function runOnce(
  executable: Executable,
  input: Tensor<FloatArray>,
  weight: Tensor<FloatArray>,
  bias: Tensor<FloatArray> | undefined,
  out: Tensor | undefined,
): Promise<Tensor> {
  const { shape, data } = executable.output;
  if (out && (out.shape.join() !== shape.join() || out.data.length !== data.length)) {
    throw fault(ShapeError, {
      name: "out",
      expected: `shape [${shape.join(", ")}]`,
      got: out.shape,
    });
  }
  executable.setWeight(weight, bias ?? null);
  executable.input.data.set(input.data);
  await executable.run();
  const result = out ?? { shape, data: new Float32Array(data.length) };
  result.data.set(data);
  return result;
}
