/**
 * `npm run bench -- algorithms [--json] [--node PATH] [DESCRIPTOR…]`: every algorithm on a few layers,
 * in every Node that is here, with and without wide SIMD, on one thread and on two.
 *
 * Each result is compared with the reference before it is timed. Figures are medians of many short
 * windows, and shares of what this machine's own multiply-add kernel reaches out of its first-level
 * cache, measured in the same process.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Report } from "./measure.ts";
import { installedNodes } from "./nodes.ts";
import { BENCH } from "./places.ts";

const LAYERS = ["ic256ih56oc64kh1", "ic64ih56oc64kh3ph1"];

/** Whether every process ended well; one that has no wide SIMD does. */
export async function algorithms(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      node: { type: "string", multiple: true },
    },
    allowPositionals: true,
  });
  const layers = positionals.length > 0 ? positionals : LAYERS;
  const nodes = values.node ?? installedNodes().map(({ path }) => path);
  // Old Nodes cannot run TypeScript: the measuring script is built beside the library.
  const script = join(BENCH, "dist", "measure.js");
  const reports: Report[] = [];
  let well = true;
  for (const node of nodes) {
    for (const mode of ["plain", "wide"]) {
      const run = spawnSync(node, [script, mode, ...layers], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      });
      if (run.status === 0) reports.push(JSON.parse(run.stdout) as Report);
      else if (run.status !== NO_WIDE_SIMD) well = false;
    }
  }
  if (values.json) console.log(JSON.stringify(reports, null, 2));
  else for (const report of reports) print(report);
  return well;
}

/** The exit status that says so. */
const NO_WIDE_SIMD = 3;

function print({ node, v8, wide, fma, peak, rows }: Report): void {
  const kind = `${fma ? "fused" : "multiply + add"}, ${wide ? 256 : 128} bit`;
  console.log(`\nNode ${node} (V8 ${v8}), ${kind}; peak of one core ${peak.toFixed(1)} GFLOP/s`);
  for (const { layer, algorithm, threads, gflops, best, share } of rows) {
    const who = `${layer.padEnd(24)} ${algorithm.padEnd(10)} ${threads} thread${threads > 1 ? "s" : " "}`;
    const figures = [gflops, best].map((x) => x.toFixed(1).padStart(6));
    console.log(
      `  ${who} ${figures[0]} GFLOP/s (best ${figures[1]})  ${(100 * share).toFixed(0)} % of peak`,
    );
  }
}
