/** What the address of the models page holds: of a file of one's own that there is one, and what is asked of it. */
import { whole } from "@convoke/studies";
import { ELEMENT_TYPES } from "convoke/cost";

export const SAMPLES = ["colours", "lenet"] as const;
export type Sample = (typeof SAMPLES)[number];

export const MODELS = {
  model: {
    kind: "choice",
    label: { en: "model", zh: "模型" },
    of: [...SAMPLES, "file"],
    standard: "colours",
  },
  input: { kind: "text", label: { en: "first input", zh: "第一个输入" }, standard: "" },
  extents: {
    kind: "text",
    label: { en: "extents of each layer's input", zh: "每层输入的尺寸" },
    standard: "",
  },
  batch: whole("batch (0: as the file says)", "批量（0：按文件）", 0, 256, 0),
  dtype: {
    kind: "choice",
    label: { en: "stored as", zh: "存储类型" },
    of: ["asStored", ...ELEMENT_TYPES],
    standard: "asStored",
  },
  layer: whole("convolution", "卷积层", 1, 100_000, 1),
  out: whole("output channel", "输出通道", 0, 100_000, 0),
  in: whole("input channel", "输入通道", 0, 100_000, 0),
} as const;
