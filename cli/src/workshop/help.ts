/** What the help of `convoke kernel …` says of commands and options, in both languages. */
import { CALLED } from "../called.ts";
import type { Language } from "../strings.ts";

const en = {
  kernelCommands:
    "design, multiply and take apart kernels and layers, exactly: show, report, stencil, gaussian, compose, factor, fit",
  operand: `a name (see "${CALLED} kernels"), a matrix "1/9 1/9; 0 -1", a .json or .npy file, FILE.safetensors:NAME or MODEL.onnx:NAME; NAME[o,i] is one kernel of a layer`,
  exactly: "take floats for the fractions that they are",
  asFormat: "write it as: json, npy, typescript, numpy or pytorch, to --out or the standard output",
  kernelOut: "file to write: .json .npy .ts .py as --as says or the name, .svg .png a picture",
  kernelShow: "show the values of a kernel or a layer, and a picture",
  kernelStencil: "finite differences in fractions, with their error",
  derivative: "order of the derivative; default 1",
  stencilAccuracy: "order of accuracy; default 2, and 1 for one-sided nodes",
  nodeKind: "where it looks: central, staggered, forward, backward",
  stencilNodes: 'nodes of your own, in steps: "-1, 0, 1/2"',
  direction: 'along a vector: "3/5, 4/5" (down, right)',
  partialOrders: "a mixed partial derivative, an order for each axis (down, right): 1,1",
  laplacianAxes: "the sum of second derivatives along so many axes",
  why: "the proof that fewer taps cannot do",
  kernelCompose: "kernels, or layers of a network, one behind the other as one",
  layerStride: "steps of the layers: once for all, or once for each",
  layerPadding:
    "zeros around the input of the layers: N, an N for each axis, or two; once for all, or once for each",
  layerDilation: "steps between taps of the layers: once for all, or once for each",
  layerGroups: "groups of the layers: once for all, or once for each",
  image: "extents of the picture or feature map that is reckoned with: N, or ROWSxCOLUMNS",
  kernelFactor:
    "take a kernel or a layer apart, or prove that it cannot be, and say what that saves",
  ranks: "ranks, or terms of a sum, to try; again for more",
  pairSize: "size of the first of the nearest pair, ROWSxCOLUMNS",
  chains: "of a layer, only these: spatial, channel, tucker, canonical; again for more",
  measureWays: "time each way on the engine, and check that it computes the same",
  kernelFit: "the same as learn-kernel: recover the filter between two pictures",
  kernelReport: "everything that can be said of a kernel; --out .svg with its frequency response",
  kernelGaussian: "a Gaussian, and how far it is from what it promises",
  sigma: "standard deviation, in pixels",
  gaussianKind: "sampled, discrete (Bessel functions: scales add up) or integer (over their sum)",
  gaussianSize: "taps along each axis, odd; default as far as 3 sigma",
  gaussianAxes: "1, 2 or 3 axes",
  gaussianMost: "largest sum of the whole numbers; default 255",
  waysFile: "write the layers of all ways (.safetensors), as FILE:KEY.0.weight reads them",
} as const;

export type KernelHelp = Readonly<Record<keyof typeof en, string>>;

const zh: KernelHelp = {
  kernelCommands:
    "设计、相乘、拆解卷积核与层，全部精确：show、report、stencil、gaussian、compose、factor、fit",
  operand: `名字（见 "${CALLED} kernels"）、矩阵 "1/9 1/9; 0 -1"、.json 或 .npy 文件、文件.safetensors:名字 或 模型.onnx:名字；名字[o,i] 是层中的一个核`,
  exactly: "把浮点数当作它们所是的分数",
  asFormat: "写成：json、npy、typescript、numpy 或 pytorch，写到 --out 或标准输出",
  kernelOut: "要写的文件：.json .npy .ts .py 按 --as 或文件名，.svg .png 是图",
  kernelShow: "显示一个核或层的值和图",
  kernelStencil: "分数形式的有限差分，及其误差",
  derivative: "导数的阶；默认 1",
  stencilAccuracy: "精度的阶；默认 2，单侧节点为 1",
  nodeKind: "看哪里：central、staggered、forward、backward",
  stencilNodes: '自选节点，以步长计："-1, 0, 1/2"',
  direction: '沿一个向量："3/5, 4/5"（向下，向右）',
  partialOrders: "混合偏导数，每个轴一个阶（向下，向右）：1,1",
  laplacianAxes: "沿这么多个轴的二阶导数之和",
  why: "证明更少的抽头不行",
  kernelCompose: "把依次作用的核或网络层合成一个",
  layerStride: "各层的步幅：给一次用于全部，或每层一次",
  layerPadding: "各层输入四周的零：N、每轴一个 N、或每轴两个；给一次用于全部，或每层一次",
  layerDilation: "各层抽头的间隔：给一次用于全部，或每层一次",
  layerGroups: "各层的组数：给一次用于全部，或每层一次",
  image: "计算所用的图像或特征图的大小：N，或 行x列",
  kernelFactor: "拆解一个核或层，或证明拆不开，并说明能省多少",
  ranks: "要试的秩，或和的项数；可重复",
  pairSize: "最近的一对中第一个的大小，行x列",
  chains: "对层只试这些：spatial、channel、tucker、canonical；可重复",
  measureWays: "在引擎上测量每种方式的时间，并检查结果相同",
  kernelFit: "与 learn-kernel 相同：求出两张图之间的滤波器",
  kernelReport: "一个核的全部性质；--out .svg 含频率响应",
  kernelGaussian: "高斯核，以及它与所许诺的相差多少",
  sigma: "标准差，以像素计",
  gaussianKind: "sampled（采样）、discrete（贝塞尔函数：尺度可加）或 integer（整数除以其和）",
  gaussianSize: "每轴的抽头数，奇数；默认到 3σ",
  gaussianAxes: "1、2 或 3 个轴",
  gaussianMost: "整数之和的上限；默认 255",
  waysFile: "写出每种方式的各层（.safetensors），可用 文件:KEY.0.weight 读取",
};

export const KERNEL_HELP: Readonly<Record<Language, KernelHelp>> = { en, zh };
