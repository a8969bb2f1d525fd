/** Progress with a clock and a stream of its own: on a terminal, in a log, and where a program reads. */
import { expect, test } from "vitest";
import { progressLine, timeLeft } from "../src/terminal/progress.ts";
import { statusLine } from "../src/terminal/status.ts";

/** What is written while a clock is set by hand. */
function watched(isTTY: boolean) {
  const clock = { now: 1000 };
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return {
    clock,
    written,
    options: { stream: { isTTY, columns: 60, write }, now: () => clock.now },
  };
}

/** Tells of `seconds` of work, ten times a second. */
function work(isTTY: boolean, seconds: number, quiet = false): string[] {
  const { clock, written, options } = watched(isTTY);
  const progress = progressLine("left", { ...options, quiet });
  for (let i = 0; i <= 10 * seconds; i++) {
    clock.now = 1000 + 100 * i;
    progress.show(i / (10 * seconds), "filtering", () => "filtering");
  }
  progress.clear();
  return written;
}

test("in a log: a line of its own at most every five seconds, with the time left", () => {
  expect(work(false, 12)).toEqual([
    "filtering  ██████████··············  41 %  0:07 left\n",
    "filtering  ████████████████████····  83 %  0:02 left\n",
  ]);
  expect(work(false, 4)).toEqual([]);
});

test("where a program reads: nothing in a log, on a terminal as ever", () => {
  expect(work(false, 60, true)).toEqual([]);
  expect(work(true, 2, true)).toEqual(work(true, 2));
});

test("on a terminal: one line written over, from the first second on, and cleared", () => {
  const written = work(true, 2);
  expect(written[0]).toBe("\r\x1b[Kfiltering  ████████████············  50 %  0:01 left");
  expect(written).toHaveLength(12);
  expect(written.at(-1)).toBe("\r\x1b[K");
  expect(work(true, 0.5)).toEqual([]);
});

test("a new part begins a new forecast; lines end where the terminal does", () => {
  const { clock, written, options } = watched(true);
  const progress = progressLine("left", options);
  progress.show(0, "one", () => "one");
  clock.now += 10_000;
  progress.show(0.5, "two", () => "two");
  clock.now += 2000;
  progress.show(0.75, "two", () => "x".repeat(100));
  expect(written[0]).toBe("\r\x1b[Ktwo  ████████████············  50 %");
  expect(written[1]).toBe(`\r\x1b[K${"x".repeat(59)}`);
  clock.now += 1000;
  progress.show(0.75, "two", () => "two");
  expect(written[2]).toMatch(/75 % {2}0:01 left$/);
});

test("a status line shows at once on a terminal, and not twice in a moment", () => {
  const { clock, written, options } = watched(true);
  const status = statusLine(options);
  status.show(() => "a");
  clock.now += 99;
  status.show(() => "b");
  clock.now += 1;
  status.show(() => "c");
  status.clear();
  status.clear();
  expect(written).toEqual(["\r\x1b[Ka", "\r\x1b[Kc", "\r\x1b[K"]);
});

test("time left, in minutes and seconds", () => {
  expect([0, 59.4, 60, 3599.6, -1].map((s) => timeLeft(s, "left"))).toEqual(
    ["0:00", "0:59", "1:00", "60:00", "0:00"].map((s) => `${s} left`),
  );
});
