/**
 * What measuring has taught, as a value and as text: for a problem, an accuracy and a number of
 * threads, the algorithm and schedule that were quickest on one kind of machine. `tune` measures,
 * `learn` adds to a wisdom, `plan` follows one. Nothing here touches a file.
 */
import { type Algorithms, named } from "../algorithms/algorithm.ts";
import { FormatError, fault, guard, OptionError } from "../errors.ts";
import type { Machine } from "../plan/machine.ts";
import {
  ACCURACIES,
  type Accuracy,
  ALGORITHM_NAMES,
  type AlgorithmName,
  type Plan,
  type Schedule,
  type Setting,
} from "../plan/plan.ts";
import { format, parse } from "../semantics/descriptor.ts";
import { offersOf } from "./contest.ts";

export interface WisdomEntry {
  /** The problem's word. */
  readonly problem: string;
  readonly accuracy: Accuracy;
  readonly threads: number;
  readonly algorithm: AlgorithmName;
  readonly schedule: Schedule;
  /** Of the median run when it was measured. */
  readonly milliseconds: number;
}

export interface Wisdom {
  /** The kind of machine all entries were measured on; see `fingerprint`. */
  readonly machine: string;
  readonly entries: readonly WisdomEntry[];
}

/** Of the text; another one is refused, not guessed at. */
const VERSION = 1;

/** What must be equal for wisdom to hold: what code is made of, not how fast it runs. */
export const fingerprint = ({ simd, fma, wide, threads }: Machine): string =>
  [
    simd ? "simd" : "scalar",
    fma ? "fused" : "unfused",
    wide ? "256 bit" : "128 bit",
    `${threads} threads`,
  ].join(", ");

/** Wisdom about a machine before anything was learnt. */
export const noWisdom = (machine: Machine): Wisdom => ({
  machine: fingerprint(machine),
  entries: [],
});

/**
 * The wisdom with what `tune` found out for a plan in it, instead of what it held about the same.
 *
 * @throws OptionError for a plan that was not measured, was made for one weight, or on another machine.
 */
export function learn(wisdom: Wisdom, plan: Plan): Wisdom {
  const { problem, accuracy, threads, algorithm, schedule, weight, machine, candidates } = plan;
  const measured = candidates[0].measured;
  if (measured === null || weight !== null) {
    throw fault(OptionError, {
      name: "plan of learn",
      expected: "a plan that tune has made for any weight",
      got:
        weight === null
          ? "one that was not measured"
          : weight === "input"
            ? "one that packs the weight"
            : "one for one weight",
    });
  }
  expectMachine(wisdom, machine);
  const word = format(problem);
  const entry = { problem: word, accuracy, threads, algorithm, schedule, milliseconds: measured };
  const others = wisdom.entries.filter(
    (e) => e.problem !== word || e.accuracy !== accuracy || e.threads !== threads,
  );
  return { ...wisdom, entries: [...others, entry] };
}

/**
 * What a wisdom says about a problem, on so many threads or (null) on any number that the setting
 * allows; null when nothing. The algorithm is asked again: an old or a forged entry is never followed.
 *
 * @throws OptionError for the wisdom of another machine.
 * @throws FormatError for an entry that the algorithm refuses or does not offer.
 */
export function recall(
  algorithms: Algorithms,
  wisdom: Wisdom,
  most: Setting,
  accuracy: Accuracy,
  threads: number | null,
): WisdomEntry | null {
  expectMachine(wisdom, most.machine);
  const word = format(most.problem);
  const [entry] = wisdom.entries
    .filter((e) => e.problem === word && e.accuracy === accuracy)
    .filter((e) => (threads === null ? e.threads <= most.threads : e.threads === threads))
    .sort((a, b) => a.milliseconds - b.milliseconds);
  if (!entry) return null;
  const setting = { ...most, threads: entry.threads };
  const algorithm = named(algorithms, entry.algorithm);
  const wanted = sorted(entry.schedule);
  const offered =
    algorithm.refuses(setting) === null &&
    offersOf(algorithm, setting, accuracy).some(({ schedule }) => sorted(schedule) === wanted);
  guard(offered, FormatError, () => ({
    name: `the wisdom about ${word}`,
    expected: `a schedule that ${entry.algorithm} offers`,
    got: entry.schedule,
  }));
  return entry;
}

