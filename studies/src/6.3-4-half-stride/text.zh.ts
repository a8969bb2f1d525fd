import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "二分之一的步幅",
  claim: "步幅 1/2 就是在相邻元素之间插入零，再以步幅 1 滑动；它就是转置卷积，使图像变为两倍大。",
  why: [
    "步幅为 $s$ 时，输出是 $y_i = \\sum_t w_t x_{si + t - p}$。写成矩阵即 $y = C x$，其转置把每个 $y_i$ 送回它的来处：$\\hat x_j = \\sum_{i:\\, t = j - si + p} w_t y_i$。步幅现在落在输出一侧：从输出看，输入每次前进 $1/s$。",
    "若在 $s$ 除不尽之处放零，同样的和就可取遍所有 $j - t + p$。所以 $\\hat x$ 等于在插零后的输入上、以步幅一作用的层，其卷积核翻转，四周填充 $k - 1 - p$ 个零。",
    "它有 $(n - 1)s - 2p + k + a$ 个位置，其中 $a$ 是输出填充。当且仅当 $k - 2p + a = s$ 时，它等于 $sn$。步幅 $s$ 忘掉了输入除以 $s$ 的余数：$s$ 种不同大小的输入得到同样大小的输出。输出填充 $0 \\le a < s$ 说明指的是哪一种。",
    "位置 $j$ 的输出只遇到满足 $t \\equiv j + p \\pmod s$ 的权重 $t$：每个轴上有 $s$ 个小核轮流出现。若它们的和不等，常值图像就会变成花纹。$s$ 个一的核重复元素；三角形的核在相邻元素之间连线。",
  ],
  steps: {
    matrices: {
      title: "中间插零",
      text: "{=side}×{=side} 个元素，步幅的倒数为 {=stride}，填充 {=padding}，输出填充 {=outputPadding}：得到 {=rows}×{=columns} 个输出。",
    },
    uneven: {
      title: "常值图像，三个权重，半步滑动",
      text: "在内部，全为一的核轮流遇到一个、两个或四个元素。用这种方法放大的网络中的棋盘格就由此而来；核的长度能被 $s$ 整除，或先均匀插值再卷积，就可以避免。",
    },
    photo: {
      title: "用在照片上",
      text: "把 {=source} 放大到两倍：两个一使每个像素重复，三角形使中间取平均，三个相等的权重则出现网格。",
    },
    cost: {
      title: "代价",
      text: "十六个通道放大到两倍：在插零后的输入上要 {=stuffedProducts} 次乘法，其中大部分与零相乘；省去它们只要 {=spreadProducts} 次，前者是后者的 {=times} 倍。刚才在本机测得的时间是 {=spreadTime} 毫秒，而不是 {=stuffedTime} 毫秒。解码器、生成器和语义分割这样放大特征图；每个步幅大于一的层在回传梯度时也是如此。",
    },
  },
  statements: {
    stuffed: "在相邻元素之间插零，再用步幅 1 的层，得到的就是转置卷积。",
    larger: "步幅为 1/s 时，图像变为 s 倍大。",
    sizes: "当且仅当 k − 2p + a = s 时如此。",
    adjoint: "它是步幅 s 的层的伴随：两对内积相等。",
    ambiguous: "对小于 s 的每个输出填充，步幅 s 的层都回到同一大小。",
    nearest: "s×s 个一的核使每个元素重复。",
    linear: "s = 2 时，三个权重的三角形在相邻元素之间放上它们的平均。",
    inverse: "转置卷积是卷积的逆运算。",
    unturned: "在插零后的输入上，卷积核不必翻转。",
    even: "常值图像与常值卷积核在内部得到常值。",
    zeros: "输出填充添加的是若干行零。",
  },
  errors: {
    wrongWay: "在插零后的输入上，卷积核放反了。",
    noOutputPadding: "忘了转置卷积的输出填充。",
    flipped: "整数步幅的层把卷积核翻转了。",
  },
  boundary:
    "只有卷积核、填充与输出填充相配，图像才恰好变为 s 倍大。恢复的是形状，而不是值：步幅略去的已经丢失。输出填充在末尾增加的是卷积核可以到达的位置，而不是零。",
  words: {
    image: "图像",
    between: "中间插零",
    kernel: "卷积核",
    output: "结果",
    flat: "三个一作用于常值，内部",
    photo: "照片",
    nearest: "重复",
    linear: "中间取平均",
    checkerboard: "三个相等的权重",
    input: "输入",
    stride: "步幅的倒数",
    padding: "填充",
    outputPadding: "输出填充",
    taps: "权重数",
    row: "行",
    column: "列",
    value: "值",
    other: "应为",
    shape: "形状",
    otherShape: "应为形状",
  },
};
