/**
 * `npm run bench -- planner [--threads N] [--json] [DESCRIPTOR…]`: how often the estimate picks well.
 * For each layer `tune` measures everything on offer; its choice then races the estimate's, in turn.
 */
import { parseArgs } from "node:util";
import {
  compile,
  detectMachine,
  type Executable,
  enableWideSimd,
  measureMachine,
  type Plan,
  plan,
  tensor,
  tune,
  weightShape,
} from "convoke";
import { noise } from "./data.ts";
import { median, medianRatio } from "./statistics.ts";
import { timed } from "./window.ts";
import { WORKLOADS } from "./workloads.ts";

/** Layers of well-known networks and odd ones, beside those of the benchmark. */
const MORE = [
  "ic32ih112oc32kh3ph1",
  "ic32ih28oc32kh3ph1",
  "ic16ih56oc16kh3ph1",
  "ic512ih7oc512kh3ph1",
  "ic64ih56oc128kh3sh2ph1",
  "ic128ih28oc256kh3sh2ph1",
  "ic64ih56oc64kh1",
  "ic64ih56oc256kh1",
  "ic512ih28oc128kh1",
  "ic256ih56oc512kh1sh2",
  "ic32ih56oc64kh5ph2",
  "ic192ih28oc32kh5ph2",
  "ic3ih224oc32kh3sh2ph1",
  "ic3ih32oc64kh3ph1",
  "ic1ih28oc6kh5ph2",
  "g32ic32ih112oc32kh3ph1",
  "g384ic384ih14oc384kh5ph2",
  "g32ic256ih14oc256kh3ph1",
  "ic64ih64oc32kh4sh2ph1_transposed",
  "ic256ih8oc128kh4sh2ph1_transposed",
  "ic64iw1000oc64kw3pw1",
  "ic80iw3000oc384kw3pw1",
  "mb4ic16ih32oc16kh3ph1",
  "ic8id16oc16kd3pd1",
  "ic1ih512oc1kh5ph2",
  "ic64ih28oc64kh1_nhwc",
  "ic64ih14oc32kh4sh2ph1_transposed",
];
const LEAST = 0.9;
const ROUNDS = 7;
const WINDOW = { warm: 10, budget: 30 };

interface Verdict {
  readonly layer: string;
  readonly estimate: string;
  readonly best: string;
  /** Time of the best that was found over the time of the estimate's choice; 1 where they agree. */
  readonly share: number;
}

export async function planner(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      threads: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  await enableWideSimd();
  measureMachine();
  const own = WORKLOADS.filter(({ group }) => group === "layers").map(({ name }) => name);
  const layers = positionals.length > 0 ? positionals : [...own, ...MORE];
  const threads = Math.min(Number(values.threads), detectMachine().threads);
  const verdicts: Verdict[] = [];
  for (const layer of layers) {
    const verdict = await judge(layer, threads);
    verdicts.push(verdict);
    if (!values.json) console.log(lineOf(verdict));
  }
  const hits = verdicts.filter(({ share }) => share >= LEAST).length;
  if (values.json) console.log(JSON.stringify(verdicts, null, 2));
  else
    console.log(
      `the estimate is within 10 % of the best for ${hits} of ${verdicts.length} layers (${((100 * hits) / verdicts.length).toFixed(0)} %), ${threads} thread${threads > 1 ? "s" : ""}`,
    );
  return true;
}

async function judge(layer: string, threads: number): Promise<Verdict> {
  const estimate = plan(layer, { threads });
  const best = await tune(layer, { threads, most: 64 });
  const verdict = { layer, estimate: nameOf(estimate), best: nameOf(best) };
  if (verdict.estimate === verdict.best) return { ...verdict, share: 1 };
  const racers = [await ready(estimate), await ready(best)];
  const times: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, executable] of racers.entries())
      times[i].push(median(await timed(() => executable.run(), WINDOW)));
  }
  for (const executable of racers) executable[Symbol.dispose]();
  return { ...verdict, share: Math.min(1, medianRatio(times[1], times[0])) };
}

async function ready(chosen: Plan): Promise<Executable> {
  const shape = weightShape(chosen.problem);
  const weight = tensor(shape);
  weight.data.set(noise(weight.data.length, 2));
  const executable = await compile(chosen, { weight });
  executable.input.data.set(noise(executable.input.data.length, 1));
  await timed(() => executable.run(), { warm: 200, budget: 0 });
  return executable;
}

const nameOf = ({ algorithm, schedule }: Plan): string =>
  `${algorithm} ${Object.entries(schedule)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ")}`;

function lineOf({ layer, estimate, best, share }: Verdict): string {
  const found = estimate === best ? "" : `; best ${best}`;
  const mark = share >= LEAST ? "  " : "! ";
  return `${mark}${layer.padEnd(36)} ${(100 * share).toFixed(0).padStart(3)} %  ${estimate}${found}`;
}
