/** One step: which examples it takes, and what becomes of them, follows from the seed and its number. */
import { batches, gather, shuffled } from "../../data/batches.ts";
import { guard, OptionError, RuntimeError } from "../../errors.ts";
import type { Session } from "../../grad/session.ts";
import { stream } from "../../tensor/random.ts";
import { type Tensor, tensor } from "../../tensor/tensor.ts";
import { addResults, type Batch, type Examples, writeRows } from "./batch.ts";
import type { Standing } from "./checkpoint.ts";

/** Writes new inputs to `out`, of the same shape, by numbers in [0, 1) that no other batch draws. */
export type Augment = (inputs: Tensor, next: () => number, out: Tensor) => void;

interface Source {
  readonly examples: Examples;
  readonly seed: number;
  readonly augment: Augment | null;
}

/** Streams of random numbers below the seed. */
const ORDER = 0;
const AUGMENT = 1;

/** @throws OptionError for inputs that cannot be augmented. */
export function stepsOf(
  session: Session,
  batch: Batch,
  { examples, seed, augment }: Source,
): (standing: Standing) => Promise<void> {
  const { inputs, targets } = examples;
  const count = inputs.shape[0];
  const perEpoch = Math.floor(count / batch.size);
  const ordered = { epoch: -1, rows: [] as Int32Array[] };
  const rowsOf = (epoch: number, place: number) => {
    if (ordered.epoch !== epoch) {
      const order = shuffled(count, stream(seed, ORDER, epoch));
      ordered.rows = [...batches(order, batch.size, { dropLast: true })];
      ordered.epoch = epoch;
    }
    return ordered.rows[place];
  };
  const plain = tensor(batch.inputs.shape);
  const floats = session.read(batch.inputs);
  const write = (rows: Int32Array, epoch: number, place: number) => {
    if (augment === null) return writeRows(session, batch.inputs, inputs, rows);
    guard(floats instanceof Float32Array, OptionError, () => ({
      name: "the inputs of a training with augment",
      expected: "floats",
      got: inputs.data,
    }));
    gather(inputs, rows, plain);
    const out = { shape: plain.shape, data: floats };
    augment(plain, stream(seed, AUGMENT, epoch, place), out);
  };
  return async (standing) => {
    const epoch = Math.floor(standing.step / perEpoch);
    const place = standing.step % perEpoch;
    const rows = rowsOf(epoch, place);
    write(rows, epoch, place);
    writeRows(session, batch.targets, targets, rows);
    await session.run("train");
    addResults(standing.sums, session, batch, targets, rows);
    standing.step++;
    const [loss] = session.read(batch.loss);
    if (!Number.isFinite(loss)) {
      throw new RuntimeError(
        `expected a finite loss, got ${loss} in step ${standing.step}: a smaller rate may help`,
        { name: "loss", expected: "a finite number", got: loss },
      );
    }
  };
}
