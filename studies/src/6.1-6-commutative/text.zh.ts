import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "卷积可以交换",
  claim: "对双边无穷和，f ∗ g = g ∗ f。",
  why: [
    "按定义，$(f*g)(n) = \\sum_m f(m)\\,g(n-m)$。令 $k = n - m$。$m$ 取遍全体整数时，$k$ 也恰好各取一次，于是和变成 $\\sum_k f(n-k)\\,g(k)$，即 $(g*f)(n)$。",
    "若只有有限个值不为零，这就是有限和，次序无关紧要，不需要别的条件。项数无限而和在两端分别收敛时同样成立：两个部分和只在两端相差固定个数的项，而这些项趋于零。",
    "也可以画成表格：在第 $i$ 行第 $j$ 列写 $f(i)\\,g(j)$。结果的每个值是一条反对角线 $i + j = n$ 上的和。交换 $f$ 与 $g$ 就是把表格转置，而反对角线不动。两个多项式的系数正是这样相乘的。",
  ],
  steps: {
    table: {
      title: "所有乘积列成一张表",
      text: "结果的 {=taps} 个值是表格的各条反对角线之和；转置之后还是同样的反对角线。",
    },
    image: {
      title: "把照片当作卷积核",
      text: "取 {=source} 的中央 {=rows}×{=columns}，与一个小图案作卷积；再反过来，让图案与照片作卷积。引擎给出同样的数。",
    },
    other: {
      title: "卷积层算的不可交换",
      text: "f 与 g 的互相关，以及 g 与 f 的互相关：数值相同，次序相反。",
    },
  },
  statements: {
    commutes: "用精确分数计算，f ∗ g = g ∗ f。",
    engine: "交换图像与卷积核，引擎的完全卷积给出同样的整数。",
    photograph: "在照片上也是如此。",
    definition: "算出的每个值都是定义中的和。",
    flipped: "互相关交换后等于翻转：f ⋆ g 就是倒过来的 g ⋆ f。",
    correlation: "互相关可以交换。",
    size: "把结果裁剪成输入大小的卷积可以交换。",
    cropped: "两个保持尺寸的层可以交换次序。",
    strided: "第一层步幅为 2 时，两层仍可以交换次序。",
    bits: "用浮点数计算，两种次序逐位相同。",
    anySum: "任意两个序列都可以交换，无论无穷和怎样取。",
  },
  errors: {
    unflipped: "卷积核没有翻转。",
    off: "每个卷积的第一个数都偏大。",
    cut: "引擎把每个结果都裁剪成输入的大小。",
  },
  boundary:
    "和必须有限，或在两端分别收敛；途中不能裁剪或跳过任何值。若处处 $f = 1$、$g$ 为符号函数，则在同一处从 −{=reach} 加到 {=reach}，一种次序得 {=oneSign}，另一种得 {=signOne}，加得再远也是如此。两层之间的零填充、第一层的步幅都会破坏交换；浮点数换了次序，舍入也不同。",
  words: {
    f: "f",
    g: "g",
    products: "乘积：f 的每个值一行",
    result: "f ∗ g",
    middle: "居中的值",
    photo: "照片",
    pattern: "图案",
    imageFirst: "照片 ∗ 图案",
    patternFirst: "图案 ∗ 照片",
    correlation: "f ⋆ g",
    correlationTurned: "g ⋆ f",
    at: "位置",
    row: "行",
    column: "列",
    value: "值",
    other: "交换后",
    shape: "形状",
    otherShape: "交换后的形状",
    oneSign: "一 ∗ 符号",
    signOne: "符号 ∗ 一",
  },
};