export const saveWisdom = ({ machine, entries }: Wisdom): string =>
  `${JSON.stringify({ convokeWisdom: VERSION, machine, entries }, null, 1)}\n`;

/** @throws FormatError, in one sentence, for anything that `saveWisdom` has not written. */
export function loadWisdom(text: string): Wisdom {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fault(FormatError, { name: "wisdom", expected: "JSON", got: text }, { cause });
  }
  const { convokeWisdom, machine, entries } = record("wisdom", value, [
    "convokeWisdom",
    "machine",
    "entries",
  ]);
  expect(convokeWisdom === VERSION, "the version of wisdom", `${VERSION}`, convokeWisdom);
  expect(typeof machine === "string", "the machine of wisdom", "a text", machine);
  expect(Array.isArray(entries), "the entries of wisdom", "a list", entries);
  return { machine: machine as string, entries: (entries as unknown[]).map(entryFrom) };
}

const FIELDS = ["problem", "accuracy", "threads", "algorithm", "schedule", "milliseconds"] as const;

function entryFrom(value: unknown, index: number): WisdomEntry {
  const at = `entries[${index}] of wisdom`;
  const entry = record(at, value, FIELDS);
  const { problem, accuracy, threads, algorithm, schedule, milliseconds } = entry;
  expect(isWord(problem), `problem in ${at}`, "a problem's word", problem);
  expect(isOneOf(ACCURACIES, accuracy), `accuracy in ${at}`, ACCURACIES.join(" or "), accuracy);
  expect(isCount(threads), `threads in ${at}`, "a whole number of at least 1", threads);
  const names = ALGORITHM_NAMES.join(" or ");
  expect(isOneOf(ALGORITHM_NAMES, algorithm), `algorithm in ${at}`, names, algorithm);
  const numbers = typeof schedule === "object" && schedule !== null && !Array.isArray(schedule);
  expect(
    numbers && Object.values(schedule).every(Number.isSafeInteger),
    `schedule in ${at}`,
    "whole numbers by name",
    schedule,
  );
  expect(
    typeof milliseconds === "number" && milliseconds >= 0,
    `milliseconds in ${at}`,
    "a time",
    milliseconds,
  );
  return entry as unknown as WisdomEntry;
}

/** An object with these keys and no others. */
function record<K extends string>(
  name: string,
  value: unknown,
  keys: readonly K[],
): Record<K, unknown> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const fits = isRecord && Object.keys(value).sort().join() === [...keys].sort().join();
  expect(fits, name, `an object of ${keys.join(", ")}`, value);
  return value as Record<K, unknown>;
}

function isWord(value: unknown): boolean {
  try {
    return typeof value === "string" && format(parse(value)) === value;
  } catch {
    return false;
  }
}

const isOneOf = (names: readonly string[], value: unknown): boolean =>
  names.includes(value as string);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

const sorted = (schedule: Schedule): string => JSON.stringify(Object.entries(schedule).sort());

function expectMachine(wisdom: Wisdom, machine: Machine): void {
  guard(wisdom.machine === fingerprint(machine), OptionError, () => ({
    name: "wisdom",
    expected: `what was learnt on this kind of machine (${fingerprint(machine)})`,
    got: wisdom.machine,
  }));
}

/** The one sentence of everything that is wrong with a text. */
function expect(holds: boolean, name: string, expected: string, got: unknown): void {
  guard(holds, FormatError, () => ({ name, expected, got }));
}
