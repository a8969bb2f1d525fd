/** What is drawn of a net while it learns. */
import { curve } from "../curve.ts";
import type { Context } from "../model/study.ts";
import type { LearnTextOptions } from "./net.ts";

/** Loss by step and accuracies by epoch of a net, and what has to listen while it learns. */
export function curves(name: "order" | "corpus", onSample: Context["onSample"]) {
  const loss = curve(`${name}Loss`, "step", ["loss"], onSample);
  const accuracy = curve(`${name}Curve`, "epoch", ["knownLine", "otherLine"], onSample);
  const listeners: Pick<LearnTextOptions, "onStep" | "onEpoch"> = {
    onStep: ({ step, batchLoss }) => loss.add("loss", step, batchLoss),
    onEpoch: async ({ epoch, accuracy: known, validation }) => {
      await accuracy.add("knownLine", epoch, known ?? 0);
      await accuracy.add("otherLine", epoch, validation?.accuracy ?? 0);
    },
  };
  return { exhibits: [loss.series, accuracy.series], listeners };
}
