/** Convoke's gradients of input and weight. */
import { join } from "node:path";
import { type Accuracy, detectMachine } from "convoke";
import { compileBackward } from "convoke/backward";
import type { Prepared, Task } from "../engine.ts";
import { arraysOf, floats, joined } from "./arrays.ts";

export async function prepareBackward(
  task: Task,
  threads: number,
  accuracy: Accuracy | undefined,
): Promise<Prepared> {
  const { input, weight } = arraysOf(task);
  const gradient = floats(join(task.folder, "gradient.bin"));
  const executable = await compileBackward(task.problem, {
    needs: { db: false },
    // With all threads allowed, how many to wake is the library's choice.
    ...(threads < detectMachine().threads ? { threads } : {}),
    ...(accuracy === undefined ? {} : { accuracy }),
  });
  const { x, w, dy, dx, dw } = executable;
  x!.data.set(input);
  w!.data.set(weight);
  dy!.data.set(gradient);
  const output = () => joined([dx!.data, dw!.data]);
  return {
    mode: `${executable.threads} thread${executable.threads > 1 ? "s" : ""}`,
    resident: () => executable.run(),
    whole: async () => {
      x!.data.set(input);
      dy!.data.set(gradient);
      await executable.run();
      output();
    },
    output,
    dispose: () => executable[Symbol.dispose](),
  };
}
