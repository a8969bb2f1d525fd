/** Kernels and layers that are named, typed in, or stored in files. */
import type { Refusals } from "@convoke/studies/refusals";

export const KERNELS_REFUSED: Refusals = {
  sentences: {
    "expected at least one number in the kernel {s}, got none":
      "卷积核 {s} 应至少有一个数，实际没有",
    "expected rows of equal length in the kernel {s}, got {got}": "卷积核 {s} 应每行一样长，{got}",
    "expected numbers, or fractions such as 1/9, in the kernel {s}, got {got}":
      "卷积核 {s} 中应为数或分数（如 1/9），{got}",
    "expected {w} whole numbers behind @, in the kernel {s}, got {got}":
      "卷积核 {s} 的 @ 之后应有 {w} 个整数，{got}",
    "expected {w} as whole numbers beside the weight of the layer {s}, got {t}: {got}":
      "层 {s} 的权重旁，{w} 应为整数，实际 {t} 为 {got}",
    "expected an array of rows of numbers in the kernel {s}, got something else":
      "卷积核 {s} 应为由各行数组成的数组，实际是别的东西",
    "expected a kernel of one or two axes for --kernel, got the layer {s} (one of its kernels: {t})":
      "--kernel 应为一或两个轴的卷积核，实际是层 {s}（其中的一个核：{t}）",
    "expected a kernel to report on, got the layer {s} (one of its kernels: {t})":
      "应给出要分析的卷积核，实际是层 {s}（其中的一个核：{t}）",
    "expected a kernel of at most {n} numbers to report on, got {got}":
      "要分析的卷积核应不超过 {n} 个数，{got}",
    "expected at most {w} numbers in the kernel {s}, got {got}":
      "卷积核 {s} 应不超过 {w} 个数，{got}",
    "expected a file with weights in it, got none in {s}": "应是含有权重的文件，实际 {s} 中没有",
    'expected one of {list} and {n} more behind "{s}:", got {got}':
      "“{s}:” 之后应为 {list} 等（还有 {n} 个）之一，{got}",
    'expected one of {list} behind "{s}:", got {got}': "“{s}:” 之后应为 {list} 之一，{got}",
    "expected a layer before [{s}], got a kernel of shape {t} in {u}":
      "[{s}] 之前应为层，实际 {u} 中是形状为 {t} 的卷积核",
    "expected at most [{s}] behind {t}, got [{u}]": "{t} 之后应不超过 [{s}]，实际为 [{u}]",
    "expected finite numbers in {s}, got {got}": "{s} 中应为有限数，{got}",
    "expected --pair for a kernel, got the layer {s}": "--pair 用于卷积核，实际是层 {s}",
    "expected --chain for a layer, got the kernel {s}": "--chain 用于层，实际是卷积核 {s}",
    "expected a kernel of one or two axes, or a layer, to be taken apart, got {s} in {t}":
      "要分解的应为一或两个轴的卷积核，或者层，实际 {t} 中是 {s}",
    "expected a kernel with a value other than 0, got {got}": "卷积核应有不为 0 的值，{got}",
  },
  rules: {
    'a kernel name ({list}), a matrix such as "0 1 0; 1 -4 1; 0 1 0", a .json or .npy file, or FILE.safetensors:NAME or MODEL.onnx:NAME':
      "卷积核的名字（{list}）、形如 “0 1 0; 1 -4 1; 0 1 0” 的矩阵、.json 或 .npy 文件，或 FILE.safetensors:NAME、MODEL.onnx:NAME",
    "a kernel of one or two axes": "一或两个轴的卷积核",
    "weights that the model holds": "模型里存有的权重",
    "pads that do not depend on the input": "不取决于输入的填充",
  },
  values: {
    "lengths {list}": "实际各行长为 {list}",
    "computed ones": "实际是算出来的",
    "auto_pad {w} with a stride": "实际是带步幅的 auto_pad {w}",
    "{s} in {t}": "实际 {t} 中是 {s}",
  },
};
