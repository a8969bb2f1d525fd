/** The table of both READMEs: a choice of workloads, in the words of each language. */
import { time } from "./print.ts";
import { isTimed, type Race, type Report } from "./results.ts";

/** Table → its words; rows are the same in both languages. */
export const SUMMARIES: Readonly<Record<string, readonly string[]>> = {
  summary: [
    "1 / 2 threads",
    "Convoke",
    "faster of PyTorch, onnxruntime-node; OpenCV",
    "faster of onnxruntime-web, tfjs-wasm; opencv-js, sharp",
  ],
  "summary-zh": [
    "1 / 2 线程",
    "Convoke",
    "PyTorch、onnxruntime-node 中较快者；OpenCV",
    "onnxruntime-web、tfjs-wasm 中较快者；opencv-js、sharp",
  ],
};

const SHOWN = [
  "ic64ih56oc64kh3ph1",
  "ic128ih28oc128kh3ph1",
  "ic64ih224oc64kh3ph1",
  "ic256ih56oc64kh1",
  "ic128ih28oc128kh3dh2ph2",
  "mb8ic300iw56oc100kw3",
  "g144ic144ih56oc144kh3ph1",
  "ic1iw160000oc512kw10sw5",
  "gray-laplacian3",
  "gray-gaussian5",
  "gray-any31",
  "rgb-box15",
];
const NATIVE = ["pytorch", "onnxruntime-node", "opencv"];
const OTHERS = ["onnxruntime-web", "tfjs-wasm", "opencv-js", "sharp"];

export function summaryOf(words: readonly string[], reports: readonly Report[]): string {
  const races = reports.flatMap((report) => report.races);
  const lines = SHOWN.flatMap((workload) => {
    const own = [1, 2].map((threads) =>
      races.find((race) => race.workload === workload && race.threads === threads),
    );
    if (!own.every((race) => race !== undefined)) return [];
    const both = (cell: (race: Race) => string) => own.map(cell).join(" / ");
    return [
      [
        `\`${workload}\``,
        both(timeOf),
        both((r) => fastest(r, NATIVE)),
        both((r) => fastest(r, OTHERS)),
      ],
    ];
  });
  const rule = words.map((_, i) => (i === 0 ? "---" : "---:"));
  return `${[words, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function timeOf({ rows }: Race): string {
  const own = rows.filter(isTimed).find(({ name }) => name === "convoke");
  return own ? time(own.ms) : "–";
}

/** `1.36×`: how many times as long as Convoke the fastest of these takes. */
function fastest({ rows }: Race, names: readonly string[]): string {
  const ratios = rows
    .filter(isTimed)
    .flatMap(({ name, ratio }) => (names.includes(name) && ratio !== null ? [ratio] : []));
  return ratios.length === 0 ? "–" : `${Math.min(...ratios).toFixed(2)}×`;
}
