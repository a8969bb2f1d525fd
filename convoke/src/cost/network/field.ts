/**
 * Receptive fields: which positions of the network's inputs a number of a value sees, over all paths.
 *
 * Along an axis a of an input, the number at position o of the value's axis `along` sees
 * o·jump + low to o·jump + high; where it sees the same whatever its position, `along` is null.
 * Padding counts: positions may lie outside.
 *
 * Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill, 2019.
 */
import type { Path } from "./paths.ts";

export interface Field {
  readonly input: string;
  readonly axis: number;
  readonly along: number | null;
  readonly jump: number;
  readonly low: number;
  readonly high: number;
  /** Whether a window has slid along this axis. */
  readonly window: boolean;
}

export type Fields = readonly Field[];

/** Positions that are seen: whole ones. */
export const extentOf = ({ low, high }: Field): number => Math.floor(high - low + 1e-9) + 1;

/** An input sees itself. */
export const ownFields = (input: string, shape: readonly number[]): Fields =>
  shape.map((_, axis) => ({
    input,
    axis,
    along: axis,
    jump: 1,
    low: 0,
    high: 0,
    window: false,
  }));

/**
 * What an output of this shape sees through several inputs.
 *
 * @param parts the fields of each input, its shape, and the steps that lead to the output.
 */
export function through(
  parts: readonly {
    readonly fields: Fields;
    readonly shape: readonly number[];
    readonly path: Path | undefined;
  }[],
  output: readonly number[],
): Fields {
  const merged = new Map<string, Field>();
  for (const { fields, shape, path } of parts) {
    for (const field of fields) {
      const key = `${field.axis} ${field.input}`;
      const next = step(field, shape, path);
      const before = merged.get(key);
      merged.set(key, before ? joined(before, next, output) : next);
    }
  }
  return [...merged.values()];
}

function step(field: Field, shape: readonly number[], path: Path | undefined): Field {
  const { along, jump, low, high } = field;
  if (along === null) return field;
  const taken = path?.[along];
  if (taken?.kind !== "along") return whole(field, shape);
  return {
    ...field,
    along: taken.to,
    jump: jump * taken.jump,
    low: low + jump * taken.low,
    high: high + jump * taken.high,
    window: field.window || taken.window === true,
  };
}

/** What all positions of a value of this shape see. */
function whole(field: Field, shape: readonly number[]): Field {
  if (field.along === null) return field;
  const last = field.jump * Math.max(0, shape[field.along] - 1);
  return {
    ...field,
    along: null,
    jump: 0,
    low: field.low + Math.min(0, last),
    high: field.high + Math.max(0, last),
  };
}

function joined(a: Field, b: Field, output: readonly number[]): Field {
  const apart = a.along !== b.along || Math.abs(a.jump - b.jump) > 1e-9;
  const [left, right] = apart ? [whole(a, output), whole(b, output)] : [a, b];
  return {
    ...left,
    low: Math.min(left.low, right.low),
    high: Math.max(left.high, right.high),
    window: a.window || b.window,
  };
}
