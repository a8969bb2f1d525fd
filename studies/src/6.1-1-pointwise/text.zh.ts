import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "1×1 卷积核就是逐像素的全连接层",
  claim:
    "当 Δ = 0 时卷积核为 1×1，该层就是一个全连接层 h = σ(W x + b)，在每个像素上各自独立地使用。",
  why: [
    "卷积对窗口和通道求和：$h_{ijo} = \\sigma(b_o + u_{ijo})$，其中 $u_{ijo} = \\sum_{a,b=-\\Delta}^{\\Delta}\\sum_c W_{abco}\\,x_{i+a,j+b,c}$。当 $\\Delta = 0$ 时只剩 $a = b = 0$ 一项：$h_{ij} = \\sigma(W x_{ij} + b)$，其中 $x_{ij}$ 是一个像素各通道组成的向量。",
    "式中没有别的像素，而且 $W$ 对所有像素相同。把像素排成矩阵 $X$ 的各列，整层就是一次乘积 $W X$，事先不必搬动任何数据。",
    "分组时，每个输出只看到本组的通道，其余权重都是零，所以 $W$ 是分块对角的。",
  ],
  steps: {
    product: {
      title: "一次乘积算完所有像素",
      text: "{=pixels} 个像素，每个 {=inputs} 个通道，{=outputs} 个输出：用 {=weights} 个权重作 {=products} 次乘法。若用全连接层从整幅图像连到整个结果，则需要 {=dense} 个权重。",
    },
    photo: {
      title: "用在照片上",
      text: "取 {=source} 的中央部分，两个通道：自身亮度和周围的平均亮度。一个矩阵把它们变成另外两个通道：差（略微抬高，以免中间被截断）与平均。",
    },
    groups: {
      title: "分组",
      text: "分成 {=groups} 组，每组两个输入、两个输出，{=all} 个权重只剩 {=kept} 个，位于对角线上的块中。",
    },
  },
  statements: {
    perPixel: "按同样的次序对通道求和，该层的结果与逐像素的全连接层逐位相同。",
    alone: "改变一个像素，只改变该像素处的结果。",
    blockDiagonal: "分组的层等于不分组、矩阵为分块对角的层。",
    noCopy:
      "无论通道在前还是在后，引擎都直接与原图像相乘；图像较大时，额外空间不到复制一份的一半。",
    anyOrder: "无论求和次序如何，结果逐位相同。",
    wider: "3×3 的卷积核也是逐像素独立计算的。",
  },
  errors: {
    rounded: "每个结果都偏大，多出末位的几个单位。",
    leaking: "结果的每个数都有一点漏进下一个数。",
    mixed: "分组的层从后往前读取权重。",
    copied: "引擎先复制一份图像再相乘。",
  },
  boundary:
    "它们是同一个函数；要逐位相同，求和次序也须相同，因为浮点数每加一次就舍入一次。只要 $\\Delta > 0$，邻近像素就会参与。",
  words: {
    nchw: "NCHW",
    nhwc: "NHWC",
    weight: "W：每个输出一行",
    pixels: "X：每个像素一列",
    result: "h：每个像素一列",
    first: "第一个像素",
    photo: "照片",
    mixing: "W",
    detail: "差",
    soft: "平均",
    blocks: "分组的 W",
    layout: "布局",
    groups: "组数",
    inputs: "输入通道",
    outputs: "输出通道",
    channels: "通道",
    count: "数的个数",
    value: "值",
    other: "对比",
    apart: "相差",
    pixel: "波及像素",
    bytes: "额外字节",
    whole: "图像字节",
  },
};
