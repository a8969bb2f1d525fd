import { words } from "../../../state/language.ts";

const en = {
  lead: "A stride keeps every s-th window and never computes the others. A dilation leaves holes in the kernel: it sees further with the same number of weights.",
  comb: "Which positions each output samples",
  combText:
    "One line per output; the dots are the positions of the padded input that its window reads.",
  alongColumns: "along a row",
  alongRows: "along a column",
  dense: "Every window, and the ones that are kept",
  denseText: (kept: number, of: number) =>
    `With stride 1 there are ${of} outputs; the layer keeps ${kept} of them.`,
  all: "All outputs, stride 1",
  kept: "What the layer gives",
  holes: "The kernel with its holes",
  holesText: (weights: number, rows: number, columns: number) =>
    `${weights} weights over ${rows} × ${columns} positions. Positions between them are skipped, not multiplied by zero.`,
  stuffed: "The way back: a transposed convolution stuffs zeros",
  stuffedText:
    "A transposed convolution of stride s is an ordinary one of stride 1 over the input with s − 1 zeros between its elements, continued by zeros at the edge, with the kernel turned by half a turn.",
  stuffedInput: "The stuffed input",
  turned: "The kernel, turned by half a turn",
  transposedOutput: "Output of the transposed layer",
  agrees: "The ordinary convolution over the stuffed input gives exactly this output.",
  disagrees: "The ordinary convolution over the stuffed input gives another output.",
  folds:
    "With this border or these groups the result is not an ordinary convolution over the stuffed input; only the stuffing is shown.",
  none: "With these numbers there is no transposed layer:",
};

const zh: typeof en = {
  lead: "步幅只保留每隔 s 个的窗口，其余根本不算。扩张在核中留出空洞：权重个数不变，看得更远。",
  comb: "每个输出采样哪些位置",
  combText: "每行一个输出；圆点是它的窗口在填充后的输入中读取的位置。",
  alongColumns: "沿一行",
  alongRows: "沿一列",
  dense: "所有窗口，以及被保留的窗口",
  denseText: (kept, of) => `步幅为 1 时有 ${of} 个输出，当前层保留其中 ${kept} 个。`,
  all: "全部输出（步幅 1）",
  kept: "当前层的输出",
  holes: "带空洞的卷积核",
  holesText: (weights, rows, columns) =>
    `${weights} 个权重分布在 ${rows} × ${columns} 个位置上。中间的位置直接跳过，并不是乘以零。`,
  stuffed: "反过来：转置卷积插零",
  stuffedText:
    "步幅为 s 的转置卷积，就是在输入元素之间插入 s − 1 个零、四周补零、核旋转 180° 之后，步幅为 1 的普通卷积。",
  stuffedInput: "插零后的输入",
  turned: "旋转 180° 的核",
  transposedOutput: "转置卷积层的输出",
  agrees: "对插零后的输入做普通卷积，得到的正是这个输出。",
  disagrees: "对插零后的输入做普通卷积，得到的是另一个输出。",
  folds: "在这种边界或分组下，结果不是插零输入上的普通卷积，这里只画出插零。",
  none: "按这些数没有对应的转置卷积层：",
};

export const samplingWords = words({ en, zh });
