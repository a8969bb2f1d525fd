import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "The size of the result",
  claim:
    "An image of height H, padded by p on each side, under a kernel of k taps at dilation d and stride s, gives ⌊(H + 2p − d(k − 1) − 1)/s + 1⌋ rows.",
  why: [
    "From its first tap to its last, a window covers $r = d(k-1) + 1$ positions. The padded image has $H + 2p$. A window that begins at position $t$ fits when $t + r \\le H + 2p$, so $t$ runs over $0, s, 2s, \\ldots$ up to $H + 2p - r$: that is the zero, and $\\lfloor (H + 2p - r)/s \\rfloor$ steps more. Where $H + 2p < r$, no window fits and there is no result.",
    "Only the sum of the padding on both sides counts. Asking for output = $\\lceil H/s \\rceil$ gives `same` padding, $\\max(0, (\\lceil H/s\\rceil - 1)s + r - H)$ in all; the floor drops $(H + 2p - r) \\bmod s$ positions at the end, so $s$ sizes in a row share one result.",
    "A transposed convolution goes back: $(H - 1)s - 2p + r + a$. Of the $s$ sizes that share the result $H$ the output padding $a$, from $0$ to $s - 1$, picks one.",
  ],
  steps: {
    windows: {
      title: "Windows on the padded image",
      text: "One row a window, one column a position; padding is marked. {=windows} windows of {=reach} positions fit, and {=wasted} positions are left over at the end.",
    },
    stairs: {
      title: "A staircase",
      text: "The result grows by one for every $s$ positions of the image: on each stair, several images share one size. With padding {=padding}, a kernel of {=kernel} and dilation {=dilation}.",
    },
    inverse: {
      title: "The questions turned round",
      text: "Which padding keeps the size, and which images waste nothing? At stride one, $r - 1$ in all keeps it: equal on both sides only where $r$ is odd. Nothing is wasted where $s$ divides $H + 2p - r$.",
    },
    transposed: {
      title: "Back again",
      text: "From a result of {=size} a transposed convolution makes an image of one of these sizes; the convolution of each has {=size} again.",
    },
    pooled: {
      title: "Pooling that rounds up",
      text: "Ceil mode keeps a last window that hangs over the end, but not one that would begin behind the image: then the rounded-up formula says one too many. Here windows of {=kernel} lie side by side, padded by half of one.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}, {=rows}×{=columns}: the formula says {=saidRows}×{=saidColumns}, the mean over the kernel came out as {=outRows}×{=outColumns} (zero: no window fits).",
    },
  },
  statements: {
    formula:
      "The library's size is the formula's, for every combination tried in which a window fits.",
    counted:
      "It is the number of windows found by trying every place; where there is none, the layer is refused.",
    sides: "The same with different padding on the two sides.",
    same: "`same` padding gives ⌈H/s⌉.",
    valid: "`valid` counts the windows inside the image.",
    transposed: "A transposed convolution gives (H − 1)s − 2p + d(k − 1) + 1 + a.",
    undone: "The convolution of that size gives H again, for every output padding a less than s.",
    pooled: "Pooling follows the same formula.",
    ceil: "In ceil mode it has one window more where the floor left something over and that window begins in the image or the padding before it.",
    keeps: "The padding that is said to keep the size is the padding that does, and no other.",
    unwasted:
      "The sizes that are said to waste nothing are those whose last window ends where the padded image does.",
    roundedUp: "In ceil mode, ⌈…⌉ in place of ⌊…⌋ gives the size.",
    half: "Padding by half of k − 1 on each side, rounded down, keeps the size.",
    seen: "Every position of the image is seen by some window, the last ones too.",
    invertible: "The size of the result tells the size of the image.",
    ran: "Layers that are run have these sizes.",
    pooledRan: "Poolings that are run in ceil mode have the size that was said.",
  },
  errors: {
    roundedUp: "Where a step leaves something over, one window more is counted.",
    even: "The padding behind is taken to be the same as that before.",
    ceil: "Pooling is always counted in ceil mode.",
    noOutputPadding: "The output padding of a transposed convolution is forgotten.",
    keepsMore: "Too much padding is said to keep the size.",
    later: "The sizes that waste nothing are all said to be larger by one.",
  },
  boundary:
    "The formula counts windows, so it needs one that fits: for {=reach} positions or more, padding included. It says nothing of an image that cannot be padded so (a reflected border is shorter than the image). And it cannot be turned round: at stride $s$, $s$ images share each result.",
  words: {
    drawn: "windows (rows) on the padded image (columns)",
    formula: "the formula with these numbers",
    stairs: "size of the result by size of the image",
    image: "image",
    stride1: "stride 1",
    stride2: "stride 2",
    stride3: "stride 3",
    keeping: "padding of both sides together that keeps the size, stride 1",
    kernel: "kernel",
    least: "least",
    most: "most",
    equalSides: "equal on both sides",
    unwasted: "images that waste nothing",
    stride: "stride",
    sizes: "sizes",
    transposed: "transposed convolution",
    outputPadding: "output padding",
    result: "result",
    pooled: "pooling",
    floor: "floor",
    ceil: "ceil mode",
    ceilAlone: "formula rounded up",
    photo: "photograph",
    output: "mean over the kernel",
    input: "image",
    dilation: "dilation",
    before: "padding before",
    after: "padding after",
    value: "value",
    other: "instead of",
    unseen: "positions not seen",
    also: "as for an image of",
  },
};
