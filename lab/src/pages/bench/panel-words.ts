import { words } from "../../state/language.ts";

const en = {
  layer: "Layer",
  groups: {
    input: "Input",
    kernel: "Kernel",
    edges: "Padding",
    steps: "Steps",
    operation: "Operation",
    numbers: "Numbers",
  },
  inputNumbers: "input",
  kernelNumbers: "kernel",
  random: "random",
  own: "own",
  draw: "Draw others",
  drop: "Take random numbers",
  reset: "Start over",
  save: "Save it as",
  input: "input",
  kernel: "kernel",
  output: "output",
  engine: "This layer in the engine",
  hint: "Numbers of the grids can be typed over; the link keeps them.",
};

const zh: typeof en = {
  layer: "层",
  groups: {
    input: "输入",
    kernel: "卷积核",
    edges: "填充",
    steps: "步进",
    operation: "运算",
    numbers: "数值",
  },
  inputNumbers: "输入",
  kernelNumbers: "卷积核",
  random: "随机数",
  own: "自定",
  draw: "换一组",
  drop: "改用随机数",
  reset: "恢复初始",
  save: "保存为",
  input: "输入",
  kernel: "卷积核",
  output: "输出",
  engine: "在引擎中看这一层",
  hint: "网格中的数可直接改写，链接会记住它们。",
};

export const panelWords = words({ en, zh });
