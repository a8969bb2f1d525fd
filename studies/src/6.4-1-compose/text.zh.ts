import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "两层合为一层",
  claim:
    "中间没有任何运算的两个卷积等于一个卷积：卷积核是 W[o, i] = Σ W2[o, m] ∗ W1[m, i]，大小为 k1 + k2 − 1；两个 3×3 合成一个 [1, 1, 5, 5]。",
  why: [
    "把第一层代入第二层：$y_p = \\sum_b v_b \\sum_a w_a\\, x_{p+b+a}$。把每个 $x_{p+n}$ 前面的系数收集起来：$u_n = \\sum_{a+b=n} v_b\\, w_a$。这正是完整的真卷积 $v * w$：下标相加，所以其中一个核是倒着走的。$n$ 从零到 $(k_1 - 1) + (k_2 - 1)$，所以共有 $k_1 + k_2 - 1$ 个权重。有多个通道时，对从输入 $i$ 经 $m$ 到输出 $o$ 的每条路径都如此，再把各条路径相加。",
    "第一层的偏置 $b_1$ 会被第二层的全部权重看到：$b = b_2 + \\sum_m \\left(\\sum W_2[o,m]\\right) b_1[m]$。第一层步幅为 $s_1$ 时，第二层眼中的相邻位置在输入里相隔 $s_1$：先把它的权重拉开，大小是 $k_1 + (k_2 - 1)\\,s_1$，步幅是 $s_1 s_2$。",
    "第二层里的零填充等于说第一层的输出在边缘之外是零。合成的核并不知道这一点，它在那里照样计算。所以在边界附近两者不同。",
  ],
  steps: {
    kernels: {
      title: "两个核与合成的核",
      text: "结果有 {=rows} 行、{=columns} 列，每个元素收集位置之和等于它的所有乘积。",
    },
    photo: {
      title: "用在照片上",
      text: "{=source}，先后经过两层，以及只经过合成的一层。最大的差是 {=apart}。",
    },
    strides: {
      title: "有步幅时",
      text: "这里第二层的步幅是 $2$。第一层的步幅 $s_1$ 把第二层的权重拉开，所以大小是 $k_1 + (k_2 - 1)\\,s_1$，而不是 $k_1 + k_2 - 1$。",
    },
    padding: {
      title: "中间有零填充时",
      text: "一幅全为一的图像，两层的填充都是 {=padding}。这里显示两层的结果减去一层的结果：{=outputs} 个输出中有 {=changed} 个不同。在标出的内部，共 {=interior} 个输出，无论什么图像和卷积核，两者都相等。",
    },
    cost: {
      title: "哪个更省",
      text: "各处都是 {=channels} 个通道、{=side} 行 {=side} 列时，合成的一层的乘积是两层的 {=timesProducts} 倍。通道少、受限于内存时，一层仍可能更快：中间结果根本不用写出来。",
    },
  },
  statements: {
    one: "没有填充时，先后经过两层与经过合成的一层，结果完全相等。",
    size: "合成的权重形状是 [c_o, c_i, k1 + k2 − 1, k1 + k2 − 1]。",
    example: "单通道时，3×3 之后再 3×3，就是 [1, 1, 5, 5]。",
    sum: "合成的权重恰是各中间通道上完整真卷积之和。",
    exact: "用这里给出的核、以分数计算：先后两次与合成一次相等。",
    bias: "有偏置时，取 b = b2 + Σ (Σ W2) b1，两者相等。",
    stride:
      "第一层步幅为 s1 时，先把 W2 拉开 s1 倍：大小为 k1 + (k2 − 1) s1，步幅为 s1 s2，两者相等。",
    interior: "第二层有零填充时，两者在内部相等。",
    valid: "式中的 ∗ 是不带填充的卷积。",
    correlated: "式中的 ∗ 是卷积层所计算的互相关。",
    biases: "两层的偏置直接相加即可。",
    unspread: "第一层有步幅时，卷积核仍是大小为 k1 + k2 − 1 的 W1 ∗ W2。",
    padded: "第二层有零填充时，两者处处相等。",
  },
  errors: {
    flipped: "第二层的权重从后往前读取。",
    lostBias: "忘了第一层的偏置。",
    wide: "内部的起点被说早了一个位置。",
    padded: "每一层都在四周填充一圈。",
  },
  boundary:
    "层与层之间只要有非线性运算，结论就不成立；中间有零填充时，在边界上也不成立：例子里 {=outputs} 个输出中有 {=changed} 个不同。∗ 要读作完整的真卷积：若不带填充，两个同样大小的核只能得到一个数。",
  words: {
    first: "第一个核",
    second: "第二个核",
    composed: "合成的核",
    formula: "完整的真卷积",
    photo: "照片",
    steps: "经过两层",
    once: "经过一层",
    sizes: "合成层的大小与步幅",
    stride: "第一层的步幅",
    unspreadSize: "k1 + k2 − 1",
    size: "大小",
    strideOfBoth: "合成层的步幅",
    difference: "两个带填充的层减去合成的一层",
    costs: "代价",
    layers: "层",
    weights: "权重",
    products: "乘积",
    milliseconds: "毫秒（一个线程）",
    twoLayers: "两层",
    oneLayer: "一层",
    padding: "填充",
    row: "行",
    column: "列",
    value: "值",
    other: "应为",
    shape: "形状",
    otherShape: "应为形状",
  },
};
