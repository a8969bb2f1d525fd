import { words } from "../../../state/language.ts";

const en = {
  lead: "Padding lets the kernel lean over the edge. What it sees there is a rule: which element of the input stands at a position that the input does not have.",
  maps: "Six rules",
  alongColumns: "along a row",
  alongRows: "along a column",
  shown: "positions shown beyond the edge",
  position: "position",
  layers: "The frame is what the layer's padding takes in. Choose a rule by its name.",
  at: (border: string, position: string, stands: string) =>
    `${border}: at position ${position} stands ${stands}.`,
  zero: "zero",
  constant: (value: string) => `the constant ${value}`,
  element: (letter: string, index: number) => `element ${letter}, index ${index}`,
  pictures: "The same rules around a picture",
  size: "Size of the output",
  sizeText:
    "The window has to fit into the padded input; what the stride leaves over at the end is seen by no window.",
  rows: "rows",
  columns: "columns",
  wasted: (axis: string, n: number) =>
    n === 0
      ? `${axis}: the floor drops nothing.`
      : `${axis}: the floor drops ${n} ${n === 1 ? "position" : "positions"} at the end.`,
  names: "Paddings with a name, for this kernel, stride and dilation",
  name: "padding",
  before: "before",
  after: "after",
  output: "output",
  take: "take it",
  impossible: "not possible",
  used: "How often each input element is used",
  usedText:
    "Elements at an edge take part in fewer outputs, unless the border brings them back. Their weight in the sum of all outputs is the sum of the weights they meet.",
  counts: "Products it takes part in",
  weights: "Its weight in the sum of all outputs",
  transposed:
    "The padding of a transposed convolution crops its output instead of continuing its input; the rules below are those of the convolution that it is the transpose of.",
};

const zh: typeof en = {
  lead: "填充让卷积核可以伸出边缘。那里看到什么由规则决定：输入之外的位置上，站着输入的哪个元素。",
  maps: "六种规则",
  alongColumns: "沿一行",
  alongRows: "沿一列",
  shown: "边缘外显示的位置数",
  position: "位置",
  layers: "方框是当前层的填充取到的范围。点名称选用规则。",
  at: (border, position, stands) => `${border}：位置 ${position} 上是${stands}。`,
  zero: "零",
  constant: (value) => `常数 ${value}`,
  element: (letter, index) => `元素 ${letter}，下标 ${index}`,
  pictures: "同样的规则用在图片四周",
  size: "输出尺寸",
  sizeText: "窗口必须放得进填充后的输入；步幅在末尾剩下的部分，没有窗口看得到。",
  rows: "行",
  columns: "列",
  wasted: (axis, n) =>
    n === 0 ? `${axis}：向下取整没有丢掉位置。` : `${axis}：向下取整丢掉末尾 ${n} 个位置。`,
  names: "有名称的填充（按当前核、步幅与扩张率）",
  name: "填充",
  before: "前",
  after: "后",
  output: "输出",
  take: "选用",
  impossible: "不可行",
  used: "每个输入元素被用了几次",
  usedText:
    "边缘的元素参与的输出较少，除非边界规则又把它们取回来。元素在所有输出之和中的权重，是它所乘权重之和。",
  counts: "参与的乘积个数",
  weights: "在所有输出之和中的权重",
  transposed: "转置卷积的填充不是延拓输入，而是裁剪输出；下面的规则属于与它互为转置的卷积。",
};

export const borderWords = words({ en, zh });
