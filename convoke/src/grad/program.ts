/** A session before it is compiled: what each run does, as kernels over one memory. */
import { guard, OptionError } from "../errors.ts";
import { float, splat } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { map } from "../kernels/map.ts";
import { readOptions } from "../options.ts";
import type { Step } from "../plan/program.ts";
import { type Lives, livesOf } from "../runtime/lives.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { Assembly } from "./assemble.ts";
import type { Target } from "./operation.ts";
import type { Optimizer } from "./optimizer.ts";
import { inOrder } from "./order.ts";
import { runNumber, type Value } from "./value.ts";

/** What one kind of run does. */
export interface RunSpec {
  /** Values to compute; `session.read` gives their numbers afterwards. */
  readonly outputs?: readonly Value[];
  /** A single number whose gradients in all its parameters are computed as well. */
  readonly minimize?: Value;
  /** Whether gradients are added to those of the runs before, until an optimizer has used them. */
  readonly accumulate?: boolean;
  /**
   * Moves parameters at the end of the run: those whose gradients the run computes, or, where it
   * minimizes nothing, all that a run before it has given a gradient.
   */
  readonly optimizer?: Optimizer;
}

/** An optimizer at work. */
export interface Optimization {
  readonly optimizer: Optimizer;
  readonly scalars: Buffer;
  readonly slots: ReadonlyMap<Value, readonly Buffer[]>;
  steps: number;
}

export interface PlannedRun {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly optimization: Optimization | null;
  /** Whether it asks for its number. */
  readonly counts: boolean;
}

export interface SessionProgram {
  readonly assembly: Assembly;
  /** One after the other. */
  readonly runs: readonly PlannedRun[];
  /** What is read or written from outside. */
  readonly readable: ReadonlySet<Value>;
  /** Of what only kernels see. */
  readonly lives: Lives;
}

/** @throws OptionError as `openSession` does. */
export function programOf(
  specs: Readonly<Record<string, RunSpec>>,
  target: Target,
): SessionProgram {
  const assembly = new Assembly(target);
  const readable = new Set<Value>();
  const runs = Object.entries(specs).map(([name, spec]) => {
    readOptions(`the run ${name}`, spec, ["outputs", "minimize", "accumulate", "optimizer"]);
    return { name, ...planRun(assembly, spec, target.threads, readable) };
  });
  const passing = new Set<Buffer>();
  for (const { buffer, role } of assembly.allocations) if (role === "scratch") passing.add(buffer);
  for (const value of readable) passing.delete(assembly.bufferOf(value));
  const lives = livesOf(
    runs.map(({ steps }) => steps),
    passing,
  );
  return { assembly, runs, readable, lives };
}

function planRun(
  assembly: Assembly,
  { outputs = [], minimize, accumulate = false, optimizer }: RunSpec,
  threads: number,
  readable: Set<Value>,
): Omit<PlannedRun, "name"> {
  const ends = minimize ? [...outputs, minimize] : outputs;
  const order = inOrder(ends);
  const counts = order.includes(runNumber);
  for (const value of order) {
    if (value.origin.kind !== "operation") readable.add(value);
  }
  for (const value of ends) readable.add(value);
  const steps = assembly.forward(ends, minimize !== undefined);
  const back = minimize ? assembly.backward(minimize, accumulate) : null;
  if (back) steps.push(...back.steps);
  if (!optimizer) return { steps, optimization: null, counts };
  const trained =
    back?.parameters ?? [...readable].filter((value) => assembly.gradientOf(value) !== null);
  guard(trained.length > 0, OptionError, () => ({
    name: "a run with an optimizer",
    expected: "something to minimize, in it or in a run before it",
    got: minimize,
  }));
  const scalars = assembly.floats("scalars", Math.max(1, optimizer.scalars(1).length));
  const slots = new Map<Value, readonly Buffer[]>();
  for (const value of trained) {
    const own = optimizer.slots.map((slot) => assembly.floats(slot, sizeOf(value.shape)));
    slots.set(value, own);
    steps.push(
      updateOf(assembly, value, optimizer, scalars, own, threads, accumulate || !minimize),
    );
  }
  return { steps, optimization: { optimizer, scalars, slots, steps: 0 }, counts };
}

/** @param clears whether the gradient is set back to 0. */
function updateOf(
  assembly: Assembly,
  value: Value,
  { name, update, scalars }: Optimizer,
  numbers: Buffer,
  slots: readonly Buffer[],
  threads: number,
  clears: boolean,
): Step {
  const parameter = assembly.bufferOf(value);
  const gradient = assembly.gradientOf(value)!;
  return map({
    name,
    threads,
    count: sizeOf(value.shape),
    reads: [parameter, gradient, ...slots],
    writes: [parameter, ...slots, ...(clears ? [gradient] : [])],
    scalars: scalars(1).map((_, i) => [numbers, i] as const),
    f: (k, [p, g, ...kept], now) => {
      const next = update(k, { parameter: p, gradient: g, slots: kept, scalars: now });
      return [next.parameter, ...next.slots, ...(clears ? [splat(float(0))] : [])];
    },
  });
}
