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
    "扩张率",
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
    "频率高于采样率所能容纳的声音留下的、从未发出过的纯音。",
  ),
  term(
    "spectrogram",
    "声谱图",
    "How strong each frequency is at each time.",
    "每个时刻各个频率的强弱。",
  ),
  term(
    "unfold",
    "展开",
    "Writing what each window sees as a column of a matrix, or a kernel as the matrix of its whole map.",
    "把每个窗口看到的数写成矩阵的一列，或把卷积核写成整个映射的矩阵。",
  ),
  term(
    "Toeplitz matrix",
    "托普利茨矩阵",
    "A matrix with equal numbers along each of its diagonals.",
    "每条对角线上的数都相等的矩阵。",
  ),
  term(
    "transposed convolution",
    "转置卷积",
    "The transpose of a convolution as a linear map: from results back to the size of images.",
    "把卷积看作线性映射时它的转置：从输出回到图像的大小。",
  ),
  term(
    "output padding",
    "输出填充",
    "Rows that a transposed convolution adds at the end, to choose among the sizes that share one result.",
    "转置卷积在末尾多出的行，用来在输出相同的几种大小中选定一种。",
  ),
  term(
    "gradient",
    "梯度",
    "How a number changes with each of many others: the derivative by each of them.",
    "一个数对许多数中每一个的导数，合在一起。",
  ),
  term(
    "gradient descent",
    "梯度下降",
    "Taking steps against the gradient of an error.",
    "沿误差梯度的反方向一步步走。",
  ),
  term(
    "learning rate",
    "学习率",
    "The length of a step of gradient descent, as a multiple of the gradient.",
    "梯度下降的步长，以梯度的倍数计。",
  ),
  term(
    "least squares",
    "最小二乘",
    "As near as can be, by the sum of squared differences.",
    "以差的平方之和衡量的最接近。",
  ),
  term(
    "normal equations",
    "正规方程",
    "The linear equations whose solution is that of least squares.",
    "其解即最小二乘解的线性方程组。",
  ),
  term(
    "rank",
    "秩",
    "How many rows of a matrix are independent; for a kernel, how many products of a column and a row it is the sum of.",
    "矩阵中独立的行数；对卷积核，是它能写成多少个“一列乘一行”之和。",
  ),
  term(
    "separable",
    "可分离",
    "A column times a row: two passes of one axis each do the same.",
    "等于一列乘一行：沿两个轴各作一次运算，结果相同。",
  ),
  term(
    "determinant",
    "行列式",
    "A number of a square matrix that is 0 exactly where its rows are dependent.",
    "方阵的一个数，当且仅当各行相关时为 0。",
  ),
  term(
    "second moment",
    "二阶矩",
    "The sum of weights times squared distances.",
    "权重乘以距离平方之和。",
  ),
  term(
    "second derivative",
    "二阶导数",
    "The derivative of the derivative: how a slope changes.",
    "导数的导数：坡度的变化。",
  ),
  term("zero crossing", "过零点", "A place where the sign changes.", "符号改变的地方。"),
  term(
    "bias",
    "偏置",
    "A number added to every output of a channel.",
    "加到一个通道所有输出上的数。",
  ),
  term("batch", "批量", "Images that go through a layer together.", "一起经过某一层的若干样本。"),
  term(
    "weight gradient",
    "权重梯度",
    "How a loss changes with each weight; a sum over windows.",
    "损失随每个权重的变化；对各窗口求和。",
  ),
  term(
    "input gradient",
    "输入梯度",
    "How a loss changes with each input; a sum over the windows that see it.",
    "损失随每个输入的变化；对看到它的窗口求和。",
  ),
  term(
    "matrix of patches",
    "展开后的矩阵",
    "A column for each window: what the window sees.",
    "每个窗口一列，放窗口看到的数。",
  ),
  term(
    "factor",
    "因子",
    "One of several kernels whose convolution is the kernel.",
    "若干个核的卷积等于原来的核，其中之一。",
  ),
  term("irreducible", "不可约", "Not a product of anything smaller.", "不能写成更小的东西的乘积。"),
  term(
    "depthwise",
    "逐通道",
    "With a group for each channel, so that channels are not mixed.",
    "每个通道自成一组，通道之间不混合。",
  ),
  term("bottleneck", "瓶颈", "Layers with fewer channels in the middle.", "中间通道较少的若干层。"),
  term(
    "intensity",
    "强度",
    "Operations for each byte of the tensors.",
    "每个字节的张量对应的运算次数。",
  ),
];
