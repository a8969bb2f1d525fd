/** The layer that a study of costs is about, as a person gives it: square, one image, zeros around. */
import { type Problem, resolve } from "convoke";
import type { Parameters, ValuesOf } from "../model/parameters.ts";

export const LAYER_PARAMETERS = {
  inChannels: {
    kind: "whole",
    label: { en: "input channels", zh: "输入通道数" },
    from: 1,
    to: 128,
    standard: 32,
  },
  outChannels: {
    kind: "whole",
    label: { en: "output channels", zh: "输出通道数" },
    from: 1,
    to: 128,
    standard: 64,
  },
  size: {
    kind: "whole",
    label: { en: "height and width of the input", zh: "输入的高和宽" },
    from: 1,
    to: 128,
    standard: 32,
  },
  kernel: {
    kind: "whole",
    label: { en: "height and width of the kernel", zh: "卷积核的高和宽" },
    from: 1,
    to: 7,
    standard: 3,
  },
  stride: { kind: "whole", label: { en: "stride", zh: "步幅" }, from: 1, to: 4, standard: 1 },
  padding: { kind: "whole", label: { en: "padding", zh: "填充" }, from: 0, to: 8, standard: 1 },
} as const satisfies Parameters;

export type LayerValues = ValuesOf<typeof LAYER_PARAMETERS>;

/** @throws ShapeError when the kernel is larger than the padded input. */
export const layerOf = (v: LayerValues): Problem =>
  resolve({
    input: [1, v.inChannels, v.size, v.size],
    weight: [v.outChannels, v.inChannels, v.kernel, v.kernel],
    stride: v.stride,
    padding: v.padding,
  });
