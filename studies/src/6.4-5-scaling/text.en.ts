import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Twice as many channels, twice the padding",
  claim:
    "Doubling the input and the output channels makes four times the computation. Doubling the padding depends on the stride; for stride 1 the output becomes about h_o + 2p.",
  why: [
    "In $c_o h_o w_o c_i k_h k_w$ both $c_o$ and $c_i$ stand once, so twice each is $2 \\cdot 2 = 4$ times the products, exactly. The weights $c_o c_i k_h k_w$ become four times as many too; input and output have one of the two factors each and double. Additions, $c_o h_o w_o (c_i k_h k_w - 1)$, become a little more than four times as many, because the one that is subtracted does not double.",
    "The output is $h_o = \\lfloor (h + 2p - k)/s \\rfloor + 1$. With $s = 1$ there is no floor to lose anything in: padding $2p$ instead of $p$ adds exactly $2p$ rows. With a larger stride it adds $2p/s$, rounded down or up as the floor falls.",
    "But the new outputs see less and less of the image. With stride one, once the padding reaches $k - 1$, every window that meets a pixel is there already: more padding adds outputs and not one useful product.",
  ],
  steps: {
    changes: {
      title: "Each number doubled",
      text: "How many times each figure of the layer {=layer} becomes when one of its numbers is doubled. Channels take {=products} products to {=doubled}; additions become {=additionsRatio} times as many.",
    },
    channels: {
      title: "Channels from one on",
      text: "On a logarithmic scale: products and weights climb two steps where outputs climb one.",
    },
    padding: {
      title: "Padding from zero on",
      text: "Products as written go on growing; those that meet a pixel stop. Doubling the padding of {=p} here takes the height from {=before} to {=after}, {=more} more, where twice the padding is {=formula}; products become {=paddingRatio} times as many, useful ones {=usefulRatio} times.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source} under a mean, with the layer's padding and with twice as much. What is added is a frame that fades to black.",
    },
    time: {
      title: "Time",
      text: "On one thread here {=ms} ms; with channels doubled {=channelsMs} ms, {=channelsTimes} times as long; with padding doubled {=paddingMs} ms, {=paddingTimes} times. Time need not grow as the count does: another size may suit the machine better, or no longer fit its cache.",
    },
  },
  statements: {
    channels: "Doubling both channel counts makes exactly four times the products.",
    padding: "For stride 1, doubling the padding makes the output 2p larger, exactly.",
    counted:
      "Counted product by product, doubled channels take four times the products, with padding and without it.",
    memory: "Weights become four times as many, activations twice.",
    additions: "Additions become four times as many, and two more for each output there was.",
    strided: "For stride s the output grows by 2p/s, rounded down or up.",
    useful: "For stride 1, from padding (k − 1) d on, more padding adds no useful product.",
    anyStride: "Doubling the padding makes the output 2p larger, whatever the stride.",
    paddingDoubles: "Doubling the padding doubles the computation.",
    activations: "Doubling the channels makes four times the activations.",
    allOperations: "Doubling the channels makes exactly four times the additions.",
  },
  errors: {
    half: "Only the output channels are doubled.",
    tripled: "The padding is made three times as large instead of twice.",
    lost: "One product of every output is left out.",
    useful: "Products with padding are left out of the formula.",
  },
  boundary:
    "Four times is exact for multiplications; for additions it is {=additionsRatio} here. For stride one the second is exact as well, not approximate. For larger strides the growth is divided by the stride and rounded.",
  words: {
    formula: "channels doubled",
    changes: "how many times each figure becomes",
    change: "doubled",
    channels: "both channels",
    ci: "input channels",
    co: "output channels",
    padding: "padding",
    stride: "stride",
    kernel: "kernel",
    resolution: "height and width",
    batch: "images",
    multiplications: "multiplications",
    neededMultiplications: "useful multiplications",
    additions: "additions",
    parameters: "weights",
    outputs: "outputs",
    activationBytes: "activations",
    channelsCurve: "with so many channels",
    paddingCurve: "with so much padding",
    once: "padding as it is",
    twice: "padding doubled",
    inChannels: "input channels",
    outChannels: "output channels",
    input: "input",
    output: "output",
    value: "value",
    other: "instead of",
    times: "times",
    before: "before",
    after: "after",
  },
};
