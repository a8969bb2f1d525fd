import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "What a stride saves",
  claim: "A stride above 1 saves computation.",
  why: [
    "Every output costs the same, $c_i k_h k_w$ products, wherever it stands. A stride computes every $s$-th of them only, the same ones as without: of $H$ rows $\\lceil H/s \\rceil$ are left. So the multiplications fall by a factor of exactly $\\frac{H}{\\lceil H/s_h \\rceil}\\cdot\\frac{W}{\\lceil W/s_w \\rceil}$, where $H$ and $W$ are the extents of the result of stride one.",
    "This is $s_h s_w$ where the strides divide the extents, and less elsewhere. The output shrinks alike; the input and the weights stay as they are.",
  ],
  steps: {
    count: {
      title: "Counted and measured",
      text: "{=channels} channels of {=side}×{=side}, a kernel of side {=taps}: {=before} multiplications become {=after} with stride {=stride}, a factor of {=saved}, where the square of the stride is {=square}. The output falls from {=bytesBefore} to {=bytesAfter} bytes, the input stays at {=bytesIn}. The milliseconds were measured now, on this machine: time falls by less where reading the input is what takes it.",
    },
    photo: {
      title: "On a photograph",
      text: "The middle of {=source}, smoothed, with three strides.",
    },
  },
  statements: {
    less: "With a stride above 1 there are fewer multiplications.",
    lessBytes: "The output takes fewer bytes.",
    counted: "The formula counts just the products that the definition lists.",
    exactly: "Multiplications fall as outputs do: by H / ⌈H/s⌉ along each axis.",
    atMost: "That is s_h · s_w where the strides divide the extents, and less everywhere else.",
    skips: "The result is that of stride 1, with outputs skipped.",
    square: "Multiplications fall by s_h · s_w, whatever the size.",
    allBytes: "The input and the weights take fewer bytes, too.",
    always: "A stride above 1 saves something in every layer.",
  },
  errors: {
    smooth: "Multiplications are divided by the strides, and nothing is rounded.",
    late: "The result of a strided layer is moved by one output.",
    kept: "The bytes of the output are counted as if there were no stride.",
  },
  boundary:
    "Where the result has a single position, a stride has nothing to skip. And it saves by not computing: what the skipped outputs knew is gone.",
  words: {
    ratio: "outputs without and with the stride",
    savings: "strides side by side",
    curves: "savings by stride",
    step: "stride",
    multiplications: "multiplications",
    saved: "saved, a factor of",
    squared: "stride squared",
    milliseconds: "ms",
    faster: "faster by",
    stride1: "every output",
    stride2: "every second",
    stride4: "every fourth",
    input: "image",
    kernel: "kernel",
    padding: "padding",
    before: "before",
    after: "after",
    said: "said",
    count: "counted",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
