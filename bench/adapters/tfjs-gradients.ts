/**
 * TensorFlow.js's gradients of a convolution. The cpu backend has them; the wasm backend lacks the
 * kernels Conv2DBackpropFilter and DepthwiseConv2dNativeBackprop…, and is given what its user could
 * write: the weight gradient of a dense convolution as one product of patches, out of its own kernels.
 */
import { join } from "node:path";
import { type Prepared, Refusal, type Task } from "../engine.ts";
import { floats, joined } from "./arrays.ts";
import { type Binary, type Core, layerOf, type Padding, type Tensor } from "./tfjs-core.ts";

/** In the results, behind an engine that did not compute the gradient alone. */
export const BY_HAND = "weight gradient by a product of ours";

export function prepareGradients(core: Core, name: string, task: Task): Prepared {
  const layer = layerOf(core, name, task);
  const { upload, uploadGradient, weights, inputOf, weightOf } = layer;
  const byHand = name === "tfjs-wasm";
  if (byHand && layer.depthwise)
    throw new Refusal("tfjs-wasm has no gradient of a depthwise convolution");
  if (byHand && Math.max(...layer.dilations) > 1)
    throw new Refusal("tfjs-wasm has no gradient of a convolution's input with dilation");
  const dy = floats(join(task.folder, "gradient.bin"));
  const gradients = core.grads(byHand ? convolutionWith(core, layer) : layer.convolve);
  const [x, gradient] = [upload(), uploadGradient(dy)];
  let last: readonly Tensor[] = [];
  const run = () => {
    for (const used of last) used.dispose();
    last = gradients([x, weights], gradient);
    return last;
  };
  const values = async () => {
    const [dx, dw] = await Promise.all(last.map((part) => part.data()));
    return joined([inputOf(dx), weightOf(dw)]);
  };
  return {
    mode: byHand ? BY_HAND : "",
    resident: run,
    whole: async () => {
      const own = [upload(), uploadGradient(dy)] as const;
      const parts = gradients([own[0], weights], own[1]);
      await Promise.all(parts.map((part) => part.data()));
      for (const used of [...own, ...parts]) used.dispose();
    },
    output: values,
    dispose: () => {
      for (const used of [x, gradient, weights, ...last]) used.dispose();
    },
  };
}

export interface Window {
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/** A convolution, NHWC, that knows how to go back without the kernel that the wasm backend lacks. */
export function convolutionWith(core: Core, { strides, padding }: Window): Binary {
  return core.customGrad((x, w, save) => {
    save([x, w]);
    return {
      value: core.conv2d(x, w, strides, padding, "NHWC", [1, 1], "floor"),
      gradFunc: (dy, [input, weight]) => [
        core.conv2dTranspose(dy, weight, input.shape, strides, padding),
        weightGradient(core, input, dy, weight.shape, { strides, padding }),
      ],
    };
  });
}

/** [positions, taps]ᵀ · [positions, outputs]: all patches lie in memory. */
function weightGradient(
  core: Core,
  x: Tensor,
  dy: Tensor,
  [kernelRows, kernelColumns, from, to]: readonly number[],
  { strides, padding }: Window,
): Tensor {
  const [batch, rows, columns] = dy.shape;
  const source = padding.flat().some((count) => count > 0) ? core.pad(x, padding) : x;
  const taps = Array.from({ length: kernelRows * kernelColumns }, (_, tap) => {
    const [ky, kx] = [Math.floor(tap / kernelColumns), tap % kernelColumns];
    const end = [
      batch,
      ky + (rows - 1) * strides[0] + 1,
      kx + (columns - 1) * strides[1] + 1,
      from,
    ];
    return core.stridedSlice(source, [0, ky, kx, 0], end, [1, ...strides, 1]);
  });
  const positions = batch * rows * columns;
  const patches = core.reshape(core.concat(taps, 3), [positions, taps.length * from]);
  // The backend's matrix product is quick only when nothing is to be transposed on the way.
  const result = core.matMul(core.transpose(patches), core.reshape(dy, [positions, to]));
  return core.reshape(result, [kernelRows, kernelColumns, from, to]);
}
