/** Convoke itself. Words change how it plans: an accuracy class, an algorithm, `plain` for no wide SIMD. */
import {
  ACCURACIES,
  type Accuracy,
  ALGORITHM_NAMES,
  type AlgorithmName,
  compile,
  detectMachine,
  enableWideSimd,
  type PlanOptions,
  plan,
  tensor,
  UnsupportedError,
  weightShape,
} from "convoke";
import { type Engine, type Prepared, Refusal, type Task } from "../engine.ts";
import { arraysOf } from "./arrays.ts";
import { prepareBackward } from "./convoke-backward.ts";
import { prepareImage } from "./convoke-images.ts";
import { prepareStep } from "./convoke-step.ts";

export const CONVOKE_WORDS: readonly string[] = [...ACCURACIES, ...ALGORITHM_NAMES, "plain"];

export async function convoke(words: readonly string[]): Promise<Engine> {
  if (!words.includes("plain")) await enableWideSimd();
  const accuracy = words.find((word): word is Accuracy => includes(ACCURACIES, word));
  const algorithm = words.find((word): word is AlgorithmName => includes(ALGORITHM_NAMES, word));
  const options = { ...(accuracy && { accuracy }), ...(algorithm && { algorithm }) };
  return {
    version: "",
    prepare: (task, threads) =>
      task.pixels === "u8"
        ? prepareImage(task, threads)
        : task.backward
          ? prepareBackward(task, threads, accuracy)
          : prepare(task, threads, options),
    prepareStep,
  };
}

async function prepare(task: Task, threads: number, options: PlanOptions): Promise<Prepared> {
  const { problem } = task;
  const { input, weight: values } = arraysOf(task);
  const weight = tensor(weightShape(problem), values);
  // With all threads allowed, how many to wake is the planner's choice.
  const most = threads < detectMachine().threads ? { threads } : {};
  try {
    const chosen = plan(problem, { ...options, ...most, ...(task.filter && { weight }) });
    const executable = await compile(chosen, { weight });
    const result = new Float32Array(executable.output.data.length);
    executable.input.data.set(input);
    return {
      mode: describe(chosen),
      resident: () => executable.run(),
      whole: async () => {
        executable.input.data.set(input);
        await executable.run();
        result.set(executable.output.data);
      },
      output: () => executable.output.data.slice(),
      dispose: () => executable[Symbol.dispose](),
    };
  } catch (error) {
    if (error instanceof UnsupportedError) throw new Refusal(error.message);
    throw error;
  }
}

function describe({ algorithm, threads, machine }: ReturnType<typeof plan>): string {
  const extent = `${threads} thread${threads > 1 ? "s" : ""}`;
  return `${algorithm}, ${extent}, ${machine.wide ? 256 : 128} bit`;
}

const includes = <T extends string>(known: readonly T[], word: string): word is T =>
  (known as readonly string[]).includes(word);
