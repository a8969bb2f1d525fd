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
import type { Buffer } from "../ir/tree.ts";
import { nearest, readOptions, wholeNumber } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import { detectMachine } from "../planner/detect.ts";
import { threadsAllowed } from "../planner/threads.ts";
import { compileProgram } from "../runtime/compiled.ts";
import { openMemory } from "../runtime/memory.ts";
import { helpersFor, type Pool } from "../runtime/pool.ts";
import { Runner } from "../runtime/runner.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Assembly } from "./assemble.ts";
import { type Optimization, programOf, type RunSpec } from "./program.ts";
import { nameOf, type Parameter, runNumber, type Value } from "./value.ts";

export interface SessionOptions {
  /** Most threads to use; default: what the machine has, one for small graphs. */
  readonly threads?: number;
  readonly machine?: Machine;
  /**
   * Whether numbers that only kernels see share addresses when no step needs both; default true. It
   * changes the memory, never a bit of a result.
   */
  readonly sharing?: boolean;
}

/** Numbers that the kernels of a run must touch for a helper to be worth waking. */
const WORTH_WAKING = 200_000;

type Numbers = Float32Array | Int32Array;
type ViewOf<V> = new (memory: ArrayBuffer, at: number, length: number) => V;

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
  readOptions("openSession", options, ["threads", "machine", "sharing"]);
  const { machine = detectMachine(), sharing = true } = options;
  if (!machine.simd) throw new UnsupportedError("gradients need WebAssembly SIMD");
  const threads = threadsAllowed(options.threads, machine);
  const { assembly, runs: planned, readable, lives } = programOf(specs, { machine, threads });
  const { allocations } = assembly;
  const steps = planned.flatMap((run) => run.steps);
  const places = sharing ? { lives } : {};
  const code = await compileProgram({ allocations, steps }, { machine, threads }, places);
  const memory = await openMemory(code);
  const pool = helpersFor(threads, helpers);
  let from = 0;
  const view = new Runner({ ...code, stages: [] }, memory, 1, null, false);
  const runs = new Map(
    planned.map(({ name, steps, optimization, counts }) => {
      const stages = renumbered(code.stages.slice(from, from + steps.length));
      from += steps.length;
      const touched = steps.reduce(
        (sum, { kernel }) => sum + kernel.buffers.reduce((n, b) => n + sizeOf(b.shape), 0),
        0,
      );
      const wakes = touched >= WORTH_WAKING;
      const runner = new Runner({ ...code, stages }, memory, threads, pool, wakes);
      const number = counts ? view.view(Int32Array, assembly.bufferOf(runNumber), 1) : null;
      return [name, { runner, optimization, number }] as const;
    }),
  );
  return new Session({ assembly, runs, readable, view });
}

/** Stages of one run alone: chunks are counted from 0. */
function renumbered(stages: readonly Stage[]): Stage[] {
  const offset = stages[0]?.first ?? 0;
  return stages.map((stage) => ({ ...stage, first: stage.first - offset }));
}

export class Session<Name extends string = string> implements Disposable {
  /** Of its memory. */
  readonly bytes: number;
  private readonly parts: Parts;
  private readonly views = new Map<Buffer, Numbers>();

  /** Made by `openSession`. */
  constructor(parts: Parts) {
    this.bytes = parts.view.bytes;
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
    this.numbersOf(value).set(numbers);
  }

  /**
   * The numbers of an input, a parameter or an output, as the last run left them: a view of the
   * session's memory, overwritten by the next.
   *
   * @throws OptionError for a value that no run of this session was asked for.
   */
  read(value: Value): Numbers {
    guard(this.parts.readable.has(value), OptionError, () => ({
      name: nameOf(value),
      expected: "an input, a parameter or an output of the session's runs",
      got: "a value in between",
    }));
    return this.numbersOf(value);
  }

  /** Whether a value is an input, a parameter or an output of the session's runs. */
  includes(value: Value): boolean {
    return this.parts.readable.has(value);
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
    return this.viewOf(buffer, Float32Array);
  }

  /**
   * Runs what `openSession` was told under this name.
   *
   * @throws OptionError for a name that it was not told, and when the optimizer's rate is no rate.
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died.
   */
  run(name: Name): Promise<void> {
    try {
      return this.begin(name).run();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Copies all parameters and states to where they came from: other sessions can start there.
   *
   * @throws RuntimeError while a run is under way, as `load` does.
   */
  save(): void {
    this.parts.view.assertIdle();
    for (const value of this.parameters()) value.origin.data.set(this.numbersOf(value));
  }

  /** The other way round. */
  load(): void {
    this.parts.view.assertIdle();
    for (const value of this.parameters()) this.numbersOf(value).set(value.origin.data);
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
        return [key, this.viewOf(buffer, Float32Array)] as const;
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
    wholeNumber(`the steps of ${name}`, steps, 0);
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

  /** Writes what changes from run to run. */
  private begin(name: Name): Runner {
    const { runner, optimization, number } = this.named(name);
    runner.assertIdle();
    if (optimization) {
      const { optimizer, scalars, steps } = optimization;
      this.viewOf(scalars, Float32Array).set(optimizer.scalars(steps + 1));
      optimization.steps = steps + 1;
    }
    if (number) number[0]++;
    return runner;
  }

  private numbersOf(value: Value): Numbers {
    const Kind = value.element === "i32" ? Int32Array : Float32Array;
    return this.viewOf<Numbers>(this.parts.assembly.bufferOf(value), Kind);
  }

  /** Always the same one of a buffer: steps make no garbage. */
  private viewOf<V extends Numbers>(buffer: Buffer, Kind: ViewOf<V>): V {
    const known = this.views.get(buffer);
    if (known) return known as V;
    const made = this.parts.view.view(Kind, buffer, sizeOf(buffer.shape));
    this.views.set(buffer, made);
    return made;
  }
}
