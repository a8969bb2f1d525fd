/** Words that several views of the bench use. */
import { words } from "../../state/language.ts";

export { minus } from "../../parts/minus.ts";

const en = {
  views: "Views",
  noView: (name: string, all: string) => `There is no view “${name}”. There are: ${all}.`,
  input: "Input",
  kernel: "Kernel",
  output: "Output",
  padded: (ring: boolean): string => (ring ? "Input with its ring" : "Input"),
  zeros: (n: number) =>
    `${n} of the products ${n === 1 ? "is" : "are"} with what the border filled in (dashed).`,
  plane: (c: number): string => `channel ${c}`,
  channel: (name: string, c: number) => `${name}, channel ${c}`,
  kernelPlane: (first: number, second: number, op: string) =>
    op === "conv" ? `to channel ${first}, from ${second}` : `from channel ${first}, to ${second}`,
  choices: {
    correlation: "cross-correlation (as in layers)",
    convolution: "convolution (kernel flipped)",
    conv: "convolution layer",
    convTranspose: "transposed convolution",
    given: "as given",
    valid: "valid (none)",
    same: "same",
    "same-lower": "same (odd one before)",
    full: "full",
    zero: "zeros",
    constant: "a constant",
    replicate: "replicate",
    reflect: "reflect (edge once)",
    symmetric: "symmetric (edge twice)",
    wrap: "wrap around",
  } as Readonly<Record<string, string>>,
};

const zh: typeof en = {
  views: "视图",
  noView: (name, all) => `没有“${name}”这个视图。可用的有：${all}。`,
  input: "输入",
  kernel: "卷积核",
  output: "输出",
  padded: (ring) => (ring ? "输入与填充圈" : "输入"),
  zeros: (n) => `其中 ${n} 个乘积用到了边界填入的值（虚线框）。`,
  plane: (c) => `通道 ${c}`,
  channel: (name, c) => `${name}，通道 ${c}`,
  kernelPlane: (first, second, op) =>
    op === "conv"
      ? `到输出通道 ${first}，来自输入通道 ${second}`
      : `来自输入通道 ${first}，到输出通道 ${second}`,
  choices: {
    correlation: "互相关（卷积层所用）",
    convolution: "卷积（核翻转）",
    conv: "卷积层",
    convTranspose: "转置卷积",
    given: "按给定值",
    valid: "valid（不填充）",
    same: "same（同尺寸）",
    "same-lower": "same（奇数多填在前）",
    full: "full（全填充）",
    zero: "填零",
    constant: "填常数",
    replicate: "复制边缘",
    reflect: "镜像（边缘一次）",
    symmetric: "对称（边缘两次）",
    wrap: "循环",
  },
};

export const benchWords = words({ en, zh });
