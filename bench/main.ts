/**
 * `npm run bench [-- --json] [DESCRIPTOR…]`: every algorithm on a few layers, in every Node that is
 * here (`npm run matrix` brings more), with and without wide SIMD, on one thread and on two.
 *
 * Each result is compared with the reference before it is timed. Figures are medians of many short
 * windows, and shares of what this machine's own multiply-add kernel reaches out of its first-level
 * cache, measured in the same process. Nothing here is a test: machines are noisy.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Report } from "./measure.ts";

const LAYERS = ["ic256ih56oc64kh1", "ic64ih56oc64kh3ph1"];

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false }, node: { type: "string", multiple: true } },
  allowPositionals: true,
});
const layers = positionals.length > 0 ? positionals : LAYERS;
const nodes = values.node ?? installedNodes();

const reports: Report[] = [];
for (const node of nodes) {
  for (const wide of [false, true]) {
    const run = spawnSync(
      node,
      [join(import.meta.dirname, "measure.ts"), wide ? "wide" : "plain", ...layers].map(compiled),
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    if (run.status === 0) reports.push(JSON.parse(run.stdout) as Report);
    else if (run.status !== 3) process.exitCode = 1;
  }
}
if (values.json) console.log(JSON.stringify(reports, null, 2));
else for (const report of reports) print(report);

/** The Node that npm runs on, this one, and those that `npm run matrix` brought. */
function installedNodes(): string[] {
  const cache = join(import.meta.dirname, "..", ".cache");
  const brought = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith("node-"))
        .map((name) => join(cache, name, "node_modules", "node", "bin", "node"))
    : [];
  const all = [process.env.npm_node_execpath, process.execPath, ...brought];
  const byVersion = new Map<string, string>();
  for (const path of all) {
    if (path === undefined) continue;
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    if (stdout && !byVersion.has(stdout)) byVersion.set(stdout, path);
  }
  return [...byVersion.entries()].sort().map(([, path]) => path);
}

/** Old Nodes cannot run TypeScript: the measuring script is built beside the library. */
function compiled(argument: string): string {
  return argument.endsWith(".ts") ? join(import.meta.dirname, "dist", "measure.js") : argument;
}

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
