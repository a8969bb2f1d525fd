/** The Nodes that are here: the one npm runs on, this one, and those that `npm run matrix` brought. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./places.ts";

export interface InstalledNode {
  /** Such as `v26.10.0`. */
  readonly version: string;
  readonly v8: string;
  readonly path: string;
}

export const thisNode = (): InstalledNode => ({
  version: process.version,
  v8: process.versions.v8,
  path: process.execPath,
});

export const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);

export function installedNodes(): InstalledNode[] {
  const cache = join(ROOT, ".cache");
  const brought = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith("node-"))
        .map((name) => join(cache, name, "node_modules", "node", "bin", "node"))
    : [];
  const byVersion = new Map<string, InstalledNode>();
  for (const path of [process.execPath, process.env.npm_node_execpath, ...brought]) {
    if (!path) continue;
    const asked = spawnSync(path, ["-p", VERSIONS], { encoding: "utf8" });
    if (asked.status !== 0) continue;
    const [version = "", v8 = ""] = asked.stdout.trim().split(" ");
    if (!byVersion.has(version)) byVersion.set(version, { version, v8, path });
  }
  return [...byVersion.values()].sort((a, b) => majorOf(a.version) - majorOf(b.version));
}

const VERSIONS = `process.version + " " + process.versions.v8`;
