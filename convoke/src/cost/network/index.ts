/**
 * `convoke/cost/network`: what whole networks cost.
 *
 *     const network = networkFromOnnx(readOnnx(bytes), { batch: 1 });
 *     const { totals, layers } = networkCost(network);
 */
export type { Extents } from "./bind.ts";
export type { CounterName, Disagreement } from "./counters.ts";
export type { Field, Fields } from "./field.ts";
export { networkFromJson, type WeightShape } from "./from-json.ts";
export { networkFromNet, networkFromValues } from "./from-net.ts";
export { networkFromOnnx } from "./from-onnx.ts";
export type { LayerGradients } from "./gradients.ts";
export type { ForwardMemory, NetworkTraining } from "./memory.ts";
export type { Network, NetworkLayer, NetworkValue } from "./network.ts";
export {
  type NetworkCost,
  type NetworkCostOptions,
  type NetworkLayerCost,
  type NetworkTotals,
  networkCost,
  type ReceptiveField,
} from "./report.ts";
export type { Operations, Work, WorkCost, WorkKind } from "./work.ts";
