import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A matrix of channels in blocks",
  claim:
    "A matrix of c×c channels broken into b blocks takes 1/b of the products; blocks no longer see each other, and two such layers with the channels shuffled in between mix everything.",
  why: [
    "A dense layer multiplies every output channel by every input channel: $c^2$ kernels. In $b$ blocks of $n = c / b$ channels each output sees only its own block: $b \\cdot n^2 = c^2 / b$. It is the dense layer with zeros outside the blocks, which need not be multiplied; that is a layer with groups.",
    "A product of block-diagonal matrices is block-diagonal: $\\mathrm{diag}(A_i)\\,\\mathrm{diag}(B_i) = \\mathrm{diag}(A_i B_i)$. Depth alone never mixes the blocks. Between two layers, deal the channels out like cards: channel $i$ of group $g$ goes to place $ib + g$, counted from zero. A group of the second layer then takes $n$ channels from $\\min(n, b)$ groups, and each of those has seen its whole block. So an output sees $n \\cdot \\min(n, b)$ inputs: all of them only when $n \\ge b$. When $c = n^m$, $m$ layers with shuffles between them see everything.",
    "Seeing is not computing: with $n = b$ just one channel leads from each block to each group, so every $n \\times n$ square of the product has rank $1$. Most dense matrices are out of reach.",
  ],
  steps: {
    blocks: {
      title: "The blocks",
      text: "{=channels} channels in {=groups} groups: {=weights} weights instead of {=all}, the rest is zero.",
    },
    cost: {
      title: "What they save",
      text: "A 3×3 layer of {=wide} channels, {=size} pixels high and wide, on one thread. The products fall with the number of groups; input and output stay, and so the bytes, and the time, fall less.",
    },
    mixing: {
      title: "Two layers, without and with a shuffle",
      text: "How many ways lead from each input (column) to each output (row) with weights of one. Without a shuffle an output sees {=seenApart} inputs, with it {=seen} of {=channels}.",
    },
    photo: {
      title: "The mean of four channels",
      text: "The pixels of {=source} in four channels, by even and odd rows and columns. Two layers that take means within groups of two make the mean of all four only when the channels are shuffled in between: off by {=offWithout} shades without, by {=offWith} with a shuffle.",
    },
  },
  statements: {
    cost: "A layer in b groups takes 1/b of the products of the dense one, counted.",
    mixed: "After two layers with a shuffle in between, every output sees every input.",
    expanded: "A layer with groups equals the dense layer with zeros outside the blocks, exactly.",
    definition: "The engine's layer equals the definition that is counted, exactly.",
    weights: "It has 1/b of the weights.",
    apart:
      "Without a shuffle, every output sees its own block only, however many layers there are.",
    seen: "After two layers with a shuffle an output sees n·min(n, b) inputs.",
    deeper:
      "With c = nᵐ channels in groups of n, L layers with shuffles see the lesser of nᴸ and c.",
    rank: "With n = b, every n×n square of the product of both layers has rank 1 at most.",
    anything: "Two layers with a shuffle can do whatever a dense layer can.",
    bytes: "Bytes fall to 1/b as well.",
  },
  errors: {
    unshuffled: "The channels are not shuffled.",
    seesAll: "The dense layer has ones everywhere, not only in its blocks.",
    brighter: "Every result of the engine is larger by one.",
    lost: "One product of every output is left out.",
    oneMore: "One product too many is counted.",
  },
  boundary:
    "Two layers and a shuffle mix everything only where a group has at least as many channels as there are groups: here {=each} channels in each of {=groups} groups, so an output sees {=seen} of {=channels} inputs. And what is mixed is less than a dense layer: the shuffle mends the downside in part.",
  words: {
    blocks: "weights as a dense matrix",
    costs: "by number of groups",
    groups: "groups",
    products: "products",
    weights: "weights",
    bytes: "bytes",
    ms: "milliseconds",
    times: "times as fast",
    apart: "without a shuffle",
    mixed: "with a shuffle",
    mean: "mean of four, dense",
    without: "in groups, without a shuffle",
    with: "in groups, with a shuffle",
    each: "channels of a group",
    depth: "layers",
    seen: "inputs seen",
    other: "instead of",
    counted: "b times the grouped layer's",
    said: "the dense layer's",
    row: "row",
    column: "column",
    value: "value",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
