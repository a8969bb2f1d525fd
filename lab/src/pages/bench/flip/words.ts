import { words } from "../../../state/language.ts";

const en = {
  lead: "A layer lays the kernel over the window as it is: cross-correlation. The convolution of mathematics turns it by half a turn first. Same input, same kernel, two results.",
  transposed:
    "This view compares convolution layers; the layer of the link is a transposed one, which spreads the kernel unturned where a convolution layer collects with it.",
  correlation: "Cross-correlation",
  convolution: "Convolution",
  laid: "The kernel as it is laid",
  turned: "The kernel, turned by half a turn",
  computes: "the layer computes this",
  choose: "let the layer compute this",
  difference: "Difference",
  differenceOf: "cross-correlation − convolution",
  equalKernel:
    "The kernel is its own half turn: both results are equal, and nobody can tell which was meant.",
  oppositeKernel:
    "The half turn changes every sign of the kernel: the results are each other's negatives, and the difference is twice the one.",
  equalHere: "The kernel is not its own half turn, yet on this input both results are equal.",
  differ: (n: number, of: number, most: string) =>
    `The results differ at ${n} of ${of} outputs, by up to ${most}.`,
  learned:
    "A network that learns its kernel does not mind: it learns the turned one instead. It matters when a kernel comes from elsewhere, from a book on signals, SciPy's convolve or a filter design.",
  tryKernels: "Try a kernel",
  commute: "What the turn is good for: convolution commutes",
  commuteText:
    "Continued by zeros all around (full), the convolution does not care which of the two is called the kernel. Cross-correlation does: exchanging them turns its result by half a turn.",
  holds: "equal",
  fails: "not equal",
  halfTurn: "the right one is the left one, turned by half",
};

const zh: typeof en = {
  lead: "卷积层把核原样盖在窗口上：这是互相关。数学上的卷积先把核旋转 180°。同一个输入、同一个核，两种结果。",
  transposed:
    "本视图比较的是卷积层；链接中的层是转置卷积：卷积层用核收集之处，它用未翻转的核散开。",
  correlation: "互相关",
  convolution: "卷积",
  laid: "原样盖上的核",
  turned: "旋转 180° 的核",
  computes: "当前层算的是这个",
  choose: "让层改算这个",
  difference: "差",
  differenceOf: "互相关 − 卷积",
  equalKernel: "这个核旋转 180° 后不变：两个结果处处相等，分不出算的是哪一种。",
  oppositeKernel: "旋转 180° 使核的每个元素变号：两个结果互为相反数，差是其中一个的两倍。",
  equalHere: "核旋转后变了，但在这个输入上两个结果恰好相等。",
  differ: (n, of, most) => `${of} 个输出中有 ${n} 个不同，最多相差 ${most}。`,
  learned:
    "核若是学出来的，这没有影响：网络会学到翻转后的核。核若来自别处，如信号处理教材、SciPy 的 convolve 或滤波器设计，就必须分清。",
  tryKernels: "换一个核试试",
  commute: "翻转的好处：卷积可交换",
  commuteText:
    "四周补零取 full 时，卷积不在乎两者中谁叫卷积核。互相关则不然：交换两者，结果旋转 180°。",
  holds: "相等",
  fails: "不相等",
  halfTurn: "右边是左边旋转 180°",
};

export const flipWords = words({ en, zh });
