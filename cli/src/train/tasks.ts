/** Every task that can be learned, by name. */
import { Failure, perhaps, quoted } from "../failure.ts";
import { digits } from "./digits/task.ts";
import { kernel } from "./kernel/task.ts";
import { keywords } from "./keywords/task.ts";
import { position } from "./position/task.ts";
import type { Task } from "./task.ts";
import { text } from "./text/task.ts";

export const TASKS: readonly Task[] = [digits, keywords, text, kernel, position];

/** @throws Failure for a name that no task has. */
export function taskNamed(name: string): Task {
  const found = TASKS.find((task) => task.name === name);
  if (found) return found;
  const names = TASKS.map((task) => task.name);
  throw new Failure(
    "usage",
    `expected ${names.join(" or ")} for TASK, got ${quoted(name)}${perhaps(name, names)}`,
  );
}
