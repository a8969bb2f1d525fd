import { words } from "../../../state/language.ts";

const en = {
  intro:
    "Write every window as a column, and the kernel as a row: the convolution is now one product of two matrices. Point at a column, an input, a weight or an output.",
  board: "The product of matrices: weights, patches, output",
  patches: (r: number, c: number) => `X̂: patches, ${r} × ${c}`,
  weights: (r: number, c: number) => `W, ${r} × ${c}`,
  outputs: (r: number, c: number) => `Y = W X̂, ${r} × ${c}`,
  sum: (name: string, sum: string, value: string) => `${name} = ${sum} = ${value}.`,
  cell: (row: number, column: number, from: string, weight: string, product: string) =>
    `Row ${row} of column ${column} holds ${from}; it meets ${weight}: ${product}.`,
  fromBorder: "what the border fills in",
  copies: (place: string, n: number) =>
    n === 1
      ? `${place} stands in the matrix once.`
      : `${place} stands in the matrix ${n} times: so many windows see it.`,
  weight: (place: string, n: number) =>
    `${place} meets one row of the matrix: ${n} ${n === 1 ? "number" : "numbers"}.`,
  size: "How large the matrix is",
  sizes: (input: number, k: number, p: number, all: number, times: string) =>
    `The input has ${input} numbers, the matrix ${k} × ${p} = ${all}: ${times} times as many.`,
  spread: (fewest: number, most: number, border: number) =>
    `An input element stands in it ${fewest === most ? `${most}` : `${fewest} to ${most}`} times${
      border > 0 ? `; ${border} numbers come from the border` : ""
    }.`,
  products: (n: number) => `The product takes ${n} multiplications, as many as the definition.`,
  engine: "What the engine does instead",
  engineSaid:
    "Convoke never makes this matrix. It gathers one cache block of it at a time into panels that the register tile reads next, and forgets it.",
  real: (matrix: string, times: string, workspace: string) =>
    `For this layer the matrix would take ${matrix} (${times} times its input); the engine's plan takes ${workspace} beside input, weight and output.`,
  transposed:
    "This view is about convolution layers. A transposed convolution runs the other way: the product comes first, then its columns are added up where they were taken from.",
  toConv: "Show a convolution layer",
};

const zh: typeof en = {
  intro:
    "把每个窗口写成一列，把卷积核写成一行，卷积就成了一次矩阵乘法。指向任意一列、输入元素、权重或输出看看。",
  board: "矩阵乘法：权重、窗口、输出",
  patches: (r, c) => `窗口矩阵 X̂，${r} × ${c}`,
  weights: (r, c) => `W，${r} × ${c}`,
  outputs: (r, c) => `Y = W X̂，${r} × ${c}`,
  sum: (name, sum, value) => `${name} = ${sum} = ${value}。`,
  cell: (row, column, from, weight, product) =>
    `第 ${column} 列第 ${row} 行是 ${from}，与 ${weight} 相乘：${product}。`,
  fromBorder: "边界填入的值",
  copies: (place, n) => `${place} 在矩阵中出现 ${n} 次：有 ${n} 个窗口看到它。`,
  weight: (place, n) => `${place} 与矩阵的一行相乘：共 ${n} 个数。`,
  size: "这个矩阵有多大",
  sizes: (input, k, p, all, times) =>
    `输入有 ${input} 个数，矩阵有 ${k} × ${p} = ${all} 个：是输入的 ${times} 倍。`,
  spread: (fewest, most, border) =>
    `每个输入元素出现 ${fewest === most ? `${most}` : `${fewest} 到 ${most}`} 次${
      border > 0 ? `；其中 ${border} 个数由边界填入` : ""
    }。`,
  products: (n) => `乘积需要 ${n} 次乘法，与按定义计算一样多。`,
  engine: "引擎实际怎么做",
  engineSaid:
    "Convoke 从不生成整个矩阵：每次只把能放进缓存的一块收集成寄存器分块要读的面板，用完即弃。",
  real: (matrix, times, workspace) =>
    `对这一层，整个矩阵要占 ${matrix}（是输入的 ${times} 倍）；引擎的计划在输入、权重和输出之外只用 ${workspace}。`,
  transposed: "本视图展示的是卷积层。转置卷积方向相反：先做乘法，再把各列加回它们原来的位置。",
  toConv: "改为卷积层",
};

export const im2colWords = words({ en, zh });
