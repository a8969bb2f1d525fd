/** The tables of both READMEs: a choice of workloads, in the words of each language. */
import { time } from "./print.ts";
import { isTimed, type Race, type Report } from "./results.ts";
import { rivalsIn } from "./rivals.ts";

interface Choice {
  readonly workloads: readonly string[];
  readonly native: readonly string[];
  /** In WebAssembly; a library that is native but called from JavaScript as well. */
  readonly others: readonly string[];
}

const LAYERS: Choice = {
  workloads: [
    "ic64ih56oc64kh3ph1",
    "ic128ih28oc128kh3ph1",
    "ic64ih224oc64kh3ph1",
    "ic128ih28oc128kh3dh2ph2",
    "ic256ih56oc64kh1",
    "mb8ic300iw56oc100kw3",
    "g144ic144ih56oc144kh3ph1",
    "ic1iw160000oc512kw10sw5",
  ],
  native: ["pytorch", "onnxruntime-node"],
  others: ["onnxruntime-web", "tfjs-wasm"],
};

const FILTERS: Choice = {
  workloads: ["gray-laplacian3", "gray-gaussian5", "gray-any31", "rgb-laplacian3", "rgb-box15"],
  native: ["opencv"],
  others: ["opencv-js", "sharp"],
};

const TRAINING: Choice = {
  workloads: [
    "backward-ic64ih56oc64kh3ph1",
    "backward-ic256ih14oc256kh3ph1",
    "backward-g144ic144ih56oc144kh3ph1",
    "lenet-step",
  ],
  native: ["pytorch"],
  others: ["tfjs-cpu", "jax-js"],
};

/** Table → its choice and its words; rows are the same in both languages. */
export const SUMMARIES: Readonly<Record<string, readonly [Choice, ...words: string[]]>> = {
  "summary-layers": [
    LAYERS,
    "on 1 / 2 threads",
    "Convoke",
    "PyTorch or onnxruntime-node",
    "onnxruntime-web or tfjs-wasm",
  ],
  "summary-layers-zh": [
    LAYERS,
    "1 / 2 线程",
    "Convoke",
    "PyTorch 或 onnxruntime-node",
    "onnxruntime-web 或 tfjs-wasm",
  ],
  "summary-backward": [TRAINING, "on 1 / 2 threads", "Convoke", "PyTorch", "tfjs-cpu or jax-js"],
  "summary-backward-zh": [TRAINING, "1 / 2 线程", "Convoke", "PyTorch", "tfjs-cpu 或 jax-js"],
  "summary-filters": [FILTERS, "on 1 / 2 threads", "Convoke", "OpenCV", "opencv-js or sharp"],
  "summary-filters-zh": [FILTERS, "1 / 2 线程", "Convoke", "OpenCV", "opencv-js 或 sharp"],
};

/** Null where no results of the choice are kept. */
export function summaryOf(
  [choice, ...words]: readonly [Choice, ...words: string[]],
  reports: readonly Report[],
): string | null {
  const races = reports.flatMap((report) => report.races);
  const lines = choice.workloads.flatMap((workload) => {
    const own = [1, 2].map((threads) =>
      races.find((race) => race.workload === workload && race.threads === threads),
    );
    if (!own.every((race) => race !== undefined)) return [];
    const both = (cell: (race: Race) => string) => own.map(cell).join(" / ");
    return [
      [
        `\`${workload}\``,
        both(timeOf),
        both((race) => fastest(race, choice.native, races)),
        both((race) => fastest(race, choice.others, races)),
      ],
    ];
  });
  if (lines.length === 0) return null;
  const rule = words.map((_, i) => (i === 0 ? "---" : "---:"));
  return `${[words, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function timeOf({ rows }: Race): string {
  const own = rows.filter(isTimed).find(({ name }) => name === "convoke");
  return own ? time(own.ms) : "–";
}

/** `1.36×`: how many times as long as Convoke the fastest of these takes. */
function fastest(race: Race, names: readonly string[], races: readonly Race[]): string {
  const ratios = rivalsIn(race, names, races).flatMap(({ ratio }) => ratio ?? []);
  return ratios.length === 0 ? "–" : `${Math.min(...ratios).toFixed(2)}×`;
}
