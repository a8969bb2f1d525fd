/** Words as vectors that are learned. */
import {
  type EmbeddingOptions,
  embedding as embeddingOf,
} from "../../grad/operations/embedding.ts";
import { readOptions } from "../../options.ts";
import { type Initializer, normalValues } from "../initializers.ts";
import type { Layer } from "../layer.ts";

export interface EmbeddingLayerOptions extends EmbeddingOptions {
  /** First rows. Default: normally distributed, of deviation 1, as torch.nn. */
  readonly init?: Initializer;
}

/**
 * [N, L] whole numbers below `rows` → [N, L, columns], with the parameter `weight` [rows, columns]. The
 * row of `paddingIndex` starts as zeros and stays so.
 *
 * @throws when built, what `embedding` of `convoke/grad` throws.
 */
export function embedding(
  rows: number,
  columns: number,
  options: EmbeddingLayerOptions = {},
): Layer {
  readOptions("embedding", options, ["paddingIndex", "init"]);
  const { init = normalValues(0, 1), ...rest } = options;
  const { paddingIndex: padding } = rest;
  const start: Initializer = (shape, next) => {
    const values = init(shape, next);
    return padding === undefined
      ? values
      : values.fill(0, padding * columns, (padding + 1) * columns);
  };
  return {
    name: `embedding ${rows}→${columns}`,
    forward: (x, scope) => embeddingOf(scope.parameter("weight", [rows, columns], start), x, rest),
  };
}
