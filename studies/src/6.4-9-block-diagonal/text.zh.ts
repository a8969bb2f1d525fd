import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "分块的通道矩阵",
  claim:
    "把 c×c 的通道矩阵分成 b 块，乘法次数只有原来的 1/b；块与块之间互不相见，而在两个这样的层之间混洗通道，就能混合所有通道。",
  why: [
    "稠密层的每个输出通道都与每个输入通道相乘：$c^2$ 个核。分成 $b$ 块，每块 $n = c / b$ 个通道，每个输出只看自己的块：$b \\cdot n^2 = c^2 / b$。它就是块外全为零的稠密层，而零不必去乘；这就是分组的层。",
    "分块对角矩阵之积仍是分块对角的：$\\mathrm{diag}(A_i)\\,\\mathrm{diag}(B_i) = \\mathrm{diag}(A_i B_i)$，光靠加深永远不会混合各块。在两层之间像发牌一样混洗通道：第 $g$ 组的第 $i$ 个通道移到位置 $ib + g$（从零数起）。于是第二层的一组从 $\\min(n, b)$ 个组里取来 $n$ 个通道，每个通道都已看过自己的整块。所以一个输出看到 $n \\cdot \\min(n, b)$ 个输入：只有 $n \\ge b$ 时才是全部。若 $c = n^m$，则 $m$ 层加上其间的混洗就看到所有输入。",
    "看到不等于能算：当 $n = b$ 时，从每一块到每一组只有一个通道相连，所以乘积中每个 $n \\times n$ 的方块秩都是 $1$。大多数稠密矩阵是达不到的。",
  ],
  steps: {
    blocks: {
      title: "分块",
      text: "{=channels} 个通道，{=groups} 组：{=weights} 个权重，而不是 {=all} 个，其余都是零。",
    },
    cost: {
      title: "节省了什么",
      text: "{=wide} 个通道的 3×3 层，高和宽为 {=size} 像素，一个线程。乘法次数与组数成反比；输入和输出不变，所以字节数和时间都减少得少一些。",
    },
    mixing: {
      title: "两层，不混洗与混洗",
      text: "权重都取一时，从每个输入（列）到每个输出（行）有多少条路。不混洗时一个输出看到 {=seenApart} 个输入，混洗后看到 {=channels} 个中的 {=seen} 个。",
    },
    photo: {
      title: "四个通道的平均",
      text: "把 {=source} 的像素按行列的奇偶分成四个通道。两层都在两个一组之内取平均，只有在中间混洗通道，才得到四者的平均：不混洗时最多相差 {=offWithout} 级灰度，混洗后相差 {=offWith}。",
    },
  },
  statements: {
    cost: "分成 b 组的层，乘法次数（逐个数出）是稠密层的 1/b。",
    mixed: "两层之间混洗通道之后，每个输出都看到每个输入。",
    expanded: "分组的层与块外为零的稠密层完全相等。",
    definition: "引擎的层与被计数的定义完全相等。",
    weights: "权重个数是稠密层的 1/b。",
    apart: "不混洗时，无论多少层，每个输出都只看到自己的块。",
    seen: "两层加一次混洗之后，一个输出看到 n·min(n, b) 个输入。",
    deeper: "c = nᵐ 个通道、每组 n 个时，L 层加混洗看到 nᴸ 与 c 中较小的个数。",
    rank: "n = b 时，两层之积的每个 n×n 方块的秩至多为 1。",
    anything: "稠密层能做的，两层加一次混洗都能做到。",
    bytes: "字节数也减少到 1/b。",
  },
  errors: {
    unshuffled: "通道没有混洗。",
    seesAll: "稠密层处处是一，块外也是。",
    brighter: "引擎的每个结果都大了一。",
    lost: "每个输出都漏了一个乘积。",
    oneMore: "多数了一个乘积。",
  },
  boundary:
    "只有每组的通道数不少于组数时，两层加一次混洗才能混合所有通道：这里 {=groups} 组，每组 {=each} 个通道，一个输出看到 {=channels} 个输入中的 {=seen} 个。而且混合之后仍不如稠密层：混洗只弥补了一部分不足。",
  words: {
    blocks: "写成稠密矩阵的权重",
    costs: "按组数",
    groups: "组数",
    products: "乘法次数",
    weights: "权重",
    bytes: "字节",
    ms: "毫秒",
    times: "快多少倍",
    apart: "不混洗",
    mixed: "混洗",
    mean: "四者的平均，稠密层",
    without: "分组，不混洗",
    with: "分组，混洗",
    each: "每组的通道数",
    depth: "层数",
    seen: "看到的输入",
    other: "应为",
    counted: "分组层的 b 倍",
    said: "稠密层",
    row: "行",
    column: "列",
    value: "值",
    shape: "形状",
    otherShape: "应为形状",
  },
};
