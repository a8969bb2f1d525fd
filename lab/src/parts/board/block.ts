/** What lies on a board: matrices and vectors, placed in cells of one size. */
export type LitName = "input" | "weight" | "output";

export interface Block {
  readonly id: string;
  /** Written above it. */
  readonly title: string;
  /** Bands lie below each other, with room for titles between them. */
  readonly band: number;
  /** Cells to its left, and the gaps between them. */
  readonly left: number;
  readonly gaps: number;
  readonly rows: number;
  readonly columns: number;
  /** Row-major; null where nothing is: a zero by structure. */
  readonly values: ArrayLike<number | null>;
  /** Its text; the number where it is left out. */
  readonly write?: (at: number) => string;
  /** Cells of one colour, by number; null or left out: none. */
  readonly colour?: (at: number) => number | null;
  /** How many colours there are. */
  readonly colours?: number;
  /** Cells that step back: the zeros of a border. */
  readonly faint?: (at: number) => boolean;
  /** A heavier line after every so many. */
  readonly everyRows?: number;
  readonly everyColumns?: number;
}

/** Lit cells of a block. Everything else steps back when `aside` says so. */
export interface Light {
  readonly cells: ReadonlyMap<number, LitName>;
  /** The one cell that is meant. */
  readonly meant?: number;
}
export type Lights = Readonly<Record<string, Light>>;

export interface Spot {
  readonly block: string;
  readonly at: number;
}

export const lit = (cells: Iterable<number>, name: LitName, meant?: number | null): Light => ({
  cells: new Map([...cells].map((at) => [at, name])),
  ...(meant === undefined || meant === null ? {} : { meant }),
});

/** A block in pixels of the page. */
export interface Placed {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
  /** Of one cell: lines of numbers keep a width that can be seen, however small a matrix gets. */
  readonly width: number;
  readonly height: number;
}

const TITLE = 24;
const GAP = 18;
const THINNEST = 12;

/** @param cell side of a cell. */
export function placed(blocks: readonly Block[], cell: number): readonly Placed[] {
  const bands = [...new Set(blocks.map(({ band }) => band))].sort((a, b) => a - b);
  let y = 0;
  return bands.flatMap((band) => {
    const own = blocks.filter((block) => block.band === band);
    const top = y + TITLE;
    const row = own.map((block): Placed => {
      const thick = Math.max(cell, THINNEST);
      return {
        block,
        x: block.left * cell + block.gaps * GAP,
        y: top,
        width: block.columns === 1 ? thick : cell,
        height: block.rows === 1 ? thick : cell,
      };
    });
    y = Math.max(...row.map((p) => p.y + p.height * p.block.rows));
    return row;
  });
}

/** Cells and gaps that a board is wide. */
export const widthOf = (blocks: readonly Block[]) => ({
  cells: Math.max(...blocks.map(({ left, columns }) => left + columns)),
  gaps: GAP * Math.max(...blocks.map(({ gaps }) => gaps)),
});

export const sizeOf = (all: readonly Placed[]) => ({
  width:
    2 +
    Math.max(
      ...all.map((p) => p.x + Math.max(p.width * p.block.columns, 8 * p.block.title.length)),
    ),
  height: 2 + Math.max(...all.map((p) => p.y + p.height * p.block.rows)),
});

/** The cell at a point in pixels; null between blocks. */
export function spotAt(all: readonly Placed[], x: number, y: number): Spot | null {
  for (const p of all) {
    const [row, column] = [Math.floor((y - p.y) / p.height), Math.floor((x - p.x) / p.width)];
    if (row >= 0 && row < p.block.rows && column >= 0 && column < p.block.columns)
      return { block: p.block.id, at: row * p.block.columns + column };
  }
  return null;
}

/** The next cell in a direction: in the same block, or the first of another that lies that way. */
export function neighbour(
  all: readonly Placed[],
  { block, at }: Spot,
  [down, right]: readonly [number, number],
): Spot | null {
  const own = all.find((p) => p.block.id === block);
  if (!own) return null;
  const [row, column] = [Math.floor(at / own.block.columns), at % own.block.columns];
  let x = own.x + (column + 0.5 + right) * own.width;
  let y = own.y + (row + 0.5 + down) * own.height;
  const { width, height } = sizeOf(all);
  while (x >= 0 && y >= 0 && x < width && y < height) {
    const found = spotAt(all, x, y);
    if (found) return found;
    x += 4 * right;
    y += 4 * down;
  }
  return null;
}
