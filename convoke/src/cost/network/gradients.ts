/** Products of the backward pass: weight and input gradients of convolutions and matrix products. */
import { backwardCost } from "../backward.ts";
import { trackedRoots } from "./memory.ts";
import type { Network, NetworkLayer } from "./network.ts";

export interface LayerGradients {
  /** Multiply-adds of the gradients of its parameters. */
  readonly weight: number;
  /** Of those that go on to what it reads; 0 where no parameter comes before it. */
  readonly input: number;
}

/** For each layer, exactly: products with padding are not in it. */
export function gradientsOf(network: Network): readonly LayerGradients[] {
  const tracked = trackedRoots(network);
  const { values } = network;
  return network.layers.map(({ work, inputs, parameters }: NetworkLayer) => {
    const before = inputs.filter((name) => tracked.has(values.get(name)!.root)).length;
    if (work.kind === "convolution") {
      const { weight, input } = backwardCost(work.problem);
      return {
        weight: parameters.length > 0 ? weight.exact.macs : 0,
        input: before > 0 ? input.exact.macs : 0,
      };
    }
    if (work.kind !== "product") return { weight: 0, input: 0 };
    const macs = work.sums * work.terms;
    return { weight: work.weighted && parameters.length > 0 ? macs : 0, input: before * macs };
  });
}
