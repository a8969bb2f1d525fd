/**
 * A graph in memory: all that its runs compute, compiled into one module over one memory. A run
 * computes values, or minimizes one of them, and allocates nothing.
 *
 *     const session = await openSession({
 *       train: { outputs: [loss], minimize: loss, optimizer: sgd({ rate: 0.1 }) },
 *       predict: { outputs: [logits] },
 *     });
 *     session.write(x, batch);
 *     await session.run("train");
 *     session.read(loss)[0]
 */
import { fault, guard, OptionError, ShapeError, UnsupportedError } from "../errors.ts";
import type { Stage } from "../host/share.ts";
import { float, splat } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { map } from "../kernels/map.ts";
import { nearest, readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import type { Allocation, Step } from "../plan/program.ts";
import { detectMachine } from "../planner/detect.ts";
import { threadsAllowed } from "../planner/threads.ts";
import { link } from "../runtime/link.ts";
import { Memory } from "../runtime/memory.ts";
import { type Pool, sharedPool } from "../runtime/pool.ts";
import { Runner } from "../runtime/runner.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { encode } from "../wasm/encode.ts";
import { Assembly } from "./assemble.ts";
import type { Optimizer } from "./optimizer.ts";
import { inOrder } from "./order.ts";
import { nameOf, type Parameter, runNumber, type Value } from "./value.ts";

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

export interface SessionOptions {
  /** Most threads to use; default: what the machine has, one for small graphs. */
  readonly threads?: number;
  readonly machine?: Machine;
}

/** Numbers that the kernels of a run must touch for a helper to be worth waking. */
const WORTH_WAKING = 200_000;

/** An optimizer at work. */
interface Optimization {
  readonly optimizer: Optimizer;
  readonly scalars: Buffer;
  readonly slots: ReadonlyMap<Value, readonly Buffer[]>;
  steps: number;
}

interface Run {
  readonly runner: Runner;
  readonly optimization: Optimization | null;
  /** The number of the run, in memory; null where nothing asks for it. */
  readonly number: Int32Array | null;
}

interface Parts {
  readonly assembly: Assembly;
  readonly runs: ReadonlyMap<string, Run>;
  readonly readable: ReadonlySet<Value>;
  readonly view: Runner;
}

/**
 * Compiles the runs of a graph.
 *
 * @throws OptionError for an unknown option, a state with two writers, or something to minimize that
 * is no single number or that no parameter leads to; for threads that are no whole number from 1 to 64.
 * @throws UnsupportedError without WebAssembly SIMD, for several threads where memory cannot be shared,
 * or when all needs more than 4 GiB.
 */
export async function openSession<Name extends string>(
  specs: Readonly<Record<Name, RunSpec>>,
  options: SessionOptions = {},
  helpers?: Pool,
): Promise<Session<Name>> {
  readOptions("openSession", options, ["threads", "machine"]);
  const machine = options.machine ?? detectMachine();
  if (!machine.simd) throw new UnsupportedError("gradients need WebAssembly SIMD");
  const threads = threadsAllowed(options.threads, machine);
  const assembly = new Assembly({ machine, threads });
  const readable = new Set<Value>();
  const plans = Object.entries<RunSpec>(specs).map(([name, spec]) => {
    readOptions(`the run ${name}`, spec, ["outputs", "minimize", "accumulate", "optimizer"]);
    return { name, ...planRun(assembly, spec, threads, readable) };
  });
  const all = plans.flatMap(({ steps }) => steps);
  const allocations: readonly Allocation[] = assembly.allocations;
  const linked = link({ allocations, steps: all }, { fma: machine.fma, threads });
  const module = await WebAssembly.compile(encode(linked.module));
  const { layout } = linked;
  const memory = new Memory({ program: { allocations }, layout, memory: linked.module.memory! });
  const pool = threads > 1 ? (helpers ?? sharedPool()) : null;
  let from = 0;
  const view = new Runner({ layout, stages: [], module }, memory, 1, null, false);
  const runs = new Map(
    plans.map(({ name, steps, optimization, counts }) => {
      const stages = renumbered(linked.stages.slice(from, from + steps.length));
      from += steps.length;
      const touched = steps.reduce(
        (sum, { kernel }) => sum + kernel.buffers.reduce((n, b) => n + sizeOf(b.shape), 0),
        0,
      );
      const wakes = touched >= WORTH_WAKING;
      const runner = new Runner({ layout, stages, module }, memory, threads, pool, wakes);
      const number = counts ? view.view(Int32Array, assembly.bufferOf(runNumber), 1) : null;
      return [name, { runner, optimization, number }] as const;
    }),
  );
  return new Session({ assembly, runs, readable, view });
}

function planRun(
  assembly: Assembly,
  { outputs = [], minimize, accumulate = false, optimizer }: RunSpec,
  threads: number,
  readable: Set<Value>,
): { steps: Step[]; optimization: Optimization | null; counts: boolean } {
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

/** Stages of one run alone: chunks are counted from 0. */
function renumbered(stages: readonly Stage[]): Stage[] {
  const offset = stages[0]?.first ?? 0;
  return stages.map((stage) => ({ ...stage, first: stage.first - offset }));
}

export class Session<Name extends string = string> implements Disposable {
  private readonly parts: Parts;

  /** Made by `openSession`. */
  constructor(parts: Parts) {
    this.parts = parts;
  }

  /**
   * Writes the numbers of an input, or of a parameter.
   *
   * @throws ShapeError for another count of numbers; OptionError for a value that is computed, or an
   * index outside its range; RuntimeError while a run is under way.
   */
  write(value: Value, numbers: ArrayLike<number>): void {
    this.parts.view.assertIdle();
    const { origin, shape, range } = value;
    guard(origin.kind !== "operation" && this.parts.readable.has(value), OptionError, () => ({
      name: "what is written",
      expected: "an input or a parameter of the graph",
      got: nameOf(value),
    }));
    guard(numbers.length === sizeOf(shape), ShapeError, () => ({
      name: nameOf(value),
      expected: `${sizeOf(shape)} numbers`,
      got: numbers.length,
    }));
    if (range) {
      for (let i = 0; i < numbers.length; i++) {
        const n = numbers[i];
        if (!(Number.isInteger(n) && n >= range.min && n <= range.max)) {
          throw fault(OptionError, {
            name: `number ${i} of ${nameOf(value)}`,
            expected: `a whole number from ${range.min} to ${range.max}`,
            got: n,
          });
        }
      }
    }
    this.viewOf(value).set(numbers);
  }

  /**
   * The numbers of an input, a parameter or an output, as the last run left them: a view of the
   * session's memory, overwritten by the next.
   *
   * @throws OptionError for a value that no run of this session was asked for.
   */
  read(value: Value): Float32Array | Int32Array {
    guard(this.parts.readable.has(value), OptionError, () => ({
      name: nameOf(value),
      expected: "an input, a parameter or an output of the session's runs",
      got: "a value in between",
    }));
    return this.viewOf(value);
  }

  /** The gradient of a parameter, by the last run that minimized something; a view. */
  gradient(value: Value): Float32Array {
    const buffer = this.parts.assembly.gradientOf(value);
    if (!buffer) {
      throw fault(OptionError, {
        name: `the gradient of ${nameOf(value)}`,
        expected: "a parameter of what a run minimizes",
        got: value.origin.kind,
      });
    }
    return this.parts.view.view(Float32Array, buffer, sizeOf(value.shape));
  }

  /**
   * Runs what `openSession` was told under this name.
   *
   * @throws OptionError for a name that it was not told, and when the optimizer's rate is no rate.
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died.
   */
  async run(name: Name): Promise<void> {
    const { runner, optimization, number } = this.named(name);
    // A run that is refused does not count.
    runner.assertIdle();
    if (optimization) {
      const { optimizer, scalars, steps } = optimization;
      const numbers = optimizer.scalars(steps + 1);
      this.parts.view.view(Float32Array, scalars, numbers.length).set(numbers);
      optimization.steps = steps + 1;
    }
    if (number) number[0]++;
    await runner.run();
  }

  /**
   * Copies all parameters and states to where they came from: other sessions can start there.
   *
   * @throws RuntimeError while a run is under way, as `load` does.
   */
  save(): void {
    this.parts.view.assertIdle();
    for (const value of this.parameters()) value.origin.data.set(this.viewOf(value));
  }

  /** The other way round. */
  load(): void {
    this.parts.view.assertIdle();
    for (const value of this.parameters()) this.viewOf(value).set(value.origin.data);
  }

  /** Parameters and states, in the order of the graph. */
  parameters(): Parameter[] {
    return [...this.parts.readable].filter(
      (value): value is Parameter => value.origin.kind === "parameter",
    );
  }

  /**
   * What the optimizer of a run keeps, by slot and parameter, as views, and how often it has run; null
   * for a run without optimizer.
   *
   * @throws OptionError for a name that no run has.
   */
  optimization(name: Name): { steps: number; slots: Map<string, Float32Array> } | null {
    const { optimization } = this.named(name);
    if (!optimization) return null;
    const { optimizer, slots, steps } = optimization;
    const views = [...slots].flatMap(([value, buffers]) =>
      buffers.map((buffer, i) => {
        const key = `${optimizer.slots[i]}.${(value as Parameter).origin.name}`;
        return [key, this.parts.view.view(Float32Array, buffer, sizeOf(value.shape))] as const;
      }),
    );
    return { steps, slots: new Map(views) };
  }

  /**
   * Goes on after so many steps of a run's optimizer: when its slots have been written.
   *
   * @throws OptionError for a run without optimizer, or steps that are no whole number; RuntimeError
   * while a run is under way.
   */
  resume(name: Name, steps: number): void {
    const { runner, optimization } = this.named(name);
    runner.assertIdle();
    guard(optimization !== null, OptionError, () => ({
      name: "what is resumed",
      expected: "a run with an optimizer",
      got: name,
    }));
    guard(Number.isSafeInteger(steps) && steps >= 0, OptionError, () => ({
      name: `the steps of ${name}`,
      expected: "a whole number of at least 0",
      got: steps,
    }));
    optimization.steps = steps;
  }

  [Symbol.dispose](): void {
    for (const { runner } of this.parts.runs.values()) runner[Symbol.dispose]();
  }

  private named(name: Name): Run {
    const run = this.parts.runs.get(name);
    if (run) return run;
    const names = [...this.parts.runs.keys()];
    throw fault(OptionError, {
      name: "a run of the session",
      expected: `one of ${names.join(", ")}`,
      got: name,
      nearest: nearest(name, names),
    });
  }

  private viewOf(value: Value): Float32Array | Int32Array {
    const buffer = this.parts.assembly.bufferOf(value);
    const Kind = value.element === "i32" ? Int32Array : Float32Array;
    return this.parts.view.view<Float32Array | Int32Array>(Kind, buffer, sizeOf(value.shape));
  }
}
