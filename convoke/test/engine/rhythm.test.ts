/** When short runs call helpers: those awake always, sleepers where runs follow each other closely. */
import { expect, test } from "vitest";
import { Rhythm } from "../../src/runtime/rhythm.ts";

/** Numbers of the runs, of `count`, that call; `awake` says whether a helper is found so. */
function calling(rhythm: Rhythm, count: number, awake: (run: number) => boolean): number[] {
  return Array.from({ length: count }, (_, run) => run).filter((run) => rhythm.calls(awake(run)));
}

test("the eighth run that finds all asleep calls, then ever rarer ones", () => {
  expect(calling(new Rhythm(), 60, () => false)).toEqual([7, 23, 55]);
});

test("a caller whose runs lie far apart pays for one call in a thousand runs", () => {
  const rhythm = new Rhythm();
  calling(rhythm, 5000, () => false);
  expect(calling(rhythm, 10_240, () => false)).toHaveLength(10);
});

test("a helper found awake is called, and sets the count back", () => {
  const rhythm = new Rhythm();
  calling(rhythm, 5000, () => false);
  expect(calling(rhythm, 10, (run) => run === 0)).toEqual([0, 8]);
});
