/**
 * `npm run bench -- report`: tables of docs/performance.md and of both READMEs, and charts, from the
 * results that are kept. Between `<!-- table NAME -->` and `<!-- end -->` a document is the program's.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chart, type Group } from "./chart.ts";
import { ROOT } from "./places.ts";
import { time } from "./print.ts";
import { isTimed, type Race, type Report, savedReports, type TimedRow } from "./results.ts";
import { rivalsIn } from "./rivals.ts";
import { SUMMARIES, summaryOf } from "./summary.ts";
import { BACKWARD, type Bar, WORKLOADS } from "./workloads.ts";

/** What holds tables, from the root. */
export const DOCUMENTS = ["docs/performance.md", "README.md", "README.zh.md"];
/** Results that the READMEs show a choice of. */
const SUMMARIZED = ["layers", "filters", "backward"];

export async function report(): Promise<boolean> {
  const reports = savedReports();
  for (const document of DOCUMENTS) {
    const path = join(ROOT, document);
    writeFileSync(path, filled(readFileSync(path, "utf8"), reports));
    console.log(document);
  }
  for (const [name, kept] of reports) {
    for (const threads of new Set(kept.races.map((race) => race.threads))) {
      const file = `speed-${name}-${threads}.svg`;
      writeFileSync(join(ROOT, "docs", file), chartOf(kept, threads));
      console.log(`docs/${file}`);
    }
  }
  return true;
}

/** The document with every table made anew. */
export function filled(document: string, reports: ReadonlyMap<string, Report>): string {
  return document.replace(
    /(<!-- table ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, begin: string, name: string, end: string) => {
      const words = SUMMARIES[name];
      if (words) {
        const some = SUMMARIZED.flatMap((results) => reports.get(results) ?? []);
        const rows = summaryOf(words, some);
        return rows === null ? whole : `${begin}\n${rows}\n${end}`;
      }
      const kept = reports.get(name);
      return kept ? `${begin}\n${tablesOf(name, kept)}\n${end}` : whole;
    },
  );
}

/** What is compared with what, in which results: a column of ratios and its bar. */
interface Contest {
  readonly of: string;
  readonly with: readonly string[];
  readonly bar: keyof Bar;
  /** Whether it is told without being an aim. */
  readonly aside?: true;
}
const NATIVE = ["pytorch", "onnxruntime-node"];
const WASM = ["onnxruntime-web", "tfjs-wasm"];
const CONTESTS: readonly Contest[] = [
  { of: "convoke", with: NATIVE, bar: "native" },
  { of: "convoke exact", with: NATIVE, bar: "exact" },
  { of: "convoke plain", with: WASM, bar: "plain" },
  { of: "convoke", with: WASM, bar: "node20" },
  { of: "convoke", with: ["tfjs-cpu", "jax-js"], bar: "gradients" },
  // Its weight gradient is written by hand: bench/adapters/tfjs-gradients.ts.
  { of: "convoke", with: ["tfjs-wasm"], bar: "gradients", aside: true },
  { of: "convoke", with: ["opencv"], bar: "opencv" },
  { of: "convoke", with: ["opencv-js", "sharp"], bar: "pictures" },
];

function tablesOf(name: string, kept: Report): string {
  const { machine, node, v8 } = kept;
  const races = inOrder(kept.races);
  const versions = new Map(
    races.flatMap(({ rows }) =>
      rows.filter(isTimed).map((row) => [row.name, row.version] as const),
    ),
  );
  const engines = [...versions].filter(([, version]) => version !== "");
  const dates = [...new Set(races.map(({ date, commit }) => `${date} (${commit})`))].join(", ");
  const about =
    `${machine.cpu}, ${machine.cores} cores; Node ${node} (V8 ${v8}); ` +
    `${engines.map((engine) => engine.join(" ")).join(", ")}; ${dates}.`;
  const counts = [...new Set(races.map(({ threads }) => threads))];
  const parts = counts.flatMap((threads) => [
    `![Bars of speed, ${threads} thread${threads > 1 ? "s" : ""}](speed-${name}-${threads}.svg)`,
    tableOf(name, races, threads),
  ]);
  return [about, ...parts].join("\n\n") + "\n";
}

/** As workloads are listed, fewer threads first: pieces of a run may be kept in any order. */
function inOrder(races: readonly Race[]): readonly Race[] {
  const place = ({ workload }: Race) => WORKLOADS.findIndex(({ name }) => name === workload);
  return races.toSorted((a, b) => a.threads - b.threads || place(a) - place(b));
}

