/** Extents that a network leaves open, filled in. */
import { fault, guard, OptionError, show } from "../../errors.ts";
import { nearest } from "../../options.ts";
import type { Graph, GraphInput } from "./graph.ts";

export interface Extents {
  /** First extent of every input whose shape is not given. Default: as it is, or 1. */
  readonly batch?: number;
  /** Whole shapes, by the name of the input; they may differ from what the network says. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

/**
 * @throws OptionError for an input that does not exist, a shape of another rank, extents that are still
 *   open, or one name that means two extents.
 */
export function bind(graph: Graph, extents: Extents = {}): Map<string, readonly number[]> {
  const { batch, inputs = {} } = extents;
  const names = graph.inputs.map(({ name }) => name);
  for (const name of Object.keys(inputs)) {
    guard(names.includes(name), OptionError, () => ({
      name: "an input of the network",
      expected: `one of ${names.join(", ")}`,
      got: name,
      nearest: nearest(name, names),
    }));
  }
  if (batch !== undefined) checkExtent("batch", batch);
  const symbols = new Map<string, number>();
  for (const input of graph.inputs) {
    const given = givenOf(input, inputs);
    input.shape?.forEach((symbol, axis) => {
      const extent = given?.[axis] ?? (axis === 0 ? batch : undefined);
      if (typeof symbol !== "string" || extent === undefined) return;
      const before = symbols.get(symbol);
      guard(before === undefined || before === extent, OptionError, () => ({
        name: `the extent ${symbol} of the network`,
        expected: `${before}, as another input has it`,
        got: extent,
      }));
      symbols.set(symbol, extent);
    });
  }
  return new Map(
    graph.inputs.map((input) => [
      input.name,
      shapeOf(input, givenOf(input, inputs), symbols, batch),
    ]),
  );
}

function givenOf(
  { name, shape }: GraphInput,
  inputs: NonNullable<Extents["inputs"]>,
): readonly number[] | undefined {
  const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (given === undefined) return undefined;
  for (const extent of given) checkExtent(`the shape of the input ${show(name)}`, extent);
  guard(shape === null || shape.length === given.length, OptionError, () => ({
    name: `the shape of the input ${show(name)}`,
    expected: `${shape?.length} extents, as in ${text(shape)}`,
    got: given,
  }));
  return given;
}

function shapeOf(
  { name, shape }: GraphInput,
  given: readonly number[] | undefined,
  symbols: ReadonlyMap<string, number>,
  batch: number | undefined,
): readonly number[] {
  if (given) return given;
  const open: string[] = [];
  const filled = (shape ?? []).map((extent, axis) => {
    if (axis === 0 && batch !== undefined) return batch;
    if (typeof extent === "number") return extent;
    const known = extent === null ? undefined : symbols.get(extent);
    if (known !== undefined) return known;
    if (axis === 0) return 1;
    open.push(extent ?? `axis ${axis}`);
    return 0;
  });
  if (shape !== null && open.length === 0) return filled;
  throw fault(OptionError, {
    name: `the input ${show(name)}${shape ? ` ${text(shape)}` : ""}`,
    expected: shape ? `numbers for ${open.join(", ")}` : "a shape",
    got: undefined,
  });
}

const text = (shape: GraphInput["shape"]): string =>
  `[${(shape ?? []).map((extent) => extent ?? "?").join(", ")}]`;

function checkExtent(name: string, extent: number): void {
  guard(Number.isSafeInteger(extent) && extent >= 1, OptionError, () => ({
    name,
    expected: "whole numbers of at least 1",
    got: extent,
  }));
}
