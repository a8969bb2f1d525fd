/** Which side of the weight gradient's product gives the lanes, and its register tile. */
import type { Geometry } from "../kernels/geometry.ts";
import type { TileShape } from "../kernels/tile.ts";
import type { Machine } from "../plan/machine.ts";
import { tileCycles } from "./rate.ts";

export interface Choice extends TileShape {
  /** The padded input, or the gradient of the output. */
  readonly lanes: "wide" | "narrow";
  /** Whether kernel columns and input channels count as one row of neighbours. */
  readonly merged: boolean;
  /** Cycles of one position, for one group and kernel row. */
  readonly cycles: number;
}

/** Tiles that fit the registers: rows, at the most, by vectors of lanes. */
const tilesOf = ({ wide, simd }: Machine): readonly TileShape[] =>
  !simd
    ? [{ mr: 3, nv: 1 }]
    : wide
      ? [
          { mr: 6, nv: 4 },
          { mr: 12, nv: 2 },
        ]
      : [
          { mr: 6, nv: 2 },
          { mr: 12, nv: 1 },
        ];

/** More channels than this are cut in panels, so that a position is not spread over cache lines. */
const MOST_MERGED = 16;

/** The choice that takes the fewest cycles at a position. */
export function chooseProduct(
  { inputs, outputs, kernel }: Pick<Geometry, "inputs" | "outputs" | "kernel">,
  { dilation }: { readonly dilation: number },
  machine: Machine,
): Choice {
  const columns = kernel[2];
  const merges = inputs <= MOST_MERGED && (dilation === 1 || columns === 1);
  let best: Choice | null = null;
  for (const merged of merges ? [true, false] : [false]) {
    const wide = merged ? inputs * columns : inputs;
    for (const lanes of ["wide", "narrow"] as const) {
      const [across, down] = lanes === "wide" ? [wide, outputs] : [outputs, wide];
      for (const { mr: most, nv } of tilesOf(machine)) {
        for (let mr = Math.min(most, down); mr >= 1; mr--) {
          const tiles = Math.ceil(across / (4 * nv)) * Math.ceil(down / mr);
          const cycles = tiles * (merged ? 1 : columns) * tileCycles(mr, nv, machine);
          if (!best || cycles < best.cycles) best = { lanes, merged, mr, nv, cycles };
        }
      }
    }
  }
  return best!;
}