function tableOf(name: string, races: readonly Race[], threads: number): string {
  const own = races.filter((race) => race.threads === threads);
  // In Node 20 another bar holds for the same comparison.
  const contests = CONTESTS.filter(
    (contest) =>
      (contest.bar === "node20") === name.endsWith("node20") &&
      own.some((race) => rows(race, contest.bar) && ratioText(race, contest, races) !== ""),
  );
  const trained = own.some((race) => forwardText(race, races) !== "");
  const head = [
    `${threads} thread${threads > 1 ? "s" : ""}`,
    "Convoke",
    "GFLOP/s",
    "of peak",
    "arithmetic needs",
    "a copy takes",
    ...(trained ? ["gradients : layer"] : []),
    ...contests.map(({ of, with: others }) => `${of} : ${others.join(" or ")}`),
    "whole call",
  ];
  // What the machine can do is the most that it was ever seen to do.
  const peak = Math.max(...races.map((race) => race.peak));
  const lines = own.map((race) => {
    const title = WORKLOADS.find((workload) => workload.name === race.workload)?.title;
    const convoke = race.rows.filter(isTimed).find((row) => row.name === "convoke");
    if (!convoke) return [title ?? race.workload, ...head.slice(1).map(() => "")];
    const floor = (2 * race.macs) / (race.threads * peak) / 1e6;
    return [
      title ?? race.workload,
      time(convoke.ms) + (convoke.mode === "" ? "" : ` (${convoke.mode.split(",")[0]})`),
      ((2 * race.macs) / convoke.ms / 1e6).toFixed(1),
      `${((100 * floor) / convoke.ms).toFixed(0)} %`,
      time(floor),
      time(race.copy),
      ...(trained ? [forwardText(race, races)] : []),
      ...contests.map((contest) => ratioText(race, contest, races)),
      time(convoke.whole ?? Number.NaN),
    ];
  });
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const rows = (race: Race, bar: keyof Bar): boolean => barOf(race, bar) !== undefined;

const barOf = ({ workload }: Race, bar: keyof Bar): number | undefined =>
  WORKLOADS.find(({ name }) => name === workload)?.bar[bar];

/** `2.05× (≤ 2.2)`: how many times as long the gradients take as the layer itself. */
function forwardText(race: Race, races: readonly Race[]): string {
  const most = barOf(race, "forward");
  const layer = races.find(
    ({ workload, threads }) =>
      threads === race.threads && race.workload === `${BACKWARD}${workload}`,
  );
  const [own, forward] = [race, layer].map((r) =>
    r?.rows.filter(isTimed).find(({ name }) => name === "convoke"),
  );
  if (most === undefined || !own || !forward) return "";
  const ratio = own.ms / forward.ms;
  return `${ratio.toFixed(2)}× (${ratio <= most ? `≤ ${most}` : `**above ${most}**`})`;
}

/** `1.72× pytorch (1.6)`: the faster of the others, and in brackets what is aimed at. */
function ratioText(
  race: Race,
  { of, with: others, bar, aside }: Contest,
  races: readonly Race[],
): string {
  const base = race.rows.filter(isTimed).find(({ name }) => name === of);
  const rivals = rivalsIn(race, others, races);
  if (base === undefined || rivals.length === 0) return "";
  const fastest = rivals.reduce((a, b) => (relative(b, base) < relative(a, base) ? b : a));
  const ratio = relative(fastest, base);
  const aim = aside ? undefined : barOf(race, bar);
  const met = aim === undefined ? "" : ratio >= aim ? ` (≥ ${aim})` : ` (**below ${aim}**)`;
  return `${ratio.toFixed(2)}× ${fastest.name}${met}`;
}

/** Ratios are kept against the first Convoke; those of a variant follow. */
const relative = (row: TimedRow, base: TimedRow): number =>
  (row.ratio ?? NaN) / (base.ratio ?? NaN);

function chartOf({ machine, node, races }: Report, threads: number): string {
  const groups = inOrder(races)
    .filter((race) => race.threads === threads)
    .map((race): Group => {
      const timed = race.rows.filter(isTimed);
      return {
        title: WORKLOADS.find(({ name }) => name === race.workload)?.title ?? race.workload,
        bars: timed.map(({ name, ratio, ms }) => ({
          name,
          value: 1 / (ratio ?? NaN),
          label: name === "convoke" ? time(ms) : `${time(ms)}, ${(ratio ?? NaN).toFixed(2)}×`,
        })),
      };
    });
  const subtitle = `${machine.cpu}, Node ${node}; longer is faster; × says how many times as long as Convoke`;
  return chart(`Speed, ${threads} thread${threads > 1 ? "s" : ""}, Convoke = 1`, subtitle, groups);
}
