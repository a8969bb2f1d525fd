/** What a run of the benchmark says, and keeps in `results/`: plain data, with machine, versions and date. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { RESULTS, ROOT } from "./places.ts";

export type Row = TimedRow | AbsentRow;

export interface TimedRow {
  readonly name: string;
  readonly version: string;
  readonly mode: string;
  /** Milliseconds of a run between the engine's own tensors: median of window medians, and the least. */
  readonly ms: number;
  readonly best: number;
  /** The same from and to ordinary arrays. */
  readonly whole: number;
  /** How many times as long as the first Convoke in the row, median over the rounds. */
  readonly ratio: number | null;
  readonly wholeRatio: number | null;
}

export interface AbsentRow {
  readonly name: string;
  readonly absent: string;
  /** Whether it gave a wrong result or broke, rather than refused. */
  readonly failed: boolean;
}

export interface Race {
  readonly workload: string;
  readonly threads: number;
  readonly macs: number;
  /** Input, weight and output, each once. */
  readonly bytes: number;
  /** Milliseconds that one core takes to copy as many bytes as are read and written. */
  readonly copy: number;
  readonly rows: readonly Row[];
}

export interface Report {
  readonly date: string;
  readonly commit: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number };
  readonly node: string;
  readonly v8: string;
  /** GFLOP/s of one core out of its first-level cache, in the first Convoke's own process. */
  readonly peak: number;
  readonly races: readonly Race[];
}

export const isTimed = (row: Row): row is TimedRow => "ms" in row;

export function describeMachine(): Report["machine"] {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  };
}

/** Of the checkout that is measured; "" outside one. */
export function commit(): string {
  const { status, stdout } = spawnSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : "";
}

export function save(name: string, report: Report): string {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${name}.json`);
  const text = JSON.stringify(report, (_, value) => rounded(value), 1);
  writeFileSync(path, `${text}\n`);
  return path;
}

/** Four digits: more are noise. */
const rounded = (value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

export function savedReports(): ReadonlyMap<string, Report> {
  const files = readdirSync(RESULTS).filter((file) => file.endsWith(".json"));
  return new Map(
    files
      .sort()
      .map((file) => [
        file.replace(".json", ""),
        JSON.parse(readFileSync(join(RESULTS, file), "utf8")) as Report,
      ]),
  );
}
