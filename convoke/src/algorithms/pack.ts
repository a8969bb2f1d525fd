/** Packing of weights: once, when the executable is given them. */
import type { Geometry } from "../kernels/geometry.ts";
import { rowTiles, tileHeights } from "../kernels/rows.ts";
import type { FloatArray } from "../tensor/tensor.ts";
import type { Frame } from "./frame.ts";

/**
 * Tiles of output channels, `mr` at most (`kernels/rows.ts`), each `[channel, tap, rows of the
 * tile]`, inside slabs of `slab` input channels, inside groups.
 */
export function packTiles(
  { geometry, weightIndex }: Pick<Frame, "geometry" | "weightIndex">,
  mr: number,
  slab: number,
  weight: FloatArray,
): Float32Array {
  const { groups, inputs, outputs } = geometry;
  const [kd, kh, kw] = geometry.kernel;
  const packed = new Float32Array(groups * outputs * inputs * kd * kh * kw);
  // The index is linear: one step a channel, one offset a tap.
  const first = weightIndex(0, 0, 0, [0, 0, 0]);
  const step = weightIndex(0, 1, 0, [0, 0, 0]) - first;
  const tapOffsets: number[] = [];
  for (let kz = 0; kz < kd; kz++) {
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) tapOffsets.push(weightIndex(0, 0, 0, [kz, ky, kx]) - first);
    }
  }
  const heights = tileHeights(rowTiles(outputs, mr));
  let next = 0;
  for (let g = 0; g < groups; g++) {
    for (let c0 = 0; c0 < inputs; c0 += slab) {
      let m0 = 0;
      for (const rows of heights) {
        for (let c = c0; c < Math.min(c0 + slab, inputs); c++) {
          const base = weightIndex(g, m0, c, [0, 0, 0]);
          for (const offset of tapOffsets) {
            for (let m = 0; m < rows; m++) packed[next++] = weight[base + offset + m * step];
          }
        }
        m0 += rows;
      }
    }
  }
  return packed;
}

/** Panels of `width` output channels, each `[channel, width]`, the last filled up with zeros. */
export function packPanels(
  {
    geometry,
    weightIndex,
  }: {
    geometry: Pick<Geometry, "groups" | "inputs" | "outputs">;
    weightIndex: Frame["weightIndex"];
  },
  width: number,
  weight: FloatArray,
): Float32Array {
  const { groups, inputs, outputs } = geometry;
  const panels = Math.ceil(outputs / width);
  const packed = new Float32Array(groups * panels * inputs * width);
  let next = 0;
  for (let g = 0; g < groups; g++) {
    for (let panel = 0; panel < panels; panel++) {
      for (let c = 0; c < inputs; c++) {
        for (let m = panel * width; m < (panel + 1) * width; m++, next++) {
          if (m < outputs) packed[next] = weight[weightIndex(g, m, c, [0, 0, 0])];
        }
      }
    }
  }
  return packed;
}
