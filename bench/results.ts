/** What a run of the benchmark says, and keeps in `results/`: plain data, with machine, versions and date. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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
  /** The same from and to ordinary arrays; null of who takes so long that one run has to do. */
  readonly whole: number | null;
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
  readonly date: string;
  /** Of the checkout that was measured. */
  readonly commit: string;
  /** GFLOP/s of one core out of its first-level cache, in the first Convoke's own process. */
  readonly peak: number;
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
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number };
  readonly node: string;
  readonly v8: string;
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

/** Races that were kept before stay where they were not run again, if machine and Node are the same. */
export function save(name: string, report: Report): void {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${name}.json`);
  const old = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Report) : null;
  const text = JSON.stringify(merged(old, report), (_, value) => rounded(value), 1);
  writeFileSync(path, `${text}\n`);
}

export function merged(old: Report | null, report: Report): Report {
  const setting = ({ machine, node }: Report) => JSON.stringify([machine, node]);
  if (old === null || setting(old) !== setting(report)) return report;
  const key = ({ workload, threads }: Race) => `${workload} ${threads}`;
  const fresh = new Map(report.races.map((race) => [key(race), race]));
  const kept = old.races.map((race) => fresh.get(key(race)) ?? race);
  const known = new Set(old.races.map(key));
  return { ...report, races: [...kept, ...report.races.filter((race) => !known.has(key(race)))] };
}

/** Four digits: more are noise. */
const rounded = (value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

export function savedReports(): ReadonlyMap<string, Report> {
  if (!existsSync(RESULTS)) return new Map();
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
