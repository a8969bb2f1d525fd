/**
 * What is measured, and the bars that Convoke is to pass: one table. Layers are named by their
 * descriptor, filters by what they do to which picture. Any other descriptor is a workload, too.
 */
import { format, type Problem, parse } from "convoke";
import type { Pixels } from "./engine.ts";
import { FILTERS, type NamedFilter } from "./filters.ts";
import { LENET, type Net } from "./step/net.ts";

/** Least ratio (time of the faster peer of a field to Convoke's), by what is compared. */
export interface Bar {
  /** Against the faster of PyTorch and onnxruntime-node; the same with accuracy `exact`. */
  readonly native?: number;
  readonly exact?: number;
  /** Against the fastest WebAssembly: wide SIMD off, and in Node 20. */
  readonly plain?: number;
  readonly node20?: number;
  /** Against OpenCV; against the faster of opencv-js and sharp. */
  readonly opencv?: number;
  readonly pictures?: number;
  /** Against the faster of the JavaScript engines that have the gradients themselves. */
  readonly gradients?: number;
  /** Most times as long as the layer itself, in the same run. */
  readonly forward?: number;
}

interface Common {
  readonly name: string;
  readonly title: string;
  readonly bar: Bar;
}

export interface LayerWorkload extends Common {
  readonly group: "layers" | "backward" | "other";
  readonly problem: Problem;
  readonly net: null;
  /** Whether its gradients are computed, of input and weight. */
  readonly backward: boolean;
  readonly filter: null;
  readonly pixels: "f32";
}

export interface FilterWorkload extends Common {
  readonly group: Picture;
  readonly problem: Problem;
  readonly net: null;
  readonly backward: false;
  readonly filter: NamedFilter;
  readonly pixels: Pixels;
}

/** A training step of a net. */
export interface StepWorkload extends Common {
  readonly group: "step";
  readonly problem: null;
  readonly net: Net;
  readonly backward: false;
  readonly filter: null;
  readonly pixels: "f32";
}

export type Workload = LayerWorkload | FilterWorkload | StepWorkload;

export const kindOf = ({ net, filter, backward }: Workload) =>
  net ? "step" : filter ? "filter" : backward ? "gradient" : "layer";

const SQUARE: Bar = { native: 1.6, exact: 0.9, plain: 4, node20: 2.5 };
const EVEN: Bar = { native: 1, plain: 1.8, node20: 1 };
const SMALL: Bar = { native: 1.2, plain: 1.8, node20: 1 };

const LAYERS: readonly (readonly [word: string, title: string, bar: Bar])[] = [
  ["ic64ih56oc64kh3ph1", "3×3, 64 at 56²", SQUARE],
  ["ic128ih28oc128kh3ph1", "3×3, 128 at 28²", SQUARE],
  ["ic256ih14oc256kh3ph1", "3×3, 256 at 14²", SQUARE],
  ["ic64ih224oc64kh3ph1", "3×3, 64 at 224²", SQUARE],
  ["ic256ih56oc64kh1", "1×1, 256 → 64 at 56²", EVEN],
  ["ic1024ih14oc256kh1", "1×1, 1024 → 256 at 14²", EVEN],
  ["ic128ih28oc128kh3dh2ph2", "3×3, dilation 2, 128 at 28²", EVEN],
  ["ic3ih224oc64kh7sh2ph3", "7×7 stem, stride 2, 3 → 64 at 224²", EVEN],
  ["mb8ic300iw56oc100kw3", "text 1-D, 300 → 100, k 3, batch 8", EVEN],
  ["mb8ic300iw56oc100kw4", "text 1-D, 300 → 100, k 4, batch 8", EVEN],
  ["mb8ic300iw56oc100kw5", "text 1-D, 300 → 100, k 5, batch 8", EVEN],
  ["g144ic144ih56oc144kh3ph1", "depthwise 3×3, 144 at 56²", SMALL],
  ["g96ic96ih112oc96kh3sh2ph1", "depthwise 3×3, stride 2, 96 at 112²", SMALL],
  ["mb8ic6ih14oc16kh5", "5×5, 6 → 16 at 14², batch 8", SMALL],
  ["ic1iw160000oc512kw10sw5", "1-D, 1 → 512, k 10, stride 5", { ...SMALL, native: 3 }],
  ["ic1iw160000oc64kw400sw160", "1-D, 1 → 64, k 400, stride 160", SMALL],
];

