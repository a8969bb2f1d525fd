/** A race in the terminal, a line for each contestant. */
import { isTimed, type Race, type Report, type Row } from "./results.ts";
import { WORKLOADS } from "./workloads.ts";

export function printRace({ workload, threads, macs, copy, peak, rows }: Race): string {
  const title = WORKLOADS.find(({ name }) => name === workload)?.title ?? "";
  const extent = `${threads} thread${threads > 1 ? "s" : ""}`;
  const head = `${workload}${title ? ` (${title})` : ""}, ${extent}; ${(macs / 1e6).toFixed(1)} M multiply-adds, copying as many bytes takes ${time(copy)}`;
  const line = (row: Row): string => {
    if (!isTimed(row))
      return `  ${row.name.padEnd(18)} ${row.failed ? "FAILED" : "absent"}: ${row.absent}`;
    const rate = (2 * macs) / row.ms / 1e6;
    const share = (100 * rate) / (threads * peak);
    return [
      `  ${row.name.padEnd(18)}`,
      time(row.ms).padStart(10),
      `${rate.toFixed(1).padStart(7)} GFLOP/s`,
      `${share.toFixed(0).padStart(4)} % of peak`,
      times(row.ratio),
      `whole ${time(row.whole ?? Number.NaN).padStart(10)}`,
      times(row.wholeRatio),
      [row.version, row.mode].filter((text) => text !== "").join(" "),
    ].join("  ");
  };
  return [head, ...rows.map(line)].join("\n");
}

export function printHead({
  machine,
  node,
  v8,
  peak,
  date,
  commit,
  alone,
}: Omit<Report, "races"> &
  Pick<Race, "peak" | "date" | "commit"> & {
    /** Whether nobody is compared with. */
    readonly alone: boolean;
  }): string {
  const ratios = "\ntimes as long as Convoke stand behind each time (more is better for Convoke)";
  return (
    `${machine.cpu}, ${machine.cores} cores; Node ${node} (V8 ${v8}); ${date}${commit ? `, ${commit}` : ""}; ` +
    `peak of one core ${peak.toFixed(1)} GFLOP/s${alone ? "" : ratios}`
  );
}

/** 0.0123 → `12.3 µs`. */
export function time(ms: number): string {
  if (!Number.isFinite(ms)) return "";
  return ms < 1 ? `${(1000 * ms).toFixed(1)} µs` : `${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
}

const times = (ratio: number | null): string =>
  (ratio === null || Number.isNaN(ratio) ? "" : `${ratio.toFixed(2)}×`).padStart(7);
