/**
 * Gradients of a convolution in one line. The compiled kernels and their memory are kept for the next
 * call with the same problem.
 */
import { withExecutable } from "../cache.ts";
import type { ConvOptions, ConvTransposeOptions } from "../conv.ts";
import { guard, ShapeError } from "../errors.ts";
import { readOptions } from "../options.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { resolve } from "../semantics/resolve.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { LAYER_OPTIONS } from "../semantics/spec.ts";
import { expectShape, expectTensor, type FloatArray, type Tensor } from "../tensor/tensor.ts";
import { type BackwardExecutable, compileBackward } from "./executable.ts";
import type { Wanted } from "./program.ts";

/** A tensor, or where its numbers are not needed only its shape. */
export type Shaped = Tensor<FloatArray> | { readonly shape: readonly number[] };

/** What a layer has met on the way forward, and the gradient that comes back. */
export interface BackwardTensors {
  /** Gradient of the output, before bias and activation were applied. */
  readonly dy: Tensor<FloatArray>;
  /** The input; its shape is enough without `dw`. */
  readonly x: Shaped;
  /** The weight; its shape is enough without `dx`. */
  readonly w: Shaped;
}

/** Those of the layer. An activation is not among them: its gradient is taken before. */
export type ConvBackwardOptions = Omit<ConvOptions, "bias" | "activation" | "algorithm" | "out">;
export type ConvTransposeBackwardOptions = Omit<
  ConvTransposeOptions,
  "bias" | "activation" | "algorithm" | "out"
>;

export interface BackwardNeeds<N extends Partial<Wanted>> {
  /** Gradients that are wanted; each is unless it is false. */
  readonly needs?: N;
}

type Wants<N, Name extends keyof Wanted> = N extends { readonly [K in Name]: false }
  ? null
  : Tensor;

/** Null for a gradient that was not needed. */
export interface Gradients<N extends Partial<Wanted>> {
  /** Of the input, in its shape. */
  readonly dx: Wants<N, "dx">;
  /** Of the weight, in its shape. */
  readonly dw: Wants<N, "dw">;
  /** Of the bias: the sum of `dy` over images and positions, one value an output channel. */
  readonly db: Wants<N, "db">;
}

type Call<O> = <const N extends Partial<Wanted> = Record<never, never>>(
  tensors: BackwardTensors,
  options?: O,
  needs?: BackwardNeeds<N>,
) => Promise<Gradients<N>>;

const calls =
  <O extends ConvTransposeBackwardOptions>(
    name: string,
    op: Problem["op"],
    axes: number,
  ): Call<O> =>
  (tensors, options, needs) =>
    call(name, op, axes, tensors, options ?? {}, needs ?? {});

/**
 * Gradients of `conv1d`: from dy [N, O, L'], x [N, C, L] and w [O, C/groups, K] to dx like x, dw like w
 * and db [O]. The options are those of the layer. A constant border counts for `dw` and not for `dx`.
 * The bits of the results do not depend on the number of threads.
 *
 * @throws ShapeError when the tensors do not fit each other; OptionError as `resolve` does, or when no
 * gradient is needed; RuntimeError when a helper thread dies.
 * @see Dumoulin and Visin, 2016, section 4, for dx; `semantics/adjoint.ts` for dw.
 */
export const conv1dBackward: Call<ConvBackwardOptions> = calls("conv1dBackward", "conv", 1);
/** Gradients of `conv2d`: dy [N, O, H', W'], x [N, C, H, W], w [O, C/groups, KH, KW]; see `conv1dBackward`. */
export const conv2dBackward: Call<ConvBackwardOptions> = calls("conv2dBackward", "conv", 2);
/** Gradients of `conv3d`; see `conv1dBackward`. */
export const conv3dBackward: Call<ConvBackwardOptions> = calls("conv3dBackward", "conv", 3);
/** Gradients of `convTranspose1d`: dy [N, O, L'], x [N, C, L], w [C, O/groups, K]; see `conv1dBackward`. */
export const convTranspose1dBackward: Call<ConvTransposeBackwardOptions> = calls(
  "convTranspose1dBackward",
  "convTranspose",
  1,
);
/** Gradients of `convTranspose2d`; see `convTranspose1dBackward`. */
export const convTranspose2dBackward: Call<ConvTransposeBackwardOptions> = calls(
  "convTranspose2dBackward",
  "convTranspose",
  2,
);
/** Gradients of `convTranspose3d`; see `convTranspose1dBackward`. */
export const convTranspose3dBackward: Call<ConvTransposeBackwardOptions> = calls(
  "convTranspose3dBackward",
  "convTranspose",
  3,
);

const OPTIONS = [...LAYER_OPTIONS, "threads", "accuracy"] as const;

async function call<N extends Partial<Wanted>>(
  name: string,
  op: Problem["op"],
  axes: number,
  { dy, x, w }: BackwardTensors,
  options: ConvTransposeBackwardOptions,
  more: BackwardNeeds<N>,
): Promise<Gradients<N>> {
  readOptions(name, options, op === "conv" ? OPTIONS : [...OPTIONS, "outputPadding"]);
  readOptions(name, more, ["needs"]);
  const { threads, accuracy, ...rest } = options;
  const needs: Partial<Wanted> = more.needs ?? {};
  const wanted: Wanted = { dx: needs.dx ?? true, dw: needs.dw ?? true, db: needs.db ?? true };
  for (const [role, value] of Object.entries({ x, w })) {
    const rank = Array.isArray(value?.shape) ? value.shape.length : undefined;
    guard(rank === axes + 2, ShapeError, () => ({
      name: `the shape of ${role} in ${name}`,
      expected: `${axes + 2} axes`,
      got: value?.shape,
    }));
  }
  const problem = resolve({ ...rest, op, input: x.shape, weight: w.shape });
  expectShape(`dy of ${name}`, outputShape(problem), dy);
  const data = {
    x: numbersOf(`x of ${name}`, x, inputShape(problem), wanted.dw),
    w: numbersOf(`w of ${name}`, w, weightShape(problem), wanted.dx),
    dy: wanted.dx || wanted.dw || wanted.db ? dy.data : null,
  };
  const settings = {
    needs,
    ...(threads === undefined ? {} : { threads }),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
  return withExecutable(
    {
      caller: name,
      problem: format(problem),
      settings: [wanted.dx, wanted.dw, wanted.db, threads, accuracy],
    },
    () => compileBackward(problem, settings),
    (executable) => runOnce<N>(executable, data),
  );
}

/** The numbers of a tensor that must have them; null where its shape is enough. */
function numbersOf(
  name: string,
  value: Shaped,
  shape: readonly number[],
  needed: boolean,
): FloatArray | null {
  if (!needed) return null;
  const tensor = value as Tensor<FloatArray>;
  expectTensor(name, tensor);
  expectShape(name, shape, tensor);
  return tensor.data;
}

async function runOnce<N extends Partial<Wanted>>(
  executable: BackwardExecutable,
  data: Readonly<Record<"x" | "w" | "dy", FloatArray | null>>,
): Promise<Gradients<N>> {
  for (const name of ["x", "w", "dy"] as const) {
    const values = data[name];
    if (values) executable[name]?.data.set(values);
  }
  await executable.run();
  const copied = (view: Tensor | null) => view && { shape: view.shape, data: view.data.slice() };
  const { dx, dw, db } = executable;
  return { dx: copied(dx), dw: copied(dw), db: copied(db) } as Gradients<N>;
}
