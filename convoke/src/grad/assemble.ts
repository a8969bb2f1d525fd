/**
 * From a graph to kernels: the values in order, then, for what is minimized, the gradients in reverse
 * order. A value that is used twice gets the sum of two gradients, in the order of its uses, so bits
 * depend on nothing.
 */
import { guard, OptionError } from "../errors.ts";
import { add, floatBuffer, integerBuffer, table } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { map } from "../kernels/map.ts";
import type { Allocation, Part, Role, Step } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Operation, Target } from "./operation.ts";
import { checkStates, inOrder, rootOf } from "./order.ts";
import { nameOf, type Value } from "./value.ts";

/** Elements that may be read behind a buffer: a vector at the end of a row, eight of them at most. */
const SLACK = 32;

/** Buffers of a session, shared by all its runs, and the kernels of one run after the other. */
export class Assembly {
  readonly allocations: Allocation[] = [];
  private readonly buffers = new Map<Value, Buffer>();
  private readonly gradients = new Map<Value, Buffer>();
  private readonly saved = new Map<Value, readonly Buffer[]>();
  private readonly target: Target;
  private count = 0;

  constructor(target: Target) {
    this.target = target;
  }

  /** The buffer of a value; aliases share one. */
  bufferOf(value: Value): Buffer {
    const root = rootOf(value);
    const known = this.buffers.get(root);
    if (known) return known;
    const { origin, shape, range } = root;
    const role = origin.kind === "operation" ? "scratch" : "input";
    const name = origin.kind === "operation" ? origin.operation.name : origin.name;
    const contents = origin.kind === "parameter" ? () => origin.data : null;
    const made = range
      ? this.own({ ...table(name, [sizeOf(shape)], range), slack: SLACK }, role)
      : this.own(floatBuffer(name, [sizeOf(shape)], SLACK), role, contents);
    this.buffers.set(root, made);
    return made;
  }

  /** The gradient of a parameter, once something has been minimized. */
  gradientOf(value: Value): Buffer | null {
    return this.gradients.get(value) ?? null;
  }

  /** Another buffer of floats that stays: gradients of parameters, states of an optimizer. */
  floats(name: string, size: number): Buffer {
    return this.own(floatBuffer(name, [size], SLACK), "output");
  }

  /**
   * Kernels that compute these values.
   *
   * @param differentiates whether gradients will flow back from them.
   */
  forward(ends: readonly Value[], differentiates: boolean): Step[] {
    const order = inOrder(ends);
    checkStates(order);
    return order.flatMap((value) => {
      const { origin } = value;
      if (origin.kind !== "operation" || origin.operation.alias) {
        this.bufferOf(value);
        return [];
      }
      const inputs = origin.inputs.map((input) => this.bufferOf(input));
      const saved = differentiates && value.tracked ? this.savedBy(value, origin.operation) : null;
      const output = this.bufferOf(value);
      return this.placed(origin.operation.forward({ inputs, output, saved }, this.target));
    });
  }

  /**
   * Kernels that compute the gradient of `loss` in every parameter that it is made of.
   *
   * @param adds whether gradients are added to what the parameters' buffers hold.
   * @returns the kernels, and the parameters whose gradients they compute.
   * @throws OptionError when `loss` is no single number, or no gradient can flow from it.
   */
  backward(loss: Value, adds: boolean): { steps: Step[]; parameters: Value[] } {
    guard(sizeOf(loss.shape) === 1, OptionError, () => ({
      name: "what is minimized",
      expected: "a single number",
      got: nameOf(loss),
    }));
    guard(loss.tracked, OptionError, () => ({
      name: "what is minimized",
      expected: "a value that a parameter leads to by operations outside noGrad",
      got: nameOf(loss),
    }));
    const order = inOrder([loss]);
    const flowing = new Map<Value, Buffer>();
    const one = this.own(floatBuffer("one", [1], SLACK), "table", () => new Float32Array([1]));
    flowing.set(rootOf(loss), one);
    const steps: Step[] = [];
    for (const value of order.toReversed()) {
      const { origin, tracked } = value;
      if (!tracked || origin.kind !== "operation" || origin.operation.alias) continue;
      const gradient = flowing.get(value);
      if (!gradient) continue;
      const { operation, inputs } = origin;
      guard(operation.backward !== null, OptionError, () => ({
        name: `the way from ${nameOf(loss)} to its parameters`,
        expected: "operations that have a gradient",
        got: operation.name,
      }));
      const sums: Step[] = [];
      const results = inputs.map((input) => {
        if (!input.tracked) return null;
        const root = rootOf(input);
        const kept = adds && root.origin.kind === "parameter";
        const known = flowing.get(root) ?? (kept ? this.parameterGradient(root) : undefined);
        if (known === undefined) {
          const fresh =
            root.origin.kind === "parameter"
              ? this.parameterGradient(root)
              : this.passing(`d_${operation.name}`, sizeOf(root.shape));
          flowing.set(root, fresh);
          return fresh;
        }
        flowing.set(root, known);
        const more = this.passing(`d_${operation.name}`, sizeOf(root.shape));
        sums.push(this.sum(known, more));
        return more;
      });
      const part = operation.backward(
        {
          inputs: inputs.map((x) => this.bufferOf(x)),
          output: this.bufferOf(value),
          saved: this.savedBy(value, operation),
          gradient,
          results,
        },
        this.target,
      );
      steps.push(...this.placed(part), ...sums);
    }
    const parameters = order.filter((value) => {
      const own = this.gradients.get(value);
      return own !== undefined && flowing.get(value) === own;
    });
    return { steps, parameters };
  }

  /** Takes over the buffers of a part. */
  placed({ allocations, steps }: Part): readonly Step[] {
    this.allocations.push(...allocations);
    return steps;
  }

  private savedBy(value: Value, { saves = [] }: Operation): readonly Buffer[] {
    const known = this.saved.get(value);
    if (known) return known;
    const made = saves.map(({ name, element, shape }) =>
      this.own(
        element === "f32"
          ? floatBuffer(name, shape, SLACK)
          : integerBuffer(name, element, shape, SLACK),
        "scratch",
      ),
    );
    this.saved.set(value, made);
    return made;
  }

  /** A buffer of floats that only kernels see. */
  private passing(name: string, size: number): Buffer {
    return this.own(floatBuffer(name, [size], SLACK), "scratch");
  }

  private parameterGradient(value: Value): Buffer {
    const known = this.gradients.get(value);
    if (known) return known;
    const name = value.origin.kind === "parameter" ? value.origin.name : "";
    const made = this.floats(`d_${name}`, sizeOf(value.shape));
    this.gradients.set(value, made);
    return made;
  }

  private sum(total: Buffer, more: Buffer): Step {
    return map({
      name: "sum",
      threads: this.target.threads,
      count: sizeOf(total.shape),
      reads: [total, more],
      writes: [total],
      f: (_, [a, b]) => [add(a, b)],
    });
  }

  private own(buffer: Buffer, role: Role, contents: Allocation["contents"] = null): Buffer {
    const named = { ...buffer, name: `${buffer.name}_${this.count++}` };
    this.allocations.push({ buffer: named, role, contents });
    return named;
  }
}
