import { words } from "../../../state/language.ts";

const en = {
  lead: "An output channel has one kernel slice for every input channel it sees. Each slice slides over its own channel; the results are added.",
  forms: "Forms of a layer",
  dense: "all to all",
  groups: "2 groups",
  depthwise: "depthwise",
  pointwise: "1 × 1",
  blocks: "Who sees whom",
  blocksText:
    "Rows are output channels, columns input channels; a slice stands where the two are joined. Groups leave blocks along the diagonal, a depthwise layer only the diagonal itself.",
  to: (o: number) => `to ${o}`,
  from: (i: number) => `from ${i}`,
  notJoined: "not joined",
  products: (n: number) => `${n} products for all outputs`,
  chain: (o: number) => `The sum for output channel ${o}`,
  partial: (c: number) => `partial result of channel ${c}`,
  sum: (o: number) => `output channel ${o}`,
  pointwiseTitle: "1 × 1: a matrix product over channels",
  pointwiseText:
    "A kernel of one element mixes the channels at every position and moves nothing: the weight is a c_o × c_i matrix, the input one with a column for each position.",
  matrixW: "Weight",
  matrixX: "Input, a column for each position",
  matrixY: "Output",
  agrees: "The product is the layer's output.",
  disagrees: "The product is not the layer's output.",
};

const zh: typeof en = {
  lead: "每个输出通道对它看到的每个输入通道各有一片卷积核。每片在自己的通道上滑动，结果相加。",
  forms: "层的形式",
  dense: "全连通道",
  groups: "2 组",
  depthwise: "逐通道",
  pointwise: "1 × 1",
  blocks: "谁看到谁",
  blocksText:
    "行是输出通道，列是输入通道；两者相连处有一片卷积核。分组只留下对角线上的块，逐通道卷积只剩对角线。",
  to: (o) => `到 ${o}`,
  from: (i) => `从 ${i}`,
  notJoined: "不相连",
  products: (n) => `全部输出共 ${n} 次乘法`,
  chain: (o) => `输出通道 ${o} 的求和`,
  partial: (c) => `通道 ${c} 的部分结果`,
  sum: (o) => `输出通道 ${o}`,
  pointwiseTitle: "1 × 1：通道上的矩阵乘法",
  pointwiseText:
    "只有一个元素的核在每个位置上混合各通道，不看邻居：权重是 c_o × c_i 的矩阵，输入是每个位置一列的矩阵。",
  matrixW: "权重",
  matrixX: "输入，每个位置一列",
  matrixY: "输出",
  agrees: "矩阵乘积就是这一层的输出。",
  disagrees: "矩阵乘积不是这一层的输出。",
};

export const channelWords = words({ en, zh });
