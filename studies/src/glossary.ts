/** Words that the texts of studies use, one sense each, in both languages. */
import type { Localized } from "./model/language.ts";

export interface Term extends Localized {
  readonly meaning: Localized;
}

const term = (en: string, zh: string, meaningEn: string, meaningZh: string): Term => ({
  en,
  zh,
  meaning: { en: meaningEn, zh: meaningZh },
});

export const GLOSSARY: readonly Term[] = [
  term(
    "cross-correlation",
    "互相关",
    "The kernel is laid on every window as it is, and the products are summed: what layers compute.",
    "把卷积核原样放在每个窗口上，乘积求和；卷积层实际计算的就是它。",
  ),
  term(
    "convolution",
    "卷积",
    "The same with the kernel flipped; of layers, it is said for cross-correlation too.",
    "卷积核翻转之后的同样运算；说到层时，也指互相关。",
  ),
  term(
    "kernel",
    "卷积核",
    "The weights that every window is multiplied by.",
    "与每个窗口相乘的那组权重。",
  ),
  term(
    "padding",
    "填充",
    "What stands beyond the edges of an input, so that windows can reach over them.",
    "输入边缘之外的值，使窗口可以越过边缘。",
  ),
  term(
    "border",
    "边界",
    "The edge of an image, and the rule for what stands beyond it.",
    "图像的边缘，以及边缘之外取什么值的规定。",
  ),
  term(
    "stride",
    "步幅",
    "Steps from one window to the next.",
    "从一个窗口到下一个窗口移动的步数。",
  ),
  term(
    "dilation",
    "空洞",
    "Steps from one tap of a kernel to the next.",
    "卷积核相邻两个权重之间的步数。",
  ),
  term("channel", "通道", "One of several numbers at the same place.", "同一位置上的多个数之一。"),
  term("group", "组", "Channels that see only one another.", "只在彼此之间相连的通道。"),
  term("layer", "层", "A function with weights that may be learned.", "带有可学习权重的函数。"),
  term(
    "fully connected layer",
    "全连接层",
    "A layer in which every output sees every input.",
    "每个输出都看到全部输入的层。",
  ),
  term(
    "pooling",
    "汇聚",
    "A maximum or a mean in place of many values.",
    "用最大值或平均值代替许多值。",
  ),
  term("feature", "特征", "A number that a net makes of its input.", "网络从输入得到的数。"),
  term(
    "receptive field",
    "感受野",
    "The part of the input that an output sees.",
    "一个输出所看到的那部分输入。",
  ),
  term(
    "equivariant",
    "等变",
    "A moved input gives the moved result.",
    "输入平移，结果也同样平移。",
  ),
  term("invariant", "不变", "A moved input gives the same result.", "输入平移，结果相同。"),
  term("transpose", "转置", "Rows and columns exchanged.", "行与列互换。"),
  term(
    "Laplacian",
    "拉普拉斯",
    "The sum of both second derivatives, and a kernel that estimates it.",
    "两个二阶导数之和，以及估计它的卷积核。",
  ),
  term(
    "Gaussian",
    "高斯",
    "A bell of weights: near neighbours count more.",
    "钟形的权重：离得越近，权重越大。",
  ),
  term(
    "low-pass filter",
    "低通滤波器",
    "A kernel that keeps what is slow and takes away what is fast.",
    "留下变化慢的、去掉变化快的成分的卷积核。",
  ),
  term(
    "alias",
    "混叠",
    "A tone that never sounded, left of one too high for the sampling rate.",
    "频率高于采样率所能容纳的声音留下的、从未发出过的音调。",
  ),
  term(
    "spectrogram",
    "时频图",
    "How strong each frequency is at each time.",
    "每个时刻各个频率的强弱。",
  ),
];
