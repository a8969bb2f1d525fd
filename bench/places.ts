/** Where things lie: this package's folder, whether the code runs as it is or compiled into dist/. */
import { basename, dirname, join } from "node:path";

const here = import.meta.dirname;
export const BENCH = basename(here) === "dist" ? dirname(here) : here;
export const ROOT = dirname(BENCH);
export const CACHE = join(ROOT, ".cache", "bench");
export const RESULTS = join(BENCH, "results");
