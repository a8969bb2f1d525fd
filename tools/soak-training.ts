/**
 * `npm run soak -- training [--steps N] [--batch N] [--json]`: the digits net trained for 10,000 steps
 * in a row, three times: twice on two threads, once on one. Exits with 1 when memory grows, when the
 * parameters differ in one bit, or when anything is left behind: helpers beyond those that the pool
 * keeps asleep, time that they use, or what keeps the process from ending by itself.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { type Progress, train } from "convoke/nets";
import { barsCourse } from "./bars.ts";

const { values } = options();
const steps = whole("steps", 100);
const batch = whole("batch", 1);

/**
 * Bytes that memory may be above that after the warm-up: what is resident at any time, and what is in
 * use at the lowest of the last half, since a moment's garbage may outlive a collection.
 */
const SLACK = { resident: 8 * 2 ** 20, used: 2 ** 20 };
/** Of all steps: code is compiled, the heap finds its size. */
const WARM_UP = 0.2;
const REPORTS = 20;
const RUNS = [2, 2, 1] as const;
/** Milliseconds: those that the process may take to end, and for which helpers are watched. */
const LAST = 5000;
const WATCHED = 300;

/** Bytes, garbage collected. */
interface Memory {
  readonly resident: number;
  /** On the heap and in array buffers outside of it. */
  readonly used: number;
}

interface Run {
  readonly threads: number;
  readonly parameters: string;
  readonly loss: number;
  readonly seconds: number;
  /** After the warm-up, at most since, and when the session is gone. */
  readonly start: Memory;
  readonly peak: Memory;
  readonly end: Memory;
  /** Least bytes in use in the last half of the steps. */
  readonly floor: number;
  /** Helpers alive when the session is gone. */
  readonly helpers: number;
}

let helpers = 0;
process.on("worker", (worker) => {
  helpers++;
  worker.once("exit", () => helpers--);
});

const runs: Run[] = [];
for (const threads of RUNS) runs.push(await once(threads));

const idle = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, WATCHED));
const { user, system } = process.cpuUsage(idle);
const busy = (user + system) / 1000 / WATCHED;

const [first] = runs;
const grown = runs
  .filter(
    ({ start, peak, floor }) =>
      peak.resident > start.resident + SLACK.resident || floor > start.used + SLACK.used,
  )
  .map(({ threads }) => `memory grows in a run on ${threads} thread(s)`);
const higher = runs.some(({ end }) => end.used > first.end.used + SLACK.used);
const faults = [
  ...grown,
  ...(higher ? ["memory grows from run to run"] : []),
  ...(runs.some(({ parameters }) => parameters !== first.parameters) ? ["the bits differ"] : []),
  ...(runs.some((run) => run.helpers > Math.max(...RUNS) - 1) ? ["helpers pile up"] : []),
  ...(busy > 0.2 ? [`helpers are at work for ${(100 * busy).toFixed(0)} % of the time`] : []),
];
const verdict =
  faults.length === 0 ? "flat, the same bits, nothing left behind" : faults.join("; ");
if (values.json) console.log(JSON.stringify({ steps, batch, runs, busy, faults }));
else
  console.log(
    `helpers asleep: ${helpers}, at work ${(100 * busy).toFixed(1)} % of the time\n${verdict}`,
  );
process.exitCode = faults.length === 0 ? 0 : 1;
// Fires only where something keeps the process alive.
setTimeout(() => {
  console.error(`the process does not end: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit(1);
}, LAST).unref();

async function once(threads: number): Promise<Run> {
  const course = barsCourse(steps, batch);
  const began = performance.now();
  const stop = new AbortController();
  let start: Memory | null = null;
  let peak: Memory = { resident: 0, used: 0 };
  let floor = Infinity;
  say(`${threads} thread(s)\nsteps  resident    used (MiB)      loss`);
  const onStep = ({ step, loss }: Progress) => {
    if (step >= steps) stop.abort();
    if (step % Math.ceil(steps / REPORTS) !== 0) return;
    const now = memory();
    if (step >= WARM_UP * steps) {
      start ??= now;
      peak = {
        resident: Math.max(peak.resident, now.resident),
        used: Math.max(peak.used, now.used),
      };
    }
    if (step > steps / 2) floor = Math.min(floor, now.used);
    say(`${String(step).padEnd(6)} ${shown(now)} ${loss.toFixed(6).padStart(15)}`);
  };
  const { history } = await train({ ...course, threads, onStep, signal: stop.signal });
  const hash = createHash("sha256");
  for (const { origin } of course.net.parameters.values()) hash.update(origin.data);
  const run = {
    threads,
    parameters: hash.digest("hex"),
    loss: history.at(-1)!.loss,
    seconds: (performance.now() - began) / 1000,
    start: start!,
    peak,
    end: memory(),
    floor,
    helpers,
  };
  say(
    `start  ${shown(run.start)}\npeak   ${shown(peak)}\nend    ${shown(run.end)}\n` +
      `${run.seconds.toFixed(1)} s; parameters ${run.parameters.slice(0, 16)}\n`,
  );
  return run;
}

function memory(): Memory {
  globalThis.gc?.();
  const { rss: resident, heapUsed, arrayBuffers } = process.memoryUsage();
  return { resident, used: heapUsed + arrayBuffers };
}

function shown({ resident, used }: Memory): string {
  return [resident, used].map((bytes) => (bytes / 2 ** 20).toFixed(1).padStart(9)).join("");
}

function say(line: string): void {
  if (!values.json) console.log(line);
}

function whole(name: "steps" | "batch", least: number): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(
    `soak: expected a whole number of at least ${least} for --${name}, got ${values[name]}`,
  );
  process.exit(2);
}

function options() {
  const args = process.argv.slice(2);
  try {
    return parseArgs({
      args,
      options: {
        steps: { type: "string", default: "10000" },
        batch: { type: "string", default: "8" },
        json: { type: "boolean", default: false },
      },
    });
  } catch {
    console.error(`soak training: expected --steps N, --batch N or --json, got ${args.join(" ")}`);
    process.exit(2);
  }
}