/** Layers whose gradients are measured, beside the layers themselves: the ratio is of interest. */
const TRAINED = ["ic64ih56oc64kh3ph1", "ic256ih14oc256kh3ph1", "g144ic144ih56oc144kh3ph1"];
export const BACKWARD = "backward-";
const TRAINING: Bar = { native: 1.2, gradients: 20 };

/** Pictures that are filtered: the words that go before and after the kernel in a descriptor. */
const PICTURES = {
  gray: { pixels: "u8", head: "ic1ih3000iw4000oc1", tail: "", title: "12 MP gray" },
  rgb: { pixels: "u8", head: "g3ic3ih3000iw4000oc3", tail: "_nhwc", title: "12 MP RGB" },
  float: { pixels: "f32", head: "ic1ih4096oc1", tail: "", title: "f32 4096²" },
} as const;
type Picture = keyof typeof PICTURES;
const FILTER_BAR: Bar = { opencv: 1, pictures: 3 };

const layer = (word: string, title: string, bar: Bar): LayerWorkload => ({
  name: word,
  group: "layers",
  title,
  problem: parse(word),
  net: null,
  backward: false,
  filter: null,
  pixels: "f32",
  bar,
});

/** The gradients of a layer. */
const backwardOf = (workload: LayerWorkload): LayerWorkload => ({
  ...workload,
  name: `${BACKWARD}${workload.name}`,
  group: "backward",
  title: workload.title && `gradients of ${workload.title}`,
  backward: true,
  bar: { ...TRAINING, forward: 2.2 },
});

const STEP: StepWorkload = {
  name: "lenet-step",
  group: "step",
  title: "training step of LeNet, batch 64",
  problem: null,
  net: LENET,
  backward: false,
  filter: null,
  pixels: "f32",
  bar: TRAINING,
};

const filtersOf = (picture: Picture): FilterWorkload[] =>
  Object.entries(FILTERS).map(([name, filter]) => {
    const { pixels, head, tail, title } = PICTURES[picture];
    const { size } = filter;
    const bar = name === "gaussian101" ? { ...FILTER_BAR, pictures: 1 } : FILTER_BAR;
    return {
      name: `${picture}-${name}`,
      group: picture,
      net: null,
      backward: false,
      title: `${filter.title}, ${title}`,
      problem: parse(`${head}kh${size}ph${(size - 1) / 2}_reflect${tail}`),
      filter,
      pixels,
      bar,
    };
  });

export const WORKLOADS: readonly Workload[] = [
  ...LAYERS.map((entry) => layer(...entry)),
  ...LAYERS.filter(([word]) => TRAINED.includes(word)).map((entry) => backwardOf(layer(...entry))),
  STEP,
  ...(Object.keys(PICTURES) as Picture[]).flatMap(filtersOf),
];

/** Names that stand for several workloads. */
export const GROUPS: Readonly<Record<string, (workload: Workload) => boolean>> = {
  all: () => true,
  layers: ({ group }) => group === "layers",
  backward: ({ name, group }) => group === "backward" || group === "step" || TRAINED.includes(name),
  filters: ({ filter }) => filter !== null,
  gray: ({ group }) => group === "gray",
  rgb: ({ group }) => group === "rgb",
  float: ({ group }) => group === "float",
  quick: ({ name }) =>
    ["ic64ih56oc64kh3ph1", "ic256ih56oc64kh1", "g144ic144ih56oc144kh3ph1"].includes(name),
};

/** The workloads that a word means: a group, a name, or any descriptor. @throws ConvokeError */
export function workloadsOf(word: string): readonly Workload[] {
  if (Object.hasOwn(GROUPS, word)) return WORKLOADS.filter(GROUPS[word]);
  const known = WORKLOADS.find(({ name }) => name === word);
  if (known) return [known];
  if (word.startsWith(BACKWARD))
    return workloadsOf(word.slice(BACKWARD.length)).flatMap((workload) =>
      workload.filter === null && workload.net === null ? [backwardOf(workload)] : [],
    );
  const problem = parse(word);
  const name = format(problem);
  return [
    WORKLOADS.find((workload) => workload.name === name) ?? {
      ...layer(name, "", {}),
      group: "other",
    },
  ];
}
