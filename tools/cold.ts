/**
 * `npm run cold [-- DESCRIPTOR…]`: what the first result takes in a process that has done nothing
 * yet: import, plan, compile, first run, each the median of several processes with the built library.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const LAYERS = [
  "ic16ih28oc16kh3ph1",
  "ic64ih56oc64kh3ph1",
  "ic256ih14oc256kh1",
  "ic3iw1000oc8kw25",
];
const PROCESSES = 7;
const STAGES = ["import", "plan", "compile", "run", "all"] as const;

const library = join(import.meta.dirname, "..", "convoke", "dist", "index.js");
const { ConvokeError, plan } = (await import(library)) as typeof import("convoke");
const script = (layer: string) => `
  const marks = [performance.now()];
  const { compile, plan, tensor, weightShape } = await import(${JSON.stringify(library)});
  marks.push(performance.now());
  const p = plan(${JSON.stringify(layer)}, { threads: 1 });
  marks.push(performance.now());
  const layer = await compile(p, { weight: tensor(weightShape(p.problem)) });
  marks.push(performance.now());
  await layer.run();
  marks.push(performance.now());
  const times = marks.slice(1).map((mark, i) => mark - marks[i]);
  console.log(JSON.stringify([...times, marks.at(-1) - marks[0]]));
`;

const layers = process.argv.length > 2 ? process.argv.slice(2) : LAYERS;
for (const layer of layers) {
  try {
    plan(layer);
  } catch (error) {
    if (!(error instanceof ConvokeError)) throw error;
    console.error(`cold: ${error.message}`);
    process.exit(2);
  }
}
console.log(`${"ms".padEnd(24)}${STAGES.map((name) => name.padStart(9)).join("")}`);
for (const layer of layers) {
  const runs = Array.from({ length: PROCESSES }, () => once(layer));
  const medians = STAGES.map((_, i) => runs.map((times) => times[i]).sort((a, b) => a - b)[3]);
  console.log(layer.padEnd(24) + medians.map((ms) => ms.toFixed(1).padStart(9)).join(""));
}

function once(layer: string): number[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", script(layer)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as number[];
}
