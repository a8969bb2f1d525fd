/** What a filter run needs to know, complete: read once from the command line. */
import type { ConvSpec } from "convoke";
import type { Depth } from "../image/image.ts";
import type { OutputFormat } from "../image/write.ts";
import type { FilterKernel } from "../kernels/kernel.ts";

export const RANGES = ["auto", "clip", "abs", "signed", "stretch"] as const;
export type RangeMode = (typeof RANGES)[number];

export interface FilterOptions {
  readonly kernels: readonly FilterKernel[];
  readonly border: NonNullable<ConvSpec["border"]>;
  /** Along height and width. */
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: NonNullable<ConvSpec["padding"]>;
  readonly orientation: "correlation" | "convolution";
  readonly threads: number | null;
  readonly linearLight: boolean;
  readonly range: RangeMode;
  /** Null: as the input. */
  readonly depth: Depth | null;
  readonly format: OutputFormat | null;
  readonly maxPixels: number;
}
