/** Measured plans, and what is kept of them: as a value, as text, and never believed blindly. */
import { describe, expect, test } from "vitest";
import { FormatError, OptionError } from "../../src/errors.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import {
  fingerprint,
  learn,
  loadWisdom,
  noWisdom,
  saveWisdom,
  type Wisdom,
  type WisdomEntry,
} from "../../src/planner/wisdom.ts";
import { reference } from "../../src/semantics/reference.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { compile, explain, plan, tune } from "../../src/whole.ts";
import { wholeData } from "../support/problems.ts";

const WORD = "ic5ih12oc7kh3ph1";
const machine = detectMachine();
const entry: WisdomEntry = {
  problem: WORD,
  accuracy: "faithful",
  threads: 1,
  algorithm: "direct",
  schedule: plan(WORD, { algorithm: "direct", threads: 1 }).schedule,
  milliseconds: 1e-9,
};
const wisdom: Wisdom = { machine: fingerprint(machine), entries: [entry] };

describe("tune", () => {
  test("times what is on offer and keeps the quickest, which computes the same", async () => {
    const p = await tune(WORD, { threads: 1, accuracy: "exact" });
    const measured = p.candidates.filter((c) => c.measured !== null);
    expect(measured.length).toBeGreaterThan(1);
    expect(p.candidates[0].algorithm).toBe(p.algorithm);
    expect(p.candidates[0].schedule).toEqual(p.schedule);
    for (const { measured: ms } of measured)
      expect(ms).toBeGreaterThanOrEqual(p.candidates[0].measured!);
    expect(explain(p)).toMatch(/chosen {5}\w+ +≈ \S+ µs, measured \S+ µs/);
    const data = wholeData(p.problem);
    using layer = await compile(p, data);
    layer.input.data.set(data.input.data);
    await layer.run();
    const plain = (values: Iterable<number>) => [...values].map((x) => x + 0);
    expect(plain(layer.output.data)).toEqual(plain(reference(p.problem, data).data));
  });

  test("one schedule is enough when no more are wanted", async () => {
    const p = await tune(WORD, { threads: 1, most: 1 });
    expect(p.candidates.filter((c) => c.measured !== null).length).toBe(1);
    await expect(tune(WORD, { algorithm: "direct" } as never)).rejects.toThrow(OptionError);
  });
});

describe("wisdom", () => {
  test("is learnt from a measured plan, and replaces what was known about the same", async () => {
    const p = await tune(WORD, { threads: 1 });
    const once = learn(noWisdom(machine), p);
    const again = learn(once, p);
    expect(again).toEqual(once);
    expect(again.entries.length).toBe(1);
    expect(plan(WORD, { threads: 1, wisdom: again }).algorithm).toBe(p.algorithm);
    expect(() => learn(once, plan(WORD))).toThrow('got "one that was not measured"');
  });

  test("survives being text, and is followed", () => {
    expect(loadWisdom(saveWisdom(wisdom))).toEqual(wisdom);
    const followed = plan(WORD, { wisdom });
    expect(followed.candidates[0]).toMatchObject({ algorithm: "direct", measured: 1e-9 });
    expect(followed.schedule).toEqual(entry.schedule);
    expect(plan(WORD, { wisdom, algorithm: "im2col" }).algorithm).toBe("im2col");
    const other = "ic5ih13oc7kh3ph1";
    expect(plan(other, { wisdom })).toEqual(plan(other));
  });

  test("of another machine is refused", () => {
    const foreign = { ...machine, fma: !machine.fma };
    expect(() => plan(WORD, { wisdom, machine: foreign })).toThrow(
      /^expected what was learnt on this kind of machine \(simd, .*\) for wisdom, got /,
    );
  });

  test.each<[string, Partial<Record<keyof WisdomEntry, unknown>>, string]>([
    [
      "a schedule nobody offers",
      { schedule: { mr: 1, nv: 1, run: 999 } },
      "a schedule that direct offers",
    ],
    ["an algorithm that refuses", { algorithm: "pointwise" }, "a schedule that pointwise offers"],
  ])("%s is not followed", (_, change, rule) => {
    const forged = { ...wisdom, entries: [{ ...entry, ...change } as WisdomEntry] };
    expect(() => plan(WORD, { wisdom: forged })).toThrow(FormatError);
    expect(() => plan(WORD, { wisdom: forged })).toThrow(`expected ${rule} for the wisdom about`);
  });

  const text = (change: object) => JSON.stringify({ convokeWisdom: 1, ...wisdom, ...change });
  const withEntry = (change: object) => text({ entries: [{ ...entry, ...change }] });
  test.each([
    ["no JSON", "{", "expected JSON for wisdom"],
    ["something else", "[1]", "expected an object of convokeWisdom, machine, entries for wisdom"],
    ["an unknown key", text({ more: 1 }), "expected an object of convokeWisdom, machine, entries"],
    ["another version", text({ convokeWisdom: 2 }), "expected 1 for the version of wisdom, got 2"],
    [
      "entries that are no list",
      text({ entries: {} }),
      "expected a list for the entries of wisdom",
    ],
    [
      "a problem that is none",
      withEntry({ problem: "ic0" }),
      "expected a problem's word for problem",
    ],
    ["no threads", withEntry({ threads: 0 }), "expected a whole number of at least 1 for threads"],
    [
      "an unknown algorithm",
      withEntry({ algorithm: "__proto__" }),
      " for algorithm in entries[0] of wisdom",
    ],
    ["a schedule of texts", withEntry({ schedule: { mr: "6" } }), "expected whole numbers by name"],
    ["no time", withEntry({ milliseconds: -1 }), "expected a time for milliseconds"],
  ])("a text with %s gets one sentence", (_, hostile, sentence) => {
    expect(() => loadWisdom(hostile)).toThrow(FormatError);
    expect(() => loadWisdom(hostile)).toThrow(sentence);
  });

  test("plans for one weight are not for everyone", async () => {
    const weight = tensor([7, 5, 3, 3]);
    const p = await tune(WORD, { threads: 1, weight, most: 1 });
    expect(() => learn(noWisdom(machine), p)).toThrow('got "one for one weight"');
  });
});
