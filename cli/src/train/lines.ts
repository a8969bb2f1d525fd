/** How a training goes, in lines. */
import { grouped } from "@convoke/studies/words";
import type { EpochReport, Progress } from "convoke/nets";
import type { Words } from "../strings.ts";
import { timeLeft } from "../terminal/progress.ts";
import type { Course } from "./task.ts";

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Loss, and accuracy where there are classes. */
const measures = ({ loss, accuracy }: { loss: number; accuracy: number | null }): string =>
  `${loss.toFixed(4)}${accuracy === null ? "" : `  ${percent(accuracy)}`}`;

export const dataLine = ({ source, train, test }: Course, t: Words): string =>
  `${source}, ${t.trainSet} ${grouped(train)}${test === null ? "" : `, ${t.testSet} ${grouped(test)}`}`;

export function epochLine(report: EpochReport, epochs: number, seconds: number, t: Words): string {
  const { epoch, validation } = report;
  const tested = validation ? `  ${t.testSet} ${measures(validation)}` : "";
  return `${t.epoch} ${epoch}/${epochs}  ${seconds.toFixed(2)} s  ${t.loss} ${measures(report)}${tested}`;
}

export function stepLine(progress: Progress, { pace }: Course, t: Words): string {
  const { epoch, epochs, step, steps, examplesPerSecond, secondsLeft } = progress;
  return (
    `${t.epoch} ${epoch}/${epochs}  ${grouped(step)}/${grouped(steps)}  ${t.loss} ${measures(progress)}  ` +
    `${grouped(Math.round(examplesPerSecond))} ${t[pace]}  ` +
    timeLeft(secondsLeft, t.left)
  );
}
