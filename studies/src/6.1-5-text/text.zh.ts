import type { StudyText } from "../model/study.ts";

export const zh: StudyText = {
  title: "文本上的卷积",
  claim:
    "词变成向量，句子成为 [L, d]；高为 k、宽为 d 的卷积核沿句子滑动，一次只看到 k 个词，而汇聚丢掉了位置。",
  why: [
    "句子只有一个可以移动的轴：词的次序。所以卷积核与词向量同宽 $d$，只沿 $L$ 滑动：$y_i = \\sum_{a<k}\\sum_{c<d} x_{i+a,c}\\,w_{a,c}$，共 $L - k + 1$ 个位置。它按次序给一个窗口里的词加权，别的都看不到。",
    "汇聚取 $\\max_i y_i$，即一组窗口上的最大值。两个句子若有同样的一组窗口，无论短语在哪里，特征都相同。越过短语两端的窗口也在这一组之中：只有它们也相同，特征才完全一样。",
    "上面的层看到窗口的窗口：$n$ 层、空洞为 $d_1 \\ldots d_n$ 时，看到 $1 + (k-1)(d_1 + \\cdots + d_n)$ 个词。",
  ],
  steps: {
    windows: {
      title: "沿着句子",
      text: "{=words} 个词，窗口为 {=window} 个词，共 {=places} 个位置。这里的词向量和卷积核是随机取的。响应最强的是“{=strongest}”；汇聚只保留这个最大值。",
    },
    reach: {
      title: "堆叠能看多远",
      text: "{=layers} 个窗口为三个词的层看到 {=plainReach} 个词；空洞逐层加倍时，看到 {=dilatedReach} 个词。",
    },
    order: {
      title: "只有次序不同",
      text: "成对的句子用词相同，类别不同。对词求和分不开它们；三、四、五个词的窗口可以：在 {=orderTested} 个没见过的句子上准确率为 {=orderShare}。",
    },
    corpus: {
      title: "带标签的句子",
      text: "从 {=sentences} 个句子学习（{=source}；没有语料时，像上面的句对那样生成）：在 {=tested} 个没见过的句子上准确率为 {=share}，而总猜最常见的类别只有 {=chance}；在学过的句子上为 {=knownShare}。",
    },
  },
  statements: {
    slides: "k 个词的卷积核给出 L − k + 1 个数，每个数只取决于它的 k 个词。",
    forgets: "短语从句首移到句尾，只要前后的词相同，最大值就完全相同。",
    learns: "由窗口和最大值组成的小网络能学会分辨没见过的带标签句子，好于随机猜测。",
    orderLearned: "它能学会只由词的次序决定的类别。",
    reach: "堆叠的层看到 1 + (k − 1)(d₁ + … + dₙ) 个词。",
    anyPlace: "短语在任何地方的最大值都相同，紧靠句子边缘时也是。",
    onlyWindow: "由 k 个词的卷积核组成的网络只看到 k 个词。",
    wordsEnough: "句子有哪些词就决定了它的类别。",
  },
  boundary:
    "一层只看到一个窗口，多层看得更远。最大值忘记短语在哪里，却没有忘记它挨着什么：在句子边缘，窗口就不同了。而被忘记的也许正是需要的，正如图像中的位置。",
  words: {
    vectors: "词向量：每词一行",
    kernel: "卷积核",
    answers: "响应：每个位置一行",
    read: "窗口",
    place: "位置",
    seenWords: "词",
    answer: "响应",
    stacks: "堆叠的层看到的词数",
    taps: "k",
    dilations: "空洞",
    formula: "公式",
    seen: "数出",
    pairs: "成对的句子",
    class: "类别",
    sentence: "句子",
    orderCurve: "准确率，只有次序不同",
    corpusCurve: "准确率，带标签的句子",
    epoch: "轮次",
    knownLine: "学过的",
    otherLine: "没见过的",
    words: "词数",
    places: "位置数",
    value: "值",
    other: "应为",
    start: "在句首",
    end: "在句尾",
    share: "准确率",
    needed: "需要",
    first: "类别 0",
    second: "类别 1",
  },
};
