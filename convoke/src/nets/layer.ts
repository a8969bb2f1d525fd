/**
 * A layer is a function with a name. What it needs besides its input it asks of its scope, under names
 * of its own: the scope knows where in the net it is, and makes each parameter once.
 */
import { concat } from "../grad/operations/concat.ts";
import type { Parameter, Value } from "../grad/value.ts";
import type { Initializer } from "./initializers.ts";

export interface Layer {
  /** As a summary prints it. */
  readonly name: string;
  /** Pure but for its scope: it is called once for every graph that the net becomes part of. */
  readonly forward: (x: Value, scope: Scope) => Value;
}

export interface Scope {
  /** Whether the graph is for training: dropout and the like do something only then. */
  readonly training: boolean;
  /** For what the layer draws at random: follows from the net's seed and the layer's place in it. */
  readonly seed: number;
  /** A trained parameter of the layer. */
  parameter(name: string, shape: readonly number[], start: Initializer): Parameter;
  /** Numbers that stay from run to run and that no gradient reaches, such as running means. */
  state(name: string, shape: readonly number[], start: Initializer): Parameter;
  /** `x` through another layer, whose parameters are below this name; the same name shares them. */
  through(name: string, layer: Layer, x: Value): Value;
}

/** A layer without parameters. */
export const plain = (name: string, f: (x: Value) => Value): Layer => ({ name, forward: f });

/**
 * Layers one behind the other, named by place ("0", "1", …) or by the keys of a record.
 *
 *     sequential({ conv1: conv2d(1, 8, { kernelSize: 3 }), relu1: relu() })
 */
export function sequential(layers: readonly Layer[] | Readonly<Record<string, Layer>>): Layer {
  const named = Object.entries<Layer>(layers);
  return {
    name: "sequential",
    forward: (x, scope) => named.reduce((v, [name, layer]) => scope.through(name, layer, v), x),
  };
}

/**
 * The same input through several layers, their outputs one behind the other along an axis: channels
 * unless said otherwise. Named as those of `sequential` are.
 *
 *     branches([3, 4, 5].map((kernelSize) => conv1d(50, 100, { kernelSize })), 1)
 */
export function branches(
  layers: readonly Layer[] | Readonly<Record<string, Layer>>,
  axis = 1,
): Layer {
  const named = Object.entries<Layer>(layers);
  return {
    name: `branches, ${named.length}`,
    forward: (x, scope) =>
      concat(
        named.map(([name, layer]) => scope.through(name, layer, x)),
        axis,
      ),
  };
}
