import { words } from "../../../state/language.ts";

const en = {
  intro:
    "Flatten the input to one long vector, and the layer is a single matrix. Every row holds the same few weights, shifted: a Toeplitz matrix, of Toeplitz blocks where there are two axes.",
  board: "The layer as a matrix, with its vector above and the result at the right",
  legend: "The kernel in the colours of its weights",
  colours: "One colour, one weight",
  matrix: (turned: boolean, r: number, c: number) => `${turned ? "Cᵀ" : "C"}, ${r} × ${c}`,
  forwards: "C: from input to output",
  backwards: "Cᵀ: from output back to input",
  from: (turned: boolean) => (turned ? "y" : "x"),
  to: (turned: boolean) => (turned ? "Cᵀy" : "y"),
  meets: (w: string, input: string, output: string) => `${output} takes ${w} · ${input}.`,
  none: (input: string, output: string) =>
    `${output} does not see ${input}: this zero is part of the structure.`,
  row: (name: string, sum: string, value: string) => `${name} = ${sum} = ${value}.`,
  column: (name: string, n: number) =>
    `${name} is seen by ${n} ${n === 1 ? "output" : "outputs"}: the entries of its column.`,
  spreads: (name: string, n: number) =>
    `${name} goes back to ${n} ${n === 1 ? "input" : "inputs"}: the entries of its column.`,
  weight: (name: string, n: number) =>
    `${name} stands in the matrix ${n} ${n === 1 ? "time" : "times"}, along diagonals of its blocks.`,
  back: (name: string, sum: string, value: string) =>
    `Cᵀy at the place of ${name} = ${sum} = ${value}.`,
  share: (zeros: number, all: number, percent: string) =>
    `${zeros} of ${all} entries are zero by structure: ${percent} %.`,
  learned: (n: number, all: number) =>
    `A dense layer between the same vectors would learn ${all} numbers; this one learns ${n}.`,
  mixed: (n: number) =>
    `In ${n} ${n === 1 ? "entry" : "entries"} the border makes several weights meet the same input; they are added.`,
  constant:
    "A border of a constant adds a vector that does not depend on x: y = C x + b. The sums above leave it out.",
  transpose:
    "Turned, the same matrix takes outputs back to inputs: that is the transposed convolution with the same kernel, stride and padding. It returns the shape, not the values.",
};

const zh: typeof en = {
  intro:
    "把输入展平成一个长向量，整层卷积就是一个矩阵。每一行都是同样几个权重，只是平移了位置：这就是托普利茨矩阵；有两个空间轴时，是由托普利茨块组成的块托普利茨矩阵。",
  board: "作为矩阵的卷积层：上方是它乘的向量，右侧是结果",
  legend: "用各权重颜色画出的卷积核",
  colours: "一种颜色对应一个权重",
  matrix: (turned, r, c) => `${turned ? "Cᵀ" : "C"}，${r} × ${c}`,
  forwards: "C：从输入到输出",
  backwards: "Cᵀ：从输出回到输入",
  from: (turned) => (turned ? "y" : "x"),
  to: (turned) => (turned ? "Cᵀy" : "y"),
  meets: (w, input, output) => `${output} 含有 ${w} · ${input}。`,
  none: (input, output) => `${output} 看不到 ${input}：这个零由结构决定。`,
  row: (name, sum, value) => `${name} = ${sum} = ${value}。`,
  column: (name, n) => `有 ${n} 个输出看到 ${name}：就是它那一列的非零项。`,
  spreads: (name, n) => `${name} 回到 ${n} 个输入元素：就是它那一列的非零项。`,
  weight: (name, n) => `${name} 在矩阵中出现 ${n} 次，排在各块的对角线上。`,
  back: (name, sum, value) => `Cᵀy 在 ${name} 的位置 = ${sum} = ${value}。`,
  share: (zeros, all, percent) => `${all} 项中有 ${zeros} 项由结构决定为零，占 ${percent} %。`,
  learned: (n, all) => `同样两个向量之间的全连接层要学 ${all} 个数，这一层只学 ${n} 个。`,
  mixed: (n) => `有 ${n} 项因边界延拓而让多个权重遇到同一个输入元素，它们相加在一起。`,
  constant: "填常数的边界还会加上一个与 x 无关的向量：y = C x + b。上面的求和不含它。",
  transpose:
    "转置后，同一个矩阵把输出带回输入：这就是核、步幅、填充都相同的转置卷积。它恢复的是形状，而不是数值。",
};

export const toeplitzWords = words({ en, zh });
