/** What the planner makes of prices: times, threads, and the reasons of those who lost. */
import { describe, expect, test } from "vitest";
import type { Algorithm } from "../../src/algorithms/algorithm.ts";
import { direct } from "../../src/algorithms/direct.ts";
import { SUMS } from "../../src/algorithms/precision.ts";
import { PLAIN_MACHINE, USUAL_SPEED } from "../../src/plan/machine.ts";
import { candidateOf } from "../../src/planner/contest.ts";
import { measureMachine } from "../../src/planner/speed.ts";
import {
  approximately,
  milliseconds,
  threadsWorthCalling,
  worthWaking,
} from "../../src/planner/time.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { explain, plan } from "../../src/whole.ts";

const four = { ...PLAIN_MACHINE, fma: true, threads: 4, sharedMemory: true };

describe("threads", () => {
  test("small work stays on the caller's thread, large work takes all", () => {
    expect(plan("ic4ih8oc4kh3ph1", { machine: four }).threads).toBe(1);
    expect(plan("ic64ih56oc64kh3ph1", { machine: four }).threads).toBe(4);
  });

  test("each must have twice the time to work that a call of it takes", () => {
    const cycles = 1e6 * USUAL_SPEED.clock;
    expect(milliseconds(cycles, four)).toBe(1);
    const calling = (awake: number) =>
      threadsWorthCalling(cycles, {
        ...four,
        speed: { ...USUAL_SPEED, call: { awake, asleep: 1 } },
      });
    expect([0.6, 0.25, 0.2, 0.1, 0].map(calling)).toEqual([1, 2, 2, 4, 4]);
    const waking = (asleep: number) =>
      worthWaking(cycles, 2, { ...four, speed: { ...USUAL_SPEED, call: { awake: 0, asleep } } });
    expect([0.6, 0.25, 0.2].map(waking)).toEqual([false, true, true]);
  });

  test("where few of many pay, what wins among those few is taken", () => {
    const sixteen = { ...four, wide: true, threads: 16 };
    // Among 16 threads `stem` would beat Winograd here; one thread is worth calling, and there it loses.
    expect(plan("mb8ic6ih14oc16kh5", { machine: sixteen }).algorithm).toBe("winograd");
    for (const word of ["mb8ic6ih14oc16kh5", "ic4ih8oc4kh3ph1", "g144ic144ih56oc144kh3ph1"]) {
      const free = plan(word, { machine: sixteen });
      expect(free.threads).toBeLessThan(16);
      const few = plan(word, { machine: { ...sixteen, threads: free.threads } });
      expect({ ...free, machine: few.machine }).toEqual(few);
    }
  });

  test("work between the two is shared with helpers that are awake, and wakes none", () => {
    expect(plan("ic32ih28oc32kh3ph1", { machine: four })).toMatchObject({
      threads: 4,
      wakes: false,
    });
    expect(plan("ic64ih56oc64kh3ph1", { machine: four })).toMatchObject({
      threads: 4,
      wakes: true,
    });
  });
});

test("Winograd pays for lines that go out twice: a 1-D stem of many channels is no case for it", () => {
  for (const wide of [false, true]) {
    const machine = { ...PLAIN_MACHINE, fma: true, wide };
    expect(plan("ic1iw160000oc512kw10sw5", { machine }).algorithm).toBe("stem");
  }
});

describe("explain", () => {
  test("prints times, which follow the machine's clock", () => {
    const slow = { ...PLAIN_MACHINE, speed: { ...USUAL_SPEED, clock: USUAL_SPEED.clock / 2 } };
    const time = (machine: typeof slow) => {
      const [, value, unit] = /chosen +\w+ +≈ (\S+) (ms|s)/.exec(
        explain(plan("ic64ih56oc64kh3ph1", { machine, algorithm: "direct" })),
      )!;
      return Number(value) * (unit === "s" ? 1000 : 1);
    };
    expect(time(slow) / time(PLAIN_MACHINE)).toBeCloseTo(2, 0);
  });

  test("says how near the definition the results are", () => {
    expect(explain(plan("ic64ih56oc64kh3ph1", { machine: four, accuracy: "exact" }))).toContain(
      "  results    exact: the products of the definition, at most 0.00003 of Σ|x||w| off; whole numbers come out exact\n",
    );
  });

  test("names those that were left out because they are not accurate enough", () => {
    const loose: Algorithm = { ...direct, precision: () => ({ ...SUMS, accuracy: "fast" }) };
    const setting = {
      problem: parse("ic64ih56oc64kh3ph1"),
      machine: four,
      threads: 1,
      weight: null,
    };
    const { refusal } = candidateOf(loose, setting, "faithful");
    expect(refusal).toMatch(/^its results are "fast", not "faithful" \(it would take ≈ \S+ ms\)$/);
    expect(candidateOf(loose, setting, "fast").refusal).toBe(null);
  });
});

test("times have two digits and a unit", () => {
  expect([0.00123, 0.0999, 0.123, 12.34, 1234].map(approximately)).toEqual([
    "≈ 1.2 µs",
    "≈ 100 µs",
    "≈ 0.12 ms",
    "≈ 12 ms",
    "≈ 1.2 s",
  ]);
});

test("the measured machine is data, and measured once", () => {
  const machine = measureMachine();
  expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
  expect(measureMachine()).toBe(machine);
  const { clock, copy } = machine.speed;
  for (const value of [clock, copy.near, copy.far]) {
    expect(value).toBeGreaterThan(0.05);
    expect(value).toBeLessThan(5000);
  }
});
