/** A board's drawing: all cells once, and what is lit on top of a copy. */
import { minus } from "../minus.ts";
import { type Lights, type Placed, sizeOf } from "./block.ts";

export interface Palette {
  readonly dark: boolean;
  readonly font: string;
  readonly ground: string;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly soft: string;
  readonly accent: string;
  readonly lit: Readonly<Record<"input" | "weight" | "output", string>>;
}

/** The colours that the style sheet gives an element now. */
export function paletteOf(element: HTMLElement): Palette {
  const colour = (name: string) => {
    element.style.color = `var(--${name})`;
    const found = getComputedStyle(element).color;
    element.style.color = "";
    return found;
  };
  const ground = colour("ground");
  const light = ground.match(/\d+(\.\d+)?/g)!.map(Number)[0];
  return {
    dark: light < 128,
    font: getComputedStyle(element).fontFamily,
    ground,
    panel: colour("panel"),
    line: colour("line"),
    text: colour("text"),
    soft: colour("soft"),
    accent: colour("accent"),
    lit: {
      input: colour("lit-input"),
      weight: colour("lit-weight"),
      output: colour("lit-output"),
    },
  };
}

/** Colour `index` of `count`, light enough for the text on it: around the wheel, evenly. */
export const colourOf = (index: number, count: number, dark: boolean): string =>
  `oklch(${dark ? 0.42 : 0.87} 0.1 ${(25 + (360 * index) / Math.max(1, count)) % 360})`;

/** Numbers are written where they can be read. */
const READABLE = 19;

interface Pen {
  readonly to: CanvasRenderingContext2D;
  readonly palette: Palette;
}

export function drawBoard(pen: Pen, all: readonly Placed[]): void {
  const { to, palette } = pen;
  const { width, height } = sizeOf(all);
  to.clearRect(0, 0, width, height);
  for (const p of all) {
    const { block } = p;
    for (let at = 0; at < block.rows * block.columns; at++) {
      if (block.values[at] === null) continue;
      const colour = block.colour?.(at) ?? null;
      const plain = block.faint?.(at) ? palette.panel : palette.ground;
      const ground = colour === null ? plain : colourOf(colour, block.colours ?? 1, palette.dark);
      drawCell(pen, p, at, ground);
    }
    drawLines(pen, p);
    to.fillStyle = palette.soft;
    to.font = `13px ${palette.font}`;
    to.textAlign = "left";
    to.textBaseline = "alphabetic";
    to.fillText(block.title, p.x + 1, p.y - 7);
  }
}

export function drawLights(pen: Pen, all: readonly Placed[], lights: Lights): void {
  const { to, palette } = pen;
  for (const p of all) {
    const light = lights[p.block.id];
    if (!light || (light.cells.size === 0 && light.meant === undefined)) continue;
    for (const [at, name] of light.cells) drawCell(pen, p, at, palette.lit[name]);
    drawLines(pen, p);
    if (light.meant !== undefined) {
      const [x, y] = cornerOf(p, light.meant);
      to.strokeStyle = palette.accent;
      to.lineWidth = Math.max(2, p.width / 12);
      to.strokeRect(x + 0.5, y + 0.5, p.width, p.height);
    }
  }
}

const cornerOf = ({ block, x, y, width, height }: Placed, at: number) =>
  [x + (at % block.columns) * width, y + Math.floor(at / block.columns) * height] as const;

function drawCell({ to, palette }: Pen, p: Placed, at: number, ground: string): void {
  const [x, y] = cornerOf(p, at);
  const { block, width, height } = p;
  const value = block.values[at];
  to.fillStyle = ground;
  to.fillRect(x + 0.5, y + 0.5, width, height);
  if (Math.min(width, height) < READABLE || value === null) return;
  const text = block.write?.(at) ?? minus(value);
  const size = Math.min(0.46 * height, (1.55 * width) / text.length);
  to.fillStyle = block.faint?.(at) ? palette.soft : palette.text;
  to.font = `${size}px ${palette.font}`;
  to.textAlign = "center";
  to.textBaseline = "middle";
  to.fillText(text, x + 0.5 * width + 0.5, y + 0.54 * height + 0.5);
}

/** Fine lines between cells that are wide enough, heavier ones between blocks, and a frame. */
function drawLines({ to, palette }: Pen, p: Placed): void {
  const { rows, columns, everyRows = rows, everyColumns = columns } = p.block;
  const [x0, y0] = [Math.round(p.x) + 0.5, Math.round(p.y) + 0.5];
  const [wide, high] = [columns * p.width, rows * p.height];
  const path = (colour: string, thick: number, down: number, right: number) => {
    to.strokeStyle = colour;
    to.lineWidth = thick;
    to.beginPath();
    for (let y = down; y < rows; y += down) {
      to.moveTo(x0, y0 + y * p.height);
      to.lineTo(x0 + wide, y0 + y * p.height);
    }
    for (let x = right; x < columns; x += right) {
      to.moveTo(x0 + x * p.width, y0);
      to.lineTo(x0 + x * p.width, y0 + high);
    }
    to.stroke();
  };
  const small = Math.min(p.width, p.height);
  if (small >= 6) path(palette.line, small < 14 ? 0.4 : 0.8, 1, 1);
  path(palette.soft, small < 10 ? 0.6 : 1.4, everyRows, everyColumns);
  to.strokeStyle = palette.soft;
  to.lineWidth = 1.2;
  to.strokeRect(x0, y0, wide, high);
}
