/**
 * Clips made into examples: moved, played faster or slower, before a background, louder or softer.
 * What becomes of an example follows from the seed and its number alone.
 */
import { addBackground, gain, type Range, speed, stream, stretch, timeShift } from "convoke/data";
import { type Keywords, LENGTH, type Part, RATE, type Samples } from "./sounds.ts";

/** How clips are changed. */
interface Changes {
  /** Seconds by which a clip is moved at most, to either side. */
  readonly shift: number;
  /** Ranges of speeds, each as likely; none: as it was. */
  readonly speeds: readonly Range[];
  /** How much louder it becomes, with its background. */
  readonly decibels: Range;
  /** Of the clip's power to the background's, over the whole second, in decibels. */
  readonly snr: Range;
}

const TRAINED: Changes = { shift: 0.15, speeds: [[0.88, 1.12]], decibels: [-12, 3], snr: [0, 30] };

/** Where the test has the clips of the training: at speeds and levels that the training never has. */
const UNSEEN: Omit<Changes, "snr"> = {
  shift: 0.2,
  speeds: [
    [0.78, 0.86],
    [1.14, 1.24],
  ],
  decibels: [-18, -12],
};
const UNCHANGED: Omit<Changes, "snr"> = { shift: 0, speeds: [], decibels: [0, 0] };

/** Signal-to-noise ratios of the test in decibels; the last are below those of the training. */
export const RATIOS = [30, 20, 10, 5, 0, -5, -10] as const;

/** Made one by one as they are asked for: all at once would not fit everywhere. */
export interface Examples {
  readonly labels: Int32Array;
  /** A second. */
  readonly at: (i: number) => Samples;
}

/** Streams of random numbers below the seed. */
const TRAIN = 2;
const TEST = 3;

/** Classes take turns, and so do the clips of each. */
export const trainingExamples = (
  { train, classes }: Keywords,
  count: number,
  seed: number,
): Examples => ({
  labels: Int32Array.from({ length: count }, (_, i) => i % classes.length),
  at: (i) => example(train, classes.length, i, TRAINED, stream(seed, TRAIN, i)),
});

/** `each` examples at every one of RATIOS, which take turns too; the same whatever the training's seed. */
export function testExamples({ test, classes, lone }: Keywords, each: number): Examples {
  const changes = lone ? UNSEEN : UNCHANGED;
  const place = (i: number) => Math.floor(i / RATIOS.length);
  return {
    labels: Int32Array.from({ length: each * RATIOS.length }, (_, i) => place(i) % classes.length),
    at: (i) => {
      const ratio = RATIOS[i % RATIOS.length];
      const how = { ...changes, snr: [ratio, ratio] as const };
      return example(test, classes.length, place(i), how, stream(TEST, i));
    },
  };
}

/** Example i is of class i modulo their number. */
function example(
  { clips, backgrounds }: Part,
  classes: number,
  i: number,
  { shift, speeds, decibels, snr }: Changes,
  next: () => number,
): Samples {
  const [label, turn] = [i % classes, Math.floor(i / classes)];
  const own = clips.filter((clip) => clip.label === label);
  // What is no keyword comes from backgrounds too: always where there are no clips, else every second.
  const heard = label === classes - 1 && (own.length === 0 || turn % 2 === 0);
  const clip = heard
    ? stretch(pick(backgrounds, next), LENGTH, next)
    : own[(label === classes - 1 ? turn >> 1 : turn) % own.length].samples;
  const paced = speeds.length === 0 ? clip : speed(clip, pick(speeds, next), next);
  const moved = timeShift(paced, Math.round(shift * RATE), next);
  return gain(addBackground(moved, pick(backgrounds, next), snr, next), decibels, next);
}

const pick = <T>(list: readonly T[], next: () => number): T =>
  list[Math.floor(next() * list.length)];
