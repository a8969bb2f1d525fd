/** Every entrance counts threads by one rule. */
import { describe, expect, test } from "vitest";
import { compileBackward } from "../../src/backward/executable.ts";
import { mean, openSession, parameter } from "../../src/grad/index.ts";
import { imageFilter } from "../../src/images/plan.ts";
import type { Machine } from "../../src/plan/machine.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { threadsAllowed } from "../../src/planner/threads.ts";
import { compilePool } from "../../src/pooling/executable.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { plan } from "../../src/whole.ts";

interface How {
  readonly threads: number;
  readonly machine: Machine;
}

const LAYER = parse("ic2ih6oc2kh3");

const ENTRANCES: Readonly<Record<string, (how: How) => unknown>> = {
  plan: (how) => plan(LAYER, how),
  backward: (how) => compileBackward(LAYER, how),
  session: (how) => openSession({ run: { outputs: [mean(parameter("p", tensor([4])))] } }, how),
  pool: (how) => compilePool(() => expect.unreachable(), how),
  images: (how) =>
    imageFilter({ width: 9, height: 9, kernel: { columns: 1, rows: 1, values: [1] }, ...how }),
};

describe.each(Object.entries(ENTRANCES))("%s", (_, enter) => {
  const machine = detectMachine();

  test.each([0, -1, 2.5, 65, Number.NaN])("refuses %d threads", async (threads) => {
    await expect(async () => enter({ threads, machine })).rejects.toThrow(
      `expected a whole number from 1 to 64 for threads, got ${threads}`,
    );
  });

  test("refuses two where memory cannot be shared", async () => {
    await expect(async () =>
      enter({ threads: 2, machine: { ...machine, sharedMemory: false } }),
    ).rejects.toThrow("memory cannot be shared between threads here");
  });
});

test("unasked, no machine gets more threads than it can share memory between", () => {
  const machine = { ...detectMachine(), threads: 100 };
  expect(threadsAllowed(undefined, machine)).toBe(64);
  expect(threadsAllowed(undefined, { ...machine, sharedMemory: false })).toBe(1);
});
