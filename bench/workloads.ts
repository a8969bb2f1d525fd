/**
 * What is measured, and the bars that Convoke is to pass: one table. Layers are named by their
 * descriptor, filters by what they do to which picture. Any other descriptor is a workload, too.
 */
import { format, type Problem, parse } from "convoke";
import type { Filter } from "./engine.ts";

/** Least ratio (time of the faster peer of a field to Convoke's), by what is compared. */
export interface Bar {
  /** Against the faster of PyTorch and onnxruntime-node; the same with accuracy `exact`. */
  readonly native?: number;
  readonly exact?: number;
  /** Against the fastest WebAssembly: wide SIMD off, and in Node 20. */
  readonly plain?: number;
  readonly node20?: number;
}

export interface Workload {
  readonly name: string;
  readonly group: "layers" | "float" | "other";
  readonly title: string;
  readonly problem: Problem;
  /** Whether the weight is part of the question; null for layers. */
  readonly filter: Filter | null;
  readonly bar: Bar;
}

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

export const WORKLOADS: readonly Workload[] = LAYERS.map(([word, title, bar]) => ({
  name: word,
  group: "layers",
  title,
  problem: parse(word),
  filter: null,
  bar,
}));

/** Names that stand for several workloads. */
export const GROUPS: Readonly<Record<string, (workload: Workload) => boolean>> = {
  all: () => true,
  layers: ({ group }) => group === "layers",
  quick: ({ name }) =>
    ["ic64ih56oc64kh3ph1", "ic256ih56oc64kh1", "g144ic144ih56oc144kh3ph1"].includes(name),
};

/** The workloads that a word means: a group, a name, or any descriptor. @throws ConvokeError */
export function workloadsOf(word: string): readonly Workload[] {
  if (Object.hasOwn(GROUPS, word)) return WORKLOADS.filter(GROUPS[word]);
  const known = WORKLOADS.find(({ name }) => name === word);
  if (known) return [known];
  const problem = parse(word);
  const name = format(problem);
  return [
    WORKLOADS.find((workload) => workload.name === name) ?? {
      name,
      group: "other",
      title: name,
      problem,
      filter: null,
      bar: {},
    },
  ];
}
