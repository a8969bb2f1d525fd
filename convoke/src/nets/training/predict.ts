/** A trained net at work. */
import type { Rows } from "../../data/batches.ts";
import { openSession, type Session } from "../../grad/session.ts";
import { readOptions } from "../../options.ts";
import { sizeOf, type Tensor, tensor } from "../../tensor/tensor.ts";
import type { Net } from "../net.ts";
import {
  batchInput,
  checkExamples,
  type Examples,
  type Loss,
  type Measures,
  writeRows,
} from "./batch.ts";
import { evaluation, piecesOf } from "./evaluation.ts";

export interface PredictOptions {
  /** Examples at a time. Default 64. */
  readonly batchSize?: number;
  /** Default: what the machine has. */
  readonly threads?: number;
}

/**
 * The net's outputs for all rows, [N, …].
 *
 * @throws ShapeError when the rows are not what the net was built for.
 */
export async function predict(
  net: Net,
  inputs: Rows,
  options: PredictOptions = {},
): Promise<Tensor> {
  readOptions("predict", options, ["batchSize", "threads"]);
  const { batchSize = 64, ...rest } = options;
  const count = checkExamples("predict", { inputs, targets: inputs }, net);
  const parts = piecesOf(count, batchSize).map((piece) => {
    const x = batchInput(net, piece.size);
    return { ...piece, x, y: net.forward(x) };
  });
  using session: Session = await openSession(
    Object.fromEntries(parts.map(({ name, y }) => [name, { outputs: [y] }])),
    rest,
  );
  const row = parts[0].y.shape.slice(1);
  const out = tensor([count, ...row]);
  for (const { name, size, from, to, x, y } of parts) {
    for (let at = from; at < to; at += size) {
      writeRows(
        session,
        x,
        inputs,
        Int32Array.from({ length: size }, (_, i) => at + i),
      );
      await session.run(name);
      out.data.set(session.read(y), at * sizeOf(row));
    }
  }
  return out;
}

/**
 * Loss and accuracy over all examples.
 *
 * @throws ShapeError when the examples are not what the net was built for.
 */
export async function evaluate(
  net: Net,
  examples: Examples,
  loss: Loss,
  options: PredictOptions = {},
): Promise<Measures> {
  readOptions("evaluate", options, ["batchSize", "threads"]);
  const { batchSize = 64, ...rest } = options;
  checkExamples("evaluate", examples, net);
  const { runs, measure } = evaluation(net, loss, examples, batchSize);
  using session: Session = await openSession(runs, rest);
  return await measure(session);
}
