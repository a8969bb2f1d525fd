/** What the page's values mean to the filter. */
import type { ValuesOf } from "@convoke/studies";
import type { Kernel } from "convoke/workshop";
import type { Setting } from "./filter/filters.ts";
import type { BORDERS, PARAMETERS } from "./parameters.ts";

type Values = ValuesOf<typeof PARAMETERS>;

export const settingOf = (kernel: Kernel, values: Values, threads: number): Setting => ({
  kernel: { rows: kernel.shape[0], columns: kernel.shape[1], values: [...kernel.values] },
  ...rangeOf(kernel.values, values.range),
  border: values.border as (typeof BORDERS)[number],
  gray: values.colour === "gray",
  threads,
});

/** How sums become the 0 … 255 of a screen. */
function rangeOf(values: Float64Array, range: string): { scale: number; offset: number } {
  const total = (sign: number) => values.reduce((sum, v) => sum + Math.max(0, sign * v), 0);
  const [above, below] = [total(1), total(-1)];
  switch (range) {
    case "middle":
      return { scale: 1, offset: 128 };
    case "fit": {
      const spread = above + below || 1;
      return { scale: 1 / spread, offset: Math.round((255 * below) / spread) };
    }
    case "sum": {
      const sum = above - below;
      // A sum that is 0 but for rounding divides nothing.
      const zero = Math.abs(sum) <= 2 ** -40 * (above + below);
      return { scale: zero ? 1 : 1 / sum, offset: 0 };
    }
    default:
      return { scale: 1, offset: 0 };
  }
}
