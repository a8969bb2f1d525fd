/**
 * PyTorch's `torch.nn.functional` convolutions as Specs. Convoke's own names and defaults are
 * PyTorch's, so little is translated; what PyTorch refuses and Convoke could do is refused here.
 *
 * Source: PyTorch documentation, torch.nn.functional.conv1d … conv_transpose3d, torch.nn.Conv2d
 * (`padding_mode`), torch.nn.functional.pad.
 */
import { fault, guard, OptionError, ShapeError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import type { Border } from "../semantics/problem.ts";
import type { BorderSpec, ConvSpec } from "../semantics/spec.ts";

export interface TorchOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[] | "same" | "valid";
  readonly outputPadding?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
  readonly paddingMode?: TorchPaddingMode;
}
export type TorchPaddingMode = "zeros" | "reflect" | "replicate" | "circular";

const KEYS = ["stride", "padding", "outputPadding", "dilation", "groups", "paddingMode"] as const;
const MODES = ["zeros", "reflect", "replicate", "circular"] as const;
const BORDERS: Record<TorchPaddingMode, BorderSpec> = {
  zeros: "zero",
  reflect: "reflect",
  replicate: "replicate",
  circular: "wrap",
};

export interface TorchShapes {
  /** [N, C, …] or, unbatched, [C, …]. */
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly bias?: readonly number[];
}

/** A Spec, and whether a batch axis of 1 was put in front. */
export interface FromTorch {
  readonly spec: ConvSpec;
  readonly unbatched: boolean;
}

/**
 * @throws ShapeError, OptionError for everything that PyTorch itself refuses before it computes;
 * what is left (kernels that do not fit, channels that do not match) `resolve` refuses.
 */
export function fromTorch(
  op: ConvSpec["op"] & string,
  axes: number,
  shapes: TorchShapes,
  options: TorchOptions = {},
): FromTorch {
  readOptions("fromTorch", options, KEYS);
  const {
    stride = 1,
    padding = 0,
    outputPadding = 0,
    dilation = 1,
    groups = 1,
    paddingMode = "zeros",
  } = options;
  choice("paddingMode", paddingMode, MODES);
  const { input, weight, bias } = shapes;
  guard(input.length === axes + 1 || input.length === axes + 2, ShapeError, () => ({
    name: "the shape of input",
    expected: `${axes + 1} (unbatched) or ${axes + 2} axes`,
    got: input,
  }));
  guard(weight.length === axes + 2, ShapeError, () => ({
    name: "the shape of weight",
    expected: `${axes + 2} axes`,
    got: weight,
  }));
  const unbatched = input.length === axes + 1;
  const batched = unbatched ? [1, ...input] : [...input];
  const outputs = op === "conv" ? weight[0] : weight[1] * groups;
  guard(bias === undefined || (bias.length === 1 && bias[0] === outputs), ShapeError, () => ({
    name: "the shape of bias",
    expected: `[${outputs}], one value an output channel`,
    got: bias,
  }));
  if (typeof padding === "string") {
    choice("padding", padding, ["same", "valid"]);
    const one = typeof stride === "number" ? stride === 1 : stride.every((s) => s === 1);
    guard(padding !== "same" || one, OptionError, () => ({
      name: "stride with padding same",
      expected: "1",
      got: stride,
    }));
  } else if (paddingMode !== "zeros") {
    const sizes = batched.slice(2);
    sizes.forEach((size, axis) =>
      checkPad(paddingMode, size, typeof padding === "number" ? padding : padding[axis]),
    );
  }
  return {
    unbatched,
    spec: {
      op,
      input: batched,
      weight,
      bias: bias !== undefined,
      // PyTorch takes a list of one number for all axes.
      stride: spread(stride),
      padding: typeof padding === "string" ? padding : spread(padding),
      dilation: spread(dilation),
      groups,
      border: BORDERS[paddingMode],
      ...(op === "convTranspose" ? { outputPadding: spread(outputPadding) } : {}),
    },
  };
}

/** `torch.nn.functional.pad`'s mode as a border. */
export function torchBorder(mode: string, value = 0): Border {
  switch (mode) {
    case "constant":
      return { kind: "constant", value };
    case "reflect":
    case "replicate":
      return { kind: mode };
    case "circular":
      return { kind: "wrap" };
    default:
      throw fault(OptionError, {
        name: "mode",
        expected: "one of constant, reflect, replicate, circular",
        got: mode,
      });
  }
}

/** reflect pads by less than the size, circular by the size at most, replicate by any number. */
export function checkPad(mode: string, size: number, padding: number): void {
  const most = mode === "reflect" ? size - 1 : mode === "circular" ? size : Infinity;
  guard(padding <= most, ShapeError, () => ({
    name: `padding with mode ${mode} of an axis of ${size}`,
    expected: `at most ${most}`,
    got: padding,
    nearest: most,
  }));
}

const spread = (value: number | readonly number[]): number | readonly number[] =>
  typeof value !== "number" && value.length === 1 ? value[0] : value;
