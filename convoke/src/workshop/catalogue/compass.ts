/** Kirsch's compass: eight kernels, each the last one turned by 45°. */
import { kernel } from "../kernel.ts";
import { type CatalogueEntry, plainDesign } from "./entry.ts";
import { choice } from "./parameters.ts";

/** Counter-clockwise from the right, as angles count. */
export const DIRECTIONS = ["e", "ne", "n", "nw", "w", "sw", "s", "se"] as const;
/** The ring around the middle in that order: [row, column]. */
const RING = [
  [1, 2],
  [0, 2],
  [0, 1],
  [0, 0],
  [1, 0],
  [2, 0],
  [2, 1],
  [2, 2],
] as const;

/** 5 on the three places around `direction`, −3 on the other five. */
function kirsch(direction: number): number[][] {
  const rows = [0, 1, 2].map(() => [0, 0, 0]);
  RING.forEach(([y, x], place) => {
    const turn = (place - direction + 8) % 8;
    rows[y][x] = turn <= 1 || turn === 7 ? 5 : -3;
  });
  return rows;
}

export const COMPASS = {
  kirsch: {
    en: "edge whose bright side lies in one of 8 directions",
    zh: "八方向罗盘边缘：亮侧位于所选方向",
    formula: "5 on the three neighbours around the direction, -3 on the other five",
    source: "Kirsch, 1971",
    parameters: [choice("direction", DIRECTIONS)],
    make: ({ direction }) =>
      plainDesign(kernel(kirsch((DIRECTIONS as readonly string[]).indexOf(`${direction}`)))),
  },
} as const satisfies Record<string, CatalogueEntry>;
