import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "放得进缓存的条带",
  claim: "按条带扫描图像，每条读入 k + Δ 列、给出 Δ 列，比一次一列输出更好，而且越宽越好。",
  why: [
    "给出 $\\Delta$ 列输出的条带需要图像的 $k + \\Delta - 1$ 列。平均每个输出是 $1 + (k - 1)/\\Delta$ 个像素：一列时为 $k$，列多时接近 $1$。省下的是相邻条带共有的那些列。",
    "但窗口的各行要留在缓存里，直到下一行输出用到它们：约 $k (k + \\Delta - 1)$ 个像素。条带太宽时，一行还没有再次用到就被淘汰，最多要读取 $k$ 次。",
  ],
  steps: {
    fetched: {
      title: "读取次数",
      text: "缓存容纳 {=cache} 个像素，满了就淘汰最久未用的那个；核边长为 {=taps}。一次一列时，每个输出读取 {=one} 个像素；这些条带中最好的宽 {=best} 列，每个输出读取 {=least} 个。",
    },
    time: {
      title: "时间",
      text: "{=side} 行、{=side} 列的图像，在这台机器上用普通的循环逐条向下计算。无论宽窄，乘法都要花时间，而且真实的缓存更大，每次读取一整行缓存，所以时间只部分地反映读取量。",
    },
    photo: {
      title: "用在照片上",
      text: "在 {=source} 上用引擎逐条计算相邻像素的平均：看不出接缝。",
    },
  },
  statements: {
    fewer: "放得进缓存的条带，读取量比一次一列少。",
    wider: "条带宽度加倍，读取量绝不会增加。",
    same: "按条带计算，结果完全相同。",
    formula: "缓存容得下条带的 k + 1 行时，每条恰好读取 k + Δ − 1 列，各一次。",
    spare: "给出 Δ 列输出的条带必须读取 k + Δ 列。",
    inverse: "读取量与 Δ 成反比。",
  },
  errors: {
    oneMore: "多数了一次读取。",
    taller: "读取按大一号的卷积核来数。",
    gap: "第一条的最后一列没有计算。",
  },
  boundary:
    "限度在于缓存：缓存为 {=cache} 个像素时，条带超过 {=best} 列就不再有好处。在此之前收益也渐渐变小，因为每个像素至少要读取一次。",
  words: {
    fetched: "按条带宽度",
    width: "宽度 Δ",
    columns: "读入的列",
    needed: "k 行的像素",
    bytes: "读取的字节",
    perOutput: "每个输出的像素",
    time: "各宽度的时间",
    ms: "毫秒",
    photo: "照片",
    mean: "按条带求的平均",
    taps: "核边长",
    cache: "缓存",
    value: "读取量",
    other: "应为",
    half: "宽度减半时",
    row: "行",
    column: "列",
    shape: "形状",
    otherShape: "应为形状",
  },
};
