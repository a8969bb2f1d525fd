import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "同一个和，两种加法顺序",
  claim: "1×1 卷积用矩阵乘法算得的 Y1 与逐通道相加算得的 Y2 并不完全相等。",
  why: [
    "两者相加的是同样的乘积：$y = \\sum_c w_c x_c$。在实数中，相加的顺序无关紧要。在 float32 中，每次乘法和加法都要舍入到最近的可表示的数，$\\mathrm{fl}(a + b) = (a + b)(1 + \\delta)$，其中 $|\\delta| \\le u = 2^{-24}$；舍去多少取决于之前加过什么。所以 $(a + b) + c$ 与 $a + (b + c)$ 可能不同。各种库按机器的需要选择顺序：向量、分块、线程。",
    "在 $n$ 个乘积的和中，无论顺序如何，每个乘积至多经过 $n$ 次舍入，因此 $|\\hat y - y| \\le \\gamma_n \\sum_c |w_c||x_c|$，其中 $\\gamma_n = nu/(1 - nu)$；两种顺序之差至多是它的两倍。若对半相加，每个乘积至多经过 $\\lceil \\log_2 n \\rceil + 1$ 次。",
    "凡是加法不需舍入，顺序就无关紧要：和小于 $2^{24}$ 的整数，以及这样的整数除以二的同一个幂。只有一个或两个乘积时只有一种顺序，因为在 float32 中同样有 $a + b = b + a$。",
  ],
  steps: {
    example: {
      title: "书中的例子",
      text: "输入通道数为 {=channels}，{=outputs} 个输出中有 {=different} 个不同，最多相差 {=most} 个末位单位（ulp）。每种顺序的误差界为 {=bound}。引擎的卷积有 {=ofEngine} 个输出与逐个相加的结果逐位相同。",
    },
    photo: {
      title: "用在照片上",
      text: "对 {=source} 作 3×3 平均，九个权重都经过舍入：{=pixels} 个像素中有 {=ninthsDiffer} 个取决于顺序，最多相差 {=photoMost} 个末位单位。若权重是十六分之几，所有的和都精确：有 {=sixteenthsDiffer} 个取决于顺序。",
    },
    many: {
      title: "通道更多时",
      text: "{=last} 个通道时，逐个相加的误差为 {=lastInOrder}，对半相加为 {=lastPairwise}；任意顺序的误差界为 {=lastBound}。舍入有进有舍，所以误差远小于这个界。",
    },
  },
  statements: {
    different: "Y1 与 Y2 不完全相等。",
    whole: "对整数，两者逐位相等，引擎的卷积也是如此。",
    few: "只有一个或两个输入通道时，两者相等。",
    bounded: "无论顺序如何，n 个乘积之和的误差至多为 γ(n) Σ|w||x|。",
    pairwise: "对半相加时，误差至多为 γ(⌈log₂ n⌉ + 1) Σ|w||x|。",
    lastBit: "两者至多相差最后一位。",
    ofResult: "两者之差至多为结果的 2 n u 倍。",
    doubles: "用 float64 计算，顺序就无关紧要。",
    random: "舍入是随机的：同样的代码再运行一次，会得到另一个结果。",
  },
  errors: {
    same: "对半相加换成了按次序相加。",
    lost: "求和时漏了最后一个乘积。",
    coarse: "对半相加的和只保留几位数字。",
    brighter: "引擎的每个结果都大了一。",
  },
  boundary:
    "凡是不需舍入之处两者相等：整数、十六分之几的权重、一个或两个通道。误差界与各项绝对值之和成比例，而不是与结果成比例：乘积相互抵消时，结果可能没有一位是对的。比较两个层时，应以这个界作为容差；需要精确比较时，应使用整数。",
  words: {
    inOrder: "逐个相加",
    pairwise: "对半相加",
    steps: "两者相差的末位单位数",
    sums: "相差最大的输出",
    photo: "照片",
    photoSteps: "两个平均值相差的末位单位数",
    growth: "最大误差",
    bound: "误差界",
    channels: "输入通道数",
    numbers: "数的种类",
    wholeNumbers: "整数",
    fractions: "小数",
    value: "值",
    other: "应为",
    row: "行",
    column: "列",
    shape: "形状",
    otherShape: "应为形状",
    difference: "差值",
    equal: "相等",
    apart: "相差的末位单位数",
    allowed: "结果的 2 n u 倍",
    true: "是",
  },
};
