/**
 * A net: a layer with its parameters. They are made once, from a seed, and stay the net's; its graphs
 * (batches of several sizes, for training or not) share them.
 */
import { fault, guard, OptionError, ShapeError } from "../errors.ts";
import { inOrder } from "../grad/order.ts";
import { type Parameter, parameter, state, type Value } from "../grad/value.ts";
import { readOptions } from "../options.ts";
import { below as drawn, stream } from "../tensor/random.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Initializer } from "./initializers.ts";
import type { Layer, Scope } from "./layer.ts";

export interface Net {
  /** What it was built for: shape (the first axis counts examples) and element of its input. */
  readonly example: Value;
  /** Parameters and states by name, "conv1.weight", in the order in which they were made. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Every layer that it went through, in order. */
  readonly layers: readonly Visited[];
  /**
   * The net's output for a value.
   *
   * @throws ShapeError when a layer cannot take it.
   */
  readonly forward: (x: Value, options?: { readonly training?: boolean }) => Value;
}

/** A layer in its place. */
export interface Visited {
  readonly path: string;
  readonly name: string;
  /** Of its output. */
  readonly shape: readonly number[];
  /** Trained numbers and multiplications of its own: not those of layers inside it. */
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** Whether it has layers inside it. */
  readonly container: boolean;
}

/**
 * Makes a net of a layer.
 *
 * @param example a value of the shape and element that the net will see, such as
 *   `input("x", [1, 1, 28, 28])`; the extent of its first axis may differ later.
 * @throws ShapeError when a layer cannot take what comes to it, or a name means two parameters.
 */
export function build(layer: Layer, example: Value, options: { readonly seed?: number } = {}): Net {
  readOptions("build", options, ["seed"]);
  const { seed = 0 } = options;
  const parameters = new Map<string, Parameter>();
  const make = (
    name: string,
    kind: typeof parameter,
    shape: readonly number[],
    start: Initializer,
  ) => {
    const data = start(shape, stream(seed, parameters.size));
    const made = kind(name, { shape, data });
    parameters.set(name, made);
    return made;
  };
  const layers: Visited[] = [];
  enter(layer, example, { path: "", seed, training: false, parameters, make, visits: layers });
  return {
    example,
    parameters,
    layers,
    forward: (x, { training = false } = {}) =>
      enter(layer, x, { path: "", seed, training, parameters, make: missing, visits: [] }).output,
  };
}

interface Place {
  readonly path: string;
  /** Of the net. */
  readonly seed: number;
  readonly training: boolean;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly make: (
    name: string,
    kind: typeof parameter,
    shape: readonly number[],
    start: Initializer,
  ) => Parameter;
  readonly visits: Visited[];
}

/** What it costs is that of the layer and all layers inside it. */
function enter(layer: Layer, x: Value, place: Place): { output: Value; multiplyAdds: number } {
  const { path, parameters, visits } = place;
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  const own = new Set<Parameter>();
  let inside = 0;
  const at = visits.length;
  const get = (
    name: string,
    kind: typeof parameter,
    shape: readonly number[],
    start: Initializer,
  ) => {
    const full = below(name);
    const found = parameters.get(full) ?? place.make(full, kind, shape, start);
    guard(found.shape.join() === shape.join(), ShapeError, () => ({
      name: `the parameter ${full}`,
      expected: `the shape [${found.shape.join(", ")}] that it was made with`,
      got: shape,
    }));
    own.add(found);
    return found;
  };
  const scope: Scope = {
    training: place.training,
    seed: [...path].reduce((key, letter) => drawn(key, letter.codePointAt(0)!), place.seed),
    parameter: (name, shape, start) => get(name, parameter, shape, start),
    state: (name, shape, start) => get(name, state, shape, start),
    through: (name, child, value) => {
      const { output, multiplyAdds } = enter(child, value, { ...place, path: below(name) });
      inside += multiplyAdds;
      return output;
    },
  };
  const output = layer.forward(x, scope);
  const multiplyAdds = multiplyAddsBetween(x, output);
  visits.splice(at, 0, {
    path,
    name: layer.name,
    shape: output.shape,
    parameters: [...own].reduce((sum, p) => sum + (p.tracked ? sizeOf(p.shape) : 0), 0),
    multiplyAdds: multiplyAdds - inside,
    container: visits.length > at,
  });
  return { output, multiplyAdds };
}

function multiplyAddsBetween(from: Value, to: Value): number {
  const before = new Set(inOrder([from]));
  return inOrder([to]).reduce(
    (sum, value) =>
      value.origin.kind === "operation" && !before.has(value)
        ? sum + (value.origin.operation.multiplyAdds ?? 0)
        : sum,
    0,
  );
}

function missing(name: string): never {
  throw fault(OptionError, {
    name: "the parameters of a graph",
    expected: "those that were made when the net was built",
    got: name,
  });
}
