/** What a page draws while a study runs: samples in order, a run that waits for them, and one that stops. */
import { describe, expect, test } from "vitest";
import {
  type Context,
  repeatable,
  runStudy,
  type Sample,
  STUDY_LOADERS,
  StoppedError,
  type StudyId,
} from "../src/index.ts";
import { CONTEXT } from "./support.ts";

const LEARNING: readonly StudyId[] = ["6.1-2", "6.1-5", "6.2-7"];
const run = async (id: StudyId, more: Partial<Context>) =>
  runStudy(await STUDY_LOADERS[id].load(), {}, { ...CONTEXT, ...more });

describe.each(LEARNING)("%s", (id) => {
  test("tells every point of its curves in order, and changes no bit by it", async () => {
    const samples: Sample[] = [];
    const { signal } = new AbortController();
    const watched = await run(id, { signal, onSample: async (one) => void samples.push(one) });
    expect(repeatable(watched.findings)).toEqual(repeatable((await run(id, {})).findings));
    const { words } = (await STUDY_LOADERS[id].load()).text.en;
    const shown = watched.findings.steps.flatMap((step) => step.exhibits);
    for (const name of new Set(samples.map((s) => s.series))) {
      const series = shown.find((e) => e.name === name)!;
      if (series.kind !== "series") throw new Error(`${name} is a ${series.kind}`);
      const own = samples.filter((s) => s.series === name);
      for (const line of series.lines) {
        const points = own.filter((s) => s.line === line.name);
        expect(points.map((s) => s.x)).toEqual(series.x);
        expect(points.map((s) => s.y)).toEqual(line.y);
        expect(points[0].x).toBeLessThan(points[points.length - 1].x);
        for (const word of [name, line.name, points[0].axis]) expect(words).toHaveProperty(word);
      }
      expect(own.length).toBe(series.x.length * series.lines.length);
    }
    expect(new Set(samples.map((s) => s.series)).size).toBeGreaterThanOrEqual(2);
  });

  test("stands still until a sample is settled", async () => {
    const control = new AbortController();
    let [count, go] = [0, () => {}];
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const onSample = () => {
      if (++count === 8) control.abort();
      return count === 5 ? held : undefined;
    };
    const running = run(id, { signal: control.signal, onSample }).catch((error) => error);
    while (count < 5) await new Promise((turn) => setTimeout(turn, 5));
    await new Promise((turn) => setTimeout(turn, 100));
    expect(count).toBe(5);
    go();
    expect(await running).toBeInstanceOf(StoppedError);
    expect(count).toBe(8);
  });

  test("stops within a step, while it stands still too", async () => {
    const control = new AbortController();
    let count = 0;
    const onSample = () => {
      if (++count === 5) control.abort("enough");
      return count === 5 ? new Promise<void>(() => {}) : undefined;
    };
    const error = await run(id, { signal: control.signal, onSample }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StoppedError);
    expect(error).toMatchObject({
      message: `expected study ${id} to run to its end, got a signal to stop`,
      cause: "enough",
    });
    expect(count).toBe(5);
  });
});

/** Of those without a training: exact arithmetic, layers on the engine, both. */
describe.each(["6.1-6", "6.2-3", "6.4-1"] as const)("%s", (id) => {
  test("examines nothing any more once the signal has come", async () => {
    const study = await STUDY_LOADERS[id].load();
    const control = new AbortController();
    let calls = 0;
    const counted = Object.entries(study.subject).map(([name, part]) => [
      name,
      (...args: unknown[]) => {
        if (++calls === 30) control.abort();
        return part(...args);
      },
    ]);
    const context = { ...CONTEXT, signal: control.signal };
    const subject = Object.fromEntries(counted);
    await expect(runStudy(study, {}, context, { subject })).rejects.toThrow(StoppedError);
    expect(calls).toBe(30);
  });
});

test("a signal from outside finds its turn while layers run", async () => {
  const control = new AbortController();
  setTimeout(() => control.abort(), 60);
  await expect(run("6.2-3", { effort: "thorough", signal: control.signal })).rejects.toThrow(
    StoppedError,
  );
});

test("a signal that came before lets nothing begin", async () => {
  const image = () => Promise.reject(new Error("asked for an image"));
  const context = { signal: AbortSignal.abort(), data: { ...CONTEXT.data, image } };
  await expect(run("6.2-1", context)).rejects.toThrow(StoppedError);
});
