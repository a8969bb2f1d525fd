/** Code is made once: for equal plans, for plans whose bytes are equal, and never without a bound. */
import { describe, expect, test } from "vitest";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { Kept } from "../../src/runtime/kept.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { codeOf, plan, programOf } from "../../src/whole.ts";

const on = { machine: PLAIN_MACHINE, algorithm: "direct" } as const;

describe("code", () => {
  test("equal plans share their program and their module", async () => {
    const [one, two] = [plan("ic3ih9oc5kh3", on), plan("ic3ih9oc5kh3", on)];
    expect(programOf(one)).toBe(programOf(two));
    expect((await codeOf(one)).module).toBe((await codeOf(two)).module);
  });

  test("a flipped kernel is packed in another order and runs the same module", async () => {
    const [one, two] = [plan("ic3ih9oc5kh3", on), plan("ic3ih9oc5kh3_convolution", on)];
    expect(programOf(one)).not.toBe(programOf(two));
    expect((await codeOf(one)).module).toBe((await codeOf(two)).module);
  });

  test("another shape, schedule or machine is other code", async () => {
    const { module } = await codeOf(plan("ic3ih9oc5kh3", on));
    for (const other of [
      plan("ic3ih10oc5kh3", on),
      plan("ic3ih9oc5kh3", { ...on, schedule: { mr: 2, nv: 1, run: 1 } }),
      plan("ic3ih9oc5kh3", { ...on, machine: { ...PLAIN_MACHINE, wide: true } }),
    ])
      expect((await codeOf(other)).module).not.toBe(module);
  });

  test("what was made for one weight belongs to that weight", () => {
    const of = (value: number) =>
      plan("ic1iw8oc1kw2", { ...on, weight: tensor([1, 1, 2], [1, value]) });
    const [one, two] = [of(2), of(3)];
    expect(programOf(one)).toBe(programOf(one));
    expect(programOf(one)).not.toBe(programOf(two));
  });
});

describe("Kept", () => {
  test("forgets what was not asked for longest", () => {
    const kept = new Kept<string>(2, 100);
    const get = (key: string) =>
      kept.get(
        key,
        () => `${key}${made++}`,
        () => 1,
      );
    let made = 0;
    expect([get("a"), get("b"), get("a"), get("c"), get("a"), get("b")]).toEqual([
      "a0",
      "b1",
      "a0",
      "c2",
      "a0",
      "b3",
    ]);
  });

  test("holds no more than its size, except for the newest", () => {
    const kept = new Kept<number>(9, 10);
    let made = 0;
    const get = (key: string, size: number) =>
      kept.get(
        key,
        () => made++,
        () => size,
      );
    expect([get("a", 6), get("b", 4), get("a", 6), get("c", 5), get("a", 6)]).toEqual([
      0, 1, 0, 2, 3,
    ]);
    expect([get("huge", 99), get("huge", 99), get("a", 6)]).toEqual([4, 4, 5]);
  });
});
