/** A layer's options as the functions of one line take them. */
import type { Problem } from "convoke";

export interface LayerOptions {
  readonly stride: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

export const optionsOf = ({ axes, groups }: Problem): LayerOptions => ({
  stride: axes.map((a) => a.stride),
  padding: axes.map((a) => [a.before, a.after] as const),
  dilation: axes.map((a) => a.dilation),
  groups,
});
