/**
 * Tells the service worker what belongs to the page: every file of the build, and a version that
 * changes when one of them does.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";
import { ISOLATION } from "../server/headers.ts";

/** The worker itself is not among its files: browsers look for a new one on their own. */
const WORKER = "service-worker.js";

export function offline(): Plugin {
  let folder = "";
  return {
    name: "convoke-offline",
    apply: "build",
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    // After everything else is on the disk, the files of `public` too.
    closeBundle: {
      order: "post",
      handler() {
        const files = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name !== WORKER)
          .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
          .sort();
        const hash = createHash("sha256");
        for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
        const path = join(folder, WORKER);
        const template = readFileSync(path, "utf8");
        const known = { version: hash.digest("hex").slice(0, 16), files, headers: ISOLATION };
        const filled = template.replace('"CONTENTS"', JSON.stringify(known));
        if (filled === template) throw new Error(`${WORKER} does not say "CONTENTS"`);
        writeFileSync(path, filled);
      },
    },
  };
}
