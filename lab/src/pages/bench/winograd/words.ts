import { words } from "../../../state/language.ts";

const en = {
  lead: "Winograd's algorithm computes neighbouring outputs together: it transforms window and kernel, multiplies element by element, and transforms back. Fractions are exact; the matrices are the engine's own. Point at any number.",
  choices: {
    whole: "whole",
    tenths: "tenths",
  } as Readonly<Record<string, string>>,
  draw: "Draw others",
  board: "The steps: transform the window, the kernel, multiply, transform back",
  nothing: "U = Bᵀd, V = Gg, M = U ∘ V, Y = AᵀM: point at one of their numbers.",
  made: (name: string, sum: string, value: string) => `${name} = ${sum} = ${value}.`,
  product: (name: string, u: string, v: string, value: string) =>
    `${name} = ${u} × ${v} = ${value}.`,
  output: (name: string, sum: string, value: string, direct: string) =>
    `${name} = ${sum} = ${value}. By the definition: ${direct}.`,
  used: (name: string, n: number, to: string) => `${name} goes into ${n} numbers of ${to}.`,
  save: "Save all steps",
  counts: "Multiplications",
  saved: (winograd: number, direct: number, ratio: string) =>
    `${winograd} products instead of ${direct}: ${ratio} of them. V is computed once for a whole layer, and what multiplies by fixed coefficients is a few additions, shared by all output channels.`,
  equal: "In fractions the result equals the definition, number for number.",
  unequal: "In fractions the result differs from the definition.",
  rounding: "What float32 makes of it",
  roundingSaid:
    "The same steps with every operation rounded to 24 bits. Larger tiles have larger coefficients, so more is lost; the engine says so by its class (“faithful”) and its bound.",
  columns: ["output", "exact", "Winograd, float32", "off by", "direct, float32", "off by"],
};

const zh: typeof en = {
  lead: "Winograd 算法把相邻的几个输出放在一起算：先变换窗口和卷积核，再逐元素相乘，最后变换回来。分数是精确的，变换矩阵就是引擎自己用的。指向任意一个数看看。",
  choices: {
    whole: "整数",
    tenths: "十分之几",
  },
  draw: "换一组",
  board: "各步：变换窗口、变换卷积核、相乘、变换回来",
  nothing: "U = Bᵀd，V = Gg，M = U ∘ V，Y = AᵀM：指向其中任意一个数。",
  made: (name, sum, value) => `${name} = ${sum} = ${value}。`,
  product: (name, u, v, value) => `${name} = ${u} × ${v} = ${value}。`,
  output: (name, sum, value, direct) => `${name} = ${sum} = ${value}。按定义计算：${direct}。`,
  used: (name, n, to) => `${name} 参与 ${to} 中的 ${n} 个数。`,
  save: "保存所有步骤",
  counts: "乘法次数",
  saved: (winograd, direct, ratio) =>
    `${winograd} 次乘法代替 ${direct} 次：是原来的 ${ratio}。V 对整层只算一次；与固定系数相乘只是几次加法，并由所有输出通道共用。`,
  equal: "用分数计算，结果与定义逐个相等。",
  unequal: "用分数计算，结果与定义不同。",
  rounding: "float32 会怎样",
  roundingSaid:
    "同样的步骤，每次运算都舍入到 24 位。分块越大，系数越大，损失也越多；引擎用它的精度类别（“faithful”）和误差界如实说明。",
  columns: ["输出", "精确值", "Winograd，float32", "误差", "直接计算，float32", "误差"],
};

export const winogradWords = words({ en, zh });
