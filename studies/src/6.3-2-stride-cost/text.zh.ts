import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "步幅省下什么",
  claim: "大于 1 的步幅可以节省计算。",
  why: [
    "每个输出的代价都一样，是 $c_i k_h k_w$ 次乘法，与位置无关。步幅只计算每 $s$ 个输出中的一个，并且与没有步幅时算出的相同：$H$ 行剩下 $\\lceil H/s \\rceil$ 行。所以乘法恰好减少到原来的 $\\frac{H}{\\lceil H/s_h \\rceil}\\cdot\\frac{W}{\\lceil W/s_w \\rceil}$ 分之一，其中 $H$ 和 $W$ 是步幅为一时输出的高和宽。",
    "步幅整除尺寸时，这个倍数就是 $s_h s_w$，否则比它小。输出以同样的倍数缩小；输入和权重不变。",
  ],
  steps: {
    count: {
      title: "计数与实测",
      text: "{=channels} 个通道，{=side}×{=side}，卷积核边长 {=taps}：步幅为 {=stride} 时，乘法从 {=before} 次减到 {=after} 次，倍数是 {=saved}，而步幅的平方是 {=square}。输出从 {=bytesBefore} 字节减到 {=bytesAfter} 字节，输入仍是 {=bytesIn} 字节。毫秒数是刚才在本机测得的：若时间主要花在读取输入上，省下的时间就少一些。",
    },
    photo: {
      title: "用在照片上",
      text: "{=source} 的中央部分，平滑之后，取三种步幅。",
    },
  },
  statements: {
    less: "步幅大于 1 时，乘法次数减少。",
    lessBytes: "输出占用的字节减少。",
    counted: "公式数出的恰好是定义所列的乘积。",
    exactly: "乘法与输出以同样的倍数减少：每个轴上是 H / ⌈H/s⌉。",
    atMost: "步幅整除尺寸时，这个倍数是 s_h · s_w，其余情形都更小。",
    skips: "结果就是步幅为 1 的结果跳过一些输出。",
    square: "无论尺寸如何，乘法都减少到 s_h · s_w 分之一。",
    allBytes: "输入和权重占用的字节也减少。",
    always: "大于 1 的步幅在任何层中都能节省。",
  },
  errors: {
    smooth: "乘法次数直接除以步幅，不作取整。",
    late: "有步幅的层的结果错开了一个输出。",
    kept: "输出的字节按没有步幅来数。",
  },
  boundary:
    "若输出只有一个位置，步幅就没有什么可跳过。它靠不计算来节省：被跳过的输出所含的信息也就没有了。",
  words: {
    ratio: "没有步幅与有步幅的输出个数",
    savings: "各种步幅对照",
    curves: "不同步幅的节省倍数",
    step: "步幅",
    multiplications: "乘法次数",
    saved: "节省倍数",
    squared: "步幅平方",
    milliseconds: "毫秒",
    faster: "加快倍数",
    stride1: "每个输出",
    stride2: "每两个取一个",
    stride4: "每四个取一个",
    input: "图像",
    kernel: "卷积核",
    padding: "填充",
    before: "之前",
    after: "之后",
    said: "所说",
    count: "数出",
    value: "值",
    other: "应为",
    shape: "形状",
    otherShape: "应为形状",
  },
};
