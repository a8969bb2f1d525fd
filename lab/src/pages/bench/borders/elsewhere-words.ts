import { words } from "../../../state/language.ts";

const en = {
  title: "What others call the same rules",
  rule: "rule",
  careful:
    "“reflect” names two rules: in NumPy, PyTorch and TensorFlow the edge is met once, in SciPy's ndimage and OpenCV's BORDER_REFLECT twice. OpenCV's BORDER_DEFAULT is BORDER_REFLECT_101; its filters do not take BORDER_WRAP, copyMakeBorder does. ndimage knows some of them by a second name, too: grid-mirror, grid-constant, grid-wrap.",
  same: "“same” padding",
  output: "output of n at stride s",
  odd: "an odd padding: one more",
  strideOne: "n; stride 1 only",
  before: "before",
  after: "after",
};

const zh: typeof en = {
  title: "同样的规则，别的库怎么叫",
  rule: "规则",
  careful:
    "“reflect”一词指两种规则：在 NumPy、PyTorch 和 TensorFlow 中，边缘元素只出现一次；在 SciPy 的 ndimage 和 OpenCV 的 BORDER_REFLECT 中出现两次。OpenCV 的 BORDER_DEFAULT 就是 BORDER_REFLECT_101；它的滤波函数不支持 BORDER_WRAP，copyMakeBorder 支持。ndimage 中有几种另有别名：grid-mirror、grid-constant、grid-wrap。",
  same: "same 填充",
  output: "输入 n、步幅 s 时的输出",
  odd: "填充总数为奇数时多出的一个",
  strideOne: "n；步幅只能为 1",
  before: "在前",
  after: "在后",
};

export const elsewhereWords = words({ en, zh });
