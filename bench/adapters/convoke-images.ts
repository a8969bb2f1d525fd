/** Convoke on bytes: `convoke/images`. */
import { join } from "node:path";
import { detectMachine, UnsupportedError } from "convoke";
import { compileImage, imageFilter } from "convoke/images";
import { type Prepared, Refusal, type Task } from "../engine.ts";
import { valuesOf } from "./arrays.ts";

export async function prepareImage(task: Task, threads: number): Promise<Prepared> {
  const { filter, problem, folder } = task;
  if (filter === null) throw new Refusal("layers are computed in floats");
  const [height, width] = problem.axes.map((axis) => axis.input);
  const { size, matrix, divisor } = filter;
  const input = valuesOf(join(folder, "input.bin"), "u8") as Uint8Array;
  const most = threads < detectMachine().threads ? { threads } : {};
  try {
    const plan = imageFilter({
      ...most,
      width,
      height,
      channels: problem.inChannels,
      kernel: { rows: size, columns: size, values: matrix },
      scale: 1 / divisor,
    });
    const executable = await compileImage(plan);
    const result = new Uint8Array(input.length);
    executable.input.set(input);
    return {
      mode: `${plan.algorithm}, ${plan.threads} thread${plan.threads > 1 ? "s" : ""}, ${plan.machine.wide ? 256 : 128} bit`,
      resident: () => executable.run(),
      whole: async () => {
        executable.input.set(input);
        await executable.run();
        result.set(executable.output);
      },
      output: () => (executable.output as Uint8Array).slice(),
      dispose: () => executable[Symbol.dispose](),
    };
  } catch (error) {
    if (error instanceof UnsupportedError) throw new Refusal(error.message);
    throw error;
  }
}
