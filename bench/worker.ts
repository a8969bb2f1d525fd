/** One process of the race: `worker.ts ENGINE THREADS [WORD…]` answers questions until its input ends. */
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { detectMachine } from "convoke";
import { ADAPTERS } from "./adapters/index.ts";
import { type Engine, type Prepared, Refusal } from "./engine.ts";
import { peakOf } from "./peak.ts";
import { type Answers, MARK, type Question } from "./protocol.ts";
import { quiet, timed } from "./window.ts";

const [name, threads, ...words] = process.argv.slice(2);
let prepared: Prepared | null = null;

await reply(async () => {
  const engine = await ADAPTERS[name](Number(threads), words);
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => reply(() => answer(engine, JSON.parse(line) as Question)));
  lines.on("close", () => process.exit(0));
  return { version: engine.version };
});

async function answer(engine: Engine, question: Question): Promise<Answers[Question["ask"]]> {
  switch (question.ask) {
    case "prepare": {
      prepared?.dispose();
      prepared = null;
      prepared = await prepareWith(engine, question);
      const start = performance.now();
      await prepared.resident();
      return { mode: prepared.mode, first: performance.now() - start };
    }
    case "time": {
      const { whole, resident } = ready();
      const times = await timed(question.whole ? whole : resident, question);
      await quiet();
      return { times };
    }
    case "output": {
      const values = await ready().output();
      writeFileSync(
        question.path,
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      );
      return {};
    }
    case "machine":
      return { peak: peakOf(detectMachine().fma), copy: copyTime(question.bytes) };
    default:
      return question satisfies never;
  }
}

async function prepareWith(
  engine: Engine,
  { task, threads: most }: Extract<Question, { ask: "prepare" }>,
): Promise<Prepared> {
  if ("problem" in task) return await engine.prepare(task, most);
  if (engine.prepareStep) return await engine.prepareStep(task, most);
  throw new Refusal(`${name} does not train`);
}

function ready(): Prepared {
  if (!prepared) throw new Error("nothing was prepared");
  return prepared;
}

/** Milliseconds to copy `bytes` bytes once, the median of several times. */
function copyTime(bytes: number): number {
  const from = new Uint8Array(bytes).fill(1);
  const to = new Uint8Array(bytes);
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const start = performance.now();
    to.set(from);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[7];
}

async function reply(work: () => Promise<object>): Promise<void> {
  const said = await work().then(
    (ok) => ({ ok }),
    (error: unknown) =>
      error instanceof Refusal
        ? { refusal: error.message }
        : { error: error instanceof Error ? error.message : String(error) },
  );
  process.stdout.write(`${MARK}${JSON.stringify(said)}\n`);
}
