/** The Nodes that are here: the one npm runs on, this one, and those that `npm run matrix` brought. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./places.ts";

export interface InstalledNode {
  /** Such as `v26.10.0`. */
  readonly version: string;
  readonly path: string;
}

export const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);

export function installedNodes(): InstalledNode[] {
  const cache = join(ROOT, ".cache");
  const brought = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith("node-"))
        .map((name) => join(cache, name, "node_modules", "node", "bin", "node"))
    : [];
  const byVersion = new Map<string, string>();
  for (const path of [process.execPath, process.env.npm_node_execpath, ...brought]) {
    if (path === undefined) continue;
    const version = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout?.trim();
    if (version && !byVersion.has(version)) byVersion.set(version, path);
  }
  return [...byVersion]
    .map(([version, path]) => ({ version, path }))
    .sort((a, b) => majorOf(a.version) - majorOf(b.version));
}
