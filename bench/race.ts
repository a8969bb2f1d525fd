/**
 * The race of one workload: every contestant prepares, is checked against the reference, and warms
 * up; then all take short windows in turn, A B A B, so that a slow moment of the machine hits all.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { valuesOf } from "./adapters/arrays.ts";
import type { Contestant } from "./contestants.ts";
import type { Data } from "./data.ts";
import { Refusal, type StepTask, type Task } from "./engine.ts";
import { Judge } from "./judge.ts";
import { incomparable } from "./peers.ts";
import { CACHE } from "./places.ts";
import type { AbsentRow, Row } from "./results.ts";
import { Station } from "./station.ts";
import { median, medianRatio } from "./statistics.ts";
import { STEPS } from "./step/data.ts";
import { kindOf, type Workload } from "./workloads.ts";

const ROUNDS = 9;
const WARM_UP = 250;
/** Of a window, in ms: untimed runs to wake threads and caches, then timed ones. */
const WINDOW = { warm: 15, budget: 60 };
/** Those whose single run takes longer, in ms, take a third of the rounds, or a single one. */
const SLOW = 400;
const VERY_SLOW = 2000;
/** Of those who take longer yet, the run that was checked is the one that counts. */
const ENDLESS = 10_000;
const roundsOf = ({ best, done }: Runner): number =>
  done ? 0 : best > VERY_SLOW ? 1 : best > SLOW ? ROUNDS / 3 : ROUNDS;

interface Runner {
  readonly contestant: Contestant;
  readonly station: Station;
  readonly mode: string;
  /** Medians of the windows, round by round. */
  readonly resident: number[];
  readonly whole: number[];
  best: number;
  /** Whether the run that was checked is all that it is asked for. */
  readonly done: boolean;
}

/** Stations stay open from workload to workload. */
export class Field {
  readonly contestants: readonly Contestant[];
  readonly threads: number;
  private readonly stations = new Map<Contestant, Station | string>();

  constructor(contestants: readonly Contestant[], threads: number) {
    this.contestants = contestants;
    this.threads = threads;
  }

  /** The station of a contestant, or why it could not be opened. */
  async station(contestant: Contestant): Promise<Station | string> {
    const open = this.stations.get(contestant);
    if (open !== undefined) return open;
    const opened = await Station.start(contestant.name, contestant.command(this.threads)).catch(
      (error: Error) => error.message,
    );
    this.stations.set(contestant, opened);
    return opened;
  }

  close(): void {
    for (const station of this.stations.values()) if (station instanceof Station) station.close();
  }
}

export async function race(field: Field, workload: Workload, data: Data): Promise<Row[]> {
  const task = taskOf(workload, data);
  const runners: Runner[] = [];
  const judge = new Judge(workload, data);
  const absent: Row[] = [];
  const kind = kindOf(workload);
  for (const contestant of field.contestants) {
    if (contestant.peer && !contestant.peer.does.includes(kind)) continue;
    const entry = await enter(field, contestant, task, judge);
    if ("absent" in entry) absent.push(entry);
    else runners.push(entry);
  }
  for (const runner of runners) {
    if (runner.done) continue;
    const times = await windowOf(runner.station, false, { warm: 0, budget: WARM_UP });
    runner.best = times.reduce((a, b) => Math.min(a, b), Infinity);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const runner of runners) {
      if (round >= roundsOf(runner)) continue;
      // Who is slow has warmed up long enough, and would be the only one who is measured.
      const window = runner.best > SLOW ? { warm: 0, budget: 0 } : WINDOW;
      const times = await windowOf(runner.station, false, window);
      runner.resident.push(median(times));
      runner.best = Math.min(runner.best, ...times);
      if (round < ROUNDS / 3)
        runner.whole.push(median(await windowOf(runner.station, true, window)));
    }
  }
  const own = runners.find(({ contestant }) => contestant.peer === null);
  const rows = runners.map(
    ({ contestant, station, mode, resident, whole, best }): Row => ({
      name: contestant.name,
      version: station.version,
      mode,
      ms: median(resident),
      best,
      whole: whole.length > 0 ? median(whole) : null,
      ratio: own ? medianRatio(resident, own.resident) : null,
      wholeRatio: own && whole.length > 0 ? medianRatio(whole, own.whole) : null,
    }),
  );
  return [...rows, ...absent];
}

function taskOf({ problem, net, filter, backward, pixels }: Workload, { folder }: Data) {
  if (net) return { net, steps: STEPS, folder } satisfies StepTask;
  return { problem, filter, backward, pixels, folder } satisfies Task;
}

/** A contestant that is ready and right, or why it does not take part. */
async function enter(
  field: Field,
  contestant: Contestant,
  task: Task | StepTask,
  judge: Judge,
): Promise<Runner | AbsentRow> {
  const { peer, name } = contestant;
  const absent = (reason: string, failed: boolean) => ({ name, absent: reason, failed });
  const layer = "problem" in task && !task.filter ? task.problem : null;
  const reason = peer && layer ? incomparable(layer) : null;
  if (reason !== null) return absent(reason, false);
  const station = await field.station(contestant);
  if (typeof station === "string") return absent(station, true);
  try {
    const { mode, first } = await station.ask({ ask: "prepare", task, threads: field.threads });
    const path = join(CACHE, `output-${process.pid}.bin`);
    await station.ask({ ask: "output", path });
    const wrong = judge.mistake(name, valuesOf(path, "pixels" in task ? task.pixels : "f32"), peer);
    rmSync(path);
    if (wrong !== null) return absent(`wrong result: ${wrong}`, true);
    const runner = { contestant, station, resident: [], whole: [] };
    if (first < ENDLESS) return { ...runner, mode, best: Infinity, done: false };
    const once = [mode, "one run"].filter((text) => text !== "").join(", ");
    return { ...runner, mode: once, resident: [first], best: first, done: true };
  } catch (error) {
    return absent((error as Error).message, !(error instanceof Refusal));
  }
}

async function windowOf(
  station: Station,
  whole: boolean,
  window: { readonly warm: number; readonly budget: number },
): Promise<readonly number[]> {
  return (await station.ask({ ask: "time", whole, ...window })).times;
}
