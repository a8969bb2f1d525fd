/** A net over batches of one size, as part of a session: what is written, computed and counted. */
import { gather, type Rows } from "../../data/batches.ts";
import { guard, OptionError, ShapeError } from "../../errors.ts";
import type { Session } from "../../grad/session.ts";
import { indices, input, nameOf, type Value } from "../../grad/value.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import type { Net } from "../net.ts";

/** Inputs and what a net should make of them, as many rows each. Classes are an Int32Array. */
export interface Examples {
  readonly inputs: Rows;
  readonly targets: Rows;
}

/** A single number from the net's output and the targets, a mean over the batch. */
export type Loss = (output: Value, targets: Value) => Value;

export interface Batch {
  readonly size: number;
  readonly inputs: Value;
  readonly targets: Value;
  readonly output: Value;
  readonly loss: Value;
}

/** Losses and hits of some examples, added up. */
export interface Sums {
  loss: number;
  /** Examples whose class has the largest output; stays 0 where targets are no classes. */
  hits: number;
  examples: number;
}

/** Means over examples. */
export interface Measures {
  readonly loss: number;
  /** Share of examples whose class has the largest output; null where targets are no classes. */
  readonly accuracy: number | null;
}

export const noSums = (): Sums => ({ loss: 0, hits: 0, examples: 0 });

export function measuresOf({ loss, hits, examples }: Sums, { targets }: Examples): Measures {
  return { loss: loss / examples, accuracy: areClasses(targets) ? hits / examples : null };
}

const areClasses = ({ shape, data }: Rows): boolean =>
  data instanceof Int32Array && shape.length === 1;

/**
 * @throws ShapeError when there are not as many targets as inputs, or inputs are not what the net was
 *   built for; OptionError where there are none.
 */
export function checkExamples(name: string, { inputs, targets }: Examples, net: Net): number {
  const count = inputs.shape[0];
  const row = net.example.shape.slice(1);
  guard(count >= 1, OptionError, () => ({ name, expected: "at least one example", got: count }));
  guard(inputs.shape.slice(1).join() === row.join(), ShapeError, () => ({
    name: `the inputs of ${name}`,
    expected: `the shape [${["N", ...row].join(", ")}]`,
    got: inputs.shape,
  }));
  guard(targets.shape[0] === count, ShapeError, () => ({
    name: `the targets of ${name}`,
    expected: `${count}, one an example`,
    got: targets.shape[0],
  }));
  return count;
}

/** @param like what the targets look like; the count of their rows does not matter. */
export function batchOf(net: Net, loss: Loss, like: Rows, size: number, training: boolean): Batch {
  const inputs = batchInput(net, size);
  const output = net.forward(inputs, { training });
  const shape = [size, ...like.shape.slice(1)];
  const targets =
    like.data instanceof Int32Array
      ? indices("targets", shape, output.shape[1] ?? 1)
      : input("targets", shape);
  return { size, inputs, targets, output, loss: loss(output, targets) };
}

export function batchInput({ example }: Net, size: number): Value {
  const shape = [size, ...example.shape.slice(1)];
  return example.range ? indices("inputs", shape, example.range.max + 1) : input("inputs", shape);
}

/** Writes rows to a value of a session: floats straight into its memory. */
export function writeRows(session: Session, value: Value, from: Rows, rows: ArrayLike<number>) {
  const view = session.read(value);
  if (view instanceof Float32Array && !(from.data instanceof Int32Array))
    gather<Rows>(from, rows, { shape: value.shape, data: view });
  else session.write(value, gather(from, rows).data);
}

/** Adds what the last run over a batch gave to the sums. */
export function addResults(
  sums: Sums,
  session: Session,
  batch: Batch,
  targets: Rows,
  rows: ArrayLike<number>,
): void {
  const loss = session.read(batch.loss);
  guard(loss.length === 1, ShapeError, () => ({
    name: "the loss",
    expected: "a single number",
    got: nameOf(batch.loss),
  }));
  sums.loss += loss[0] * batch.size;
  sums.examples += batch.size;
  if (!areClasses(targets)) return;
  const output = session.read(batch.output);
  const classes = sizeOf(batch.output.shape.slice(1));
  for (let i = 0; i < batch.size; i++)
    if (largest(output, i * classes, classes) === targets.data[rows[i]]) sums.hits++;
}

/** Place of the first of the largest among `count` numbers. */
export function largest(numbers: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (numbers[from + i] > numbers[from + best]) best = i;
  return best;
}
