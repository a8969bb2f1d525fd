/** The engine's algorithms on one layer, side by side. */
import { compile, type Problem, plan, type Tensor } from "convoke";
import { algorithmCosts } from "convoke/cost";
import { compare, errorBound, magnitude, reference } from "convoke/reference";
import type { Table } from "../model/exhibit.ts";
import { medianOf } from "../timed.ts";

export interface Compared {
  readonly table: Table;
  /** Results by algorithm. */
  readonly results: ReadonlyMap<string, Float32Array>;
  /** Names of those that do not take the layer. */
  readonly refused: string;
  /** Most that a sum in float32 may be off. */
  readonly allowed: number;
}

/**
 * Error against the float64 reference, operations and bytes counted on the loops, milliseconds.
 *
 * @param known whether algorithms may be made for this very weight.
 */
export async function comparedOn(
  name: string,
  problem: Problem,
  input: Tensor,
  weight: Tensor,
  known: boolean,
): Promise<Compared> {
  const settings = known ? { weight, threads: 1 } : { threads: 1 };
  const wanted = reference(problem, { input, weight });
  const results = new Map<string, Float32Array>();
  const refused: string[] = [];
  const rows: (string | number)[][] = [];
  for (const { algorithm, work } of algorithmCosts(problem, settings)) {
    if (work === null) {
      refused.push(algorithm);
      continue;
    }
    using executable = await compile(plan(problem, { ...settings, algorithm }), { weight });
    executable.input.data.set(input.data);
    const milliseconds = await medianOf(() => executable.run(), 20);
    const result = executable.output.data.slice();
    results.set(algorithm, result);
    const { maxError } = compare({ shape: wanted.shape, data: result }, wanted);
    const moved = work.bytesLoaded + work.bytesStored;
    rows.push([algorithm, maxError, work.multiplications, moved, work.workspace, milliseconds]);
  }
  const bound = errorBound(problem, magnitude(problem, { input, weight }));
  return {
    table: {
      kind: "table",
      name,
      head: ["algorithm", "error", "multiplications", "moved", "workspace", "milliseconds"],
      timed: ["milliseconds"],
      rows,
    },
    results,
    refused: refused.join(", ") || "–",
    allowed: bound.reduce((most, v) => Math.max(most, v), 0),
  };
}
