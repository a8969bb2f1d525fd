import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "两个权重遇上对角线",
  claim:
    "一幅对角线为 0、其余为 1 的图像，与 [1, −1] 作互相关，结果在对角线上是 −1，在其正下方是 1；转置图像结果不变，转置卷积核则 1 移到右侧。",
  why: [
    "这个核用每个像素减去它右边的像素：$y_{ij} = x_{ij} - x_{i,j+1}$。在对角线上是 $0 - 1$；右邻恰为对角线处是 $1 - 0$；其余各处两者相等。",
    "图像等于自己的转置，所以转置它没有影响。一般地，把图像和核的行列都交换，结果的行列也交换：$\\mathrm{corr}(X^{T}, K^{T}) = \\mathrm{corr}(X, K)^{T}$，因为两边求和的是同样的乘积。若 $X = X^{T}$，就只需转置核：$\\mathrm{corr}(X, K^{T}) = \\mathrm{corr}(X, K)^{T}$。",
  ],
  steps: {
    image: {
      title: "图像、卷积核与结果",
      text: "{=side} 列变成 {=columns} 列：两个权重的窗口少了 {=lost} 个可放的位置。",
    },
    turned: {
      title: "转置之后",
      text: "转置图像，结果相同；转置卷积核，结果有 {=rows} 行、{=side} 列。",
    },
    photo: {
      title: "用在照片上",
      text: "同一个核作用于 {=source}：竖直边缘有响应，水平边缘没有。灰色表示零。",
    },
  },
  statements: {
    diagonal: "结果在对角线上为 −1，在其正下方为 1，其余为 0。",
    same: "转置图像，结果不变。",
    beside: "转置卷积核，结果在对角线上为 −1，在其右侧为 1，其余为 0。",
    anyDiagonal:
      "在任意大小、底色为 a 的图像中，无论值为 b 的对角线在哪里，结果在线上都是 b − a，在其正下方是 a − b，其余为 0；转置卷积核，则 a − b 移到右侧。",
    symmetric: "若图像等于自己的转置，则无论用什么卷积核，把核转置，结果也随之转置。",
    transposes: "对任意图像与核，两者都转置后的互相关等于互相关的转置。",
    smaller: "沿卷积核的方向，结果比图像小 k − 1（k 为权重数）。",
    smallerBy: "沿卷积核的方向，结果比图像小 n − k + 1（n 为图像的大小）。",
    horizontal: "[1, −1] 对水平边缘有响应。",
  },
  errors: {
    flipped: "卷积核被翻转了。",
    shorter: "每个结果都丢了第一列。",
    skewed: "图像不是正方形时，每行都从错误的位置开始。",
  },
  boundary:
    "$n - k + 1$ 是结果的宽度（这里 {=side} 列中的 {=said} 列），不是减少的量。水平相邻像素之差响应竖直边缘（合计 {=acrossVertical}），不响应水平边缘（{=acrossHorizontal}）。",
  words: {
    image: "图像",
    kernel: "卷积核",
    output: "结果",
    ofTurnedImage: "转置图像后的结果",
    ofTurnedKernel: "转置卷积核后的结果",
    photo: "照片",
    edges: "水平差分",
    row: "行",
    column: "列",
    value: "值",
    other: "应为",
    shape: "形状",
    otherShape: "应为形状",
    width: "宽度",
    taps: "权重数",
    less: "减少",
    said: "所说",
    acrossVertical: "对竖直边缘的响应",
    acrossHorizontal: "对水平边缘的响应",
  },
};
