import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Convolutions on text",
  claim:
    "Words become vectors, a sentence [L, d]; a kernel of height k and width d slides along it, sees only k words at once, and pooling loses where.",
  why: [
    "A sentence has one axis along which things move: its words. So the kernel is as wide as a vector, $d$, and slides along $L$ only: $y_i = \\sum_{a<k}\\sum_{c<d} x_{i+a,c}\\,w_{a,c}$, for $L - k + 1$ places. It weighs the words of one window in their order, and nothing else.",
    "Pooling takes $\\max_i y_i$: a maximum over a set of windows. Two sentences with the same set of windows have the same feature, wherever the phrase stands. The windows that reach beyond its ends belong to the set: only when they are alike, too, is the feature exactly the same.",
    "Layers on top see windows of windows: $n$ of them with dilations $d_1 \\ldots d_n$ see $1 + (k-1)(d_1 + \\cdots + d_n)$ words.",
  ],
  steps: {
    windows: {
      title: "Along a sentence",
      text: "{=words} words, a window of {=window}: {=places} places. Vectors and kernel are drawn at random here. The strongest response is that of “{=strongest}”; the maximum is all that pooling keeps.",
    },
    reach: {
      title: "How far a stack sees",
      text: "{=layers} layers of three words see {=plainReach} words; with dilations that double, {=dilatedReach}.",
    },
    order: {
      title: "Where order is all",
      text: "Pairs of sentences of the same words, of different classes. A sum over words cannot tell them apart; windows of three, four and five words can: their accuracy on {=orderTested} unseen ones is {=orderShare}.",
    },
    corpus: {
      title: "Labelled sentences",
      text: "Learned from {=sentences} sentences ({=source}; where there is no corpus, they are made like the pairs above): the accuracy on {=tested} unseen ones is {=share}, where always guessing the most frequent class gives {=chance}; on those learned from it is {=knownShare}.",
    },
  },
  statements: {
    slides: "A kernel of k words gives L − k + 1 numbers, each depending on its k words only.",
    forgets:
      "A phrase moved from the start to the end, between the same words, has exactly the same maximum.",
    learns:
      "A small net of windows and maxima learns to tell labelled sentences it has not seen better than chance.",
    orderLearned: "It learns classes that lie in the order of words alone.",
    reach: "A stack sees 1 + (k − 1)(d₁ + … + dₙ) words.",
    anyPlace: "A phrase has the same maximum anywhere, at the very edge too.",
    onlyWindow: "A net of kernels of k words sees k words.",
    wordsEnough: "Which words a sentence has tells its class.",
  },
  errors: {
    flipped: "The kernel is flipped.",
    first: "Pooling takes the first value instead of the largest.",
    dense: "The dilation of the layers is forgotten.",
    guessing: "On sentences that they have not seen, the nets only guess.",
  },
  boundary:
    "One layer sees a window; more see more. The maximum forgets where a phrase stands, but not what it touches: at the edge of a sentence the windows are others. And what is forgotten may matter, as position does in an image.",
  words: {
    vectors: "vectors: one row per word",
    kernel: "kernel",
    answers: "responses: one row per place",
    read: "windows",
    place: "place",
    seenWords: "words",
    answer: "response",
    stacks: "words that a stack sees",
    taps: "k",
    dilations: "dilations",
    formula: "formula",
    seen: "counted",
    pairs: "pairs",
    class: "class",
    sentence: "sentence",
    orderLoss: "loss by step, order alone",
    corpusLoss: "loss by step, labelled sentences",
    loss: "loss of the step's sentences",
    step: "step",
    orderCurve: "accuracy, order alone",
    corpusCurve: "accuracy, labelled sentences",
    epoch: "epoch",
    knownLine: "learned from",
    otherLine: "others",
    words: "words",
    places: "places",
    value: "value",
    other: "instead of",
    start: "at the start",
    end: "at the end",
    share: "accuracy",
    needed: "needed",
    first: "class 0",
    second: "class 1",
  },
};
