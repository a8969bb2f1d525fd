import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "取平均的卷积核，以及一个名不副实的 σ",
  claim: "权重都是 1/9 的 3×3 核给出每个窗口的平均值；5×5 的整数高斯核总和为 159，其 σ 约为 1.0。",
  why: [
    "模糊是加权平均：权重之和为一，恒定的亮度就保持不变。均值核 $k_{ab} = 1/n^2$；高斯核 $k_{ab} \\propto e^{-(a^2+b^2)/2\\sigma^2} = e^{-a^2/2\\sigma^2}\\,e^{-b^2/2\\sigma^2}$，是一列乘一行，所以秩为一。",
    "一个核的 $\\sigma$ 有几种读法：最小二乘意义下最接近的高斯；二阶矩 $\\sum a^2 k / \\sum k$；两个权重之比 $k_d / k_0 = e^{-d^2/2\\sigma^2}$；峰值 $1/2\\pi\\sigma^2$。对完整的高斯，它们一致。对截断的高斯，二阶矩缺了尾部，结果偏小；取整则使其余读法略有偏移。",
    "取整还使秩不再为一：各行不再互成倍数。公式可分离，取整后的数只是近似可分离。",
  ],
  steps: {
    sum: {
      title: "两个核",
      text: "均值核，以及整数高斯核（要除以总和 {=total}）。",
    },
    sigma: {
      title: "哪个 σ？",
      text: "最小二乘得 {=fitted}，剩余占核的 {=error}；二阶矩得 {=moment}。σ 从 {=lowest} 到 {=highest}，中心峰值相同的高斯取整后都是总和为 {=total} 的那些整数。",
    },
    rank: {
      title: "可分离吗？",
      text: "它的秩是 {=classicRank}。最接近的一列乘一行与它相差 {=away} %：眼睛看不出，但不相等。被测量的核秩为 {=rank}。",
    },
    make: {
      title: "自己生成高斯核",
      text: "σ = {=sigma}，{=size}×{=size}：采样后除以总和，除之前总和偏差 {=cutOff} %；再取最接近的整数，除以 {=sum}。其二阶矩给出的 σ 偏差 {=sigmaError}，每个权重与采样值之差不超过峰值的 {=sampledError} %。",
    },
    photo: {
      title: "用在照片上",
      text: "{=source}：均值与整数高斯核。",
    },
  },
  statements: {
    mean: "权重为 1/9 的核恰好给出每个窗口的平均值。",
    sum: "这些整数之和为 159。",
    sigma: "它的 σ 是 1.0（一位小数）。",
    constant: "两个核的总和都是 1：恒定的亮度不变。",
    fit: "没有别的 σ 的高斯比拟合出的更接近它。",
    recovered: "对采样的高斯，拟合得到的正是生成时的 σ。",
    cut: "对截断的高斯，二阶矩得到的 σ 偏小。",
    rounded: "这些整数就是 σ = 1.4 的高斯取整。",
    rank: "它的秩是 3。",
    apart: "采样的高斯秩为 1。",
    designed: "生成的整数高斯核总和不超过上限，除以总和后为 1，并且不比总和为 159 的核离得更远。",
    separable: "它是高斯核，所以是一列乘一行。",
    weakens: "取平均只会减弱：没有哪种图案会变成相反的符号。",
  },
  errors: {
    alwaysOne: "每个核的 σ 都被说成一。",
    heavier: "5×5 的核有一个权重偏大。",
    narrower: "5×5 的核换成了按 σ 为一生成的核。",
    flat: "每个核都被说成一列乘一行。",
    wider: "采样的高斯比要求的更宽。",
    more: "生成的核总和可以超过所要求的上限。",
    leaning: "每个所用的核都有两个相邻的权重算错了。",
  },
  boundary:
    "平均值与总和 {=total} 都对。σ 不对：二阶矩给出 {=classicMoment}，最小二乘给出 {=classicFitted}，这些整数是 σ 介于 {=lowest} 与 {=highest} 之间的高斯取整。可分离的是公式，不是取整后的数。",
  words: {
    box: "均值",
    classic: "整数高斯核",
    readings: "各种读法的 σ",
    reading: "读法",
    sigma: "σ",
    distances: "各个 σ 下最接近的高斯与核的距离",
    distance: "剩余占核的比例",
    sampled: "采样的高斯核",
    whole: "整数形式",
    photo: "照片",
    mean: "均值",
    gaussian: "高斯",
    place: "位置",
    value: "值",
    other: "应为",
    size: "大小",
    rank: "秩",
    made: "得到",
  },
};
