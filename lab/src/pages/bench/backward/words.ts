import { words } from "../../../state/language.ts";

const en = {
  lead: "The loss says how much it wants each output to change: that is ȳ. Every product sends it back twice: to its input, multiplied by the weight, and to its weight, multiplied by the input. Point at any element.",
  gy: "ȳ, gradient of the output",
  dx: "dx, gradient of the input",
  dw: "dw, gradient of the kernel",
  ones: "ones",
  itself: "ȳ = y (from ½‖y‖²)",
  alone: (name: string) => `only ${name}`,
  setTo: "ȳ:",
  sent: "Outputs sent back",
  sentSaid: (n: number, all: number) => `${n} of ${all}`,
  play: "Play",
  pause: "Pause",
  back: "Step back",
  on: "Step on",
  input: (name: string, n: number, sum: string, value: string) =>
    n === 0
      ? `No output sees ${name}: its gradient is 0.`
      : `d${name} = ${sum} = ${value}: ȳ times weight, over the ${n === 1 ? "product" : `${n} products`} that ${name} takes part in.`,
  weight: (name: string, n: number, sum: string, value: string) =>
    `d${name} = ${sum} = ${value}: ȳ times input, over the ${n === 1 ? "output" : `${n} outputs`} that ${name} makes.`,
  output: (name: string, value: string, n: number) =>
    `${name} has ȳ = ${value}. It goes back along ${n} ${n === 1 ? "product" : "products"}: to each input times its weight, to each weight times its input.`,
  partly: "Not all outputs have been sent back yet.",
  check: "The same number three times",
  checkSaid:
    "The layer is linear in its input and linear in its kernel, so all ways of pairing agree:",
  exact: "Equal to the last digit.",
  near: (difference: string) =>
    `Equal but for the rounding of float64: at most ${difference} apart.`,
  constant:
    "A border of a constant adds to y what no input made, so ⟨dx, x⟩ lacks that share; dx itself is right.",
  adjoint:
    "dx is the transposed layer applied to ȳ; dw is a convolution of the input with ȳ as its kernel. The engine plans both as problems of their own.",
};

const zh: typeof en = {
  lead: "损失希望每个输出如何变化，就写在 ȳ 里。每一个乘积都把它往回传两次：乘上权重传给输入，乘上输入传给权重。指向任意元素看看。",
  gy: "ȳ：对输出的梯度",
  dx: "dx：对输入的梯度",
  dw: "dw：对卷积核的梯度",
  ones: "全为 1",
  itself: "ȳ = y（来自 ½‖y‖²）",
  alone: (name) => `只有 ${name}`,
  setTo: "ȳ：",
  sent: "已回传的输出",
  sentSaid: (n, all) => `${n} / ${all}`,
  play: "播放",
  pause: "暂停",
  back: "后退一步",
  on: "前进一步",
  input: (name, n, sum, value) =>
    n === 0
      ? `没有输出看到 ${name}，它的梯度为 0。`
      : `d${name} = ${sum} = ${value}：对 ${name} 参与的 ${n} 个乘积，把 ȳ 与权重相乘再求和。`,
  weight: (name, n, sum, value) =>
    `d${name} = ${sum} = ${value}：对用到 ${name} 的 ${n} 个输出，把 ȳ 与输入相乘再求和。`,
  output: (name, value, n) =>
    `${name} 处 ȳ = ${value}。它沿 ${n} 个乘积往回传：乘上权重传给各个输入，乘上输入传给各个权重。`,
  partly: "还有输出没有回传。",
  check: "三种算法，同一个数",
  checkSaid: "这一层对输入是线性的，对卷积核也是线性的，所以三个内积一定相等：",
  exact: "每一位都相等。",
  near: (difference) => `除 float64 的舍入外相等：最多相差 ${difference}。`,
  constant: "填常数的边界给 y 加上了与输入无关的部分，所以 ⟨dx, x⟩ 不含这一份；dx 本身没有错。",
  adjoint:
    "dx 是把转置后的层作用在 ȳ 上；dw 是以 ȳ 为核对输入做的卷积。引擎把两者都当作独立的问题来规划。",
};

export const backwardWords = words({ en, zh });
