/** A board's drawing: all cells once, and what is lit on top of a copy. */
import { minus } from "../minus.ts";
import { type Light, type Lights, type Placed, sizeOf } from "./block.ts";

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

const hasText = ({ width, height }: Placed) => Math.min(width, height) >= READABLE;

/** Cells from which on those without text are drawn as the pixels of one image. */
const MANY = 2000;

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
    const cells = block.rows * block.columns;
    if (cells > MANY && !hasText(p)) drawPixels(pen, p);
    else
      for (let at = 0; at < cells; at++) {
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
    to.save();
    to.beginPath();
    for (const at of light.cells.keys()) {
      const [x, y] = cornerOf(p, at);
      to.rect(Math.floor(x), Math.floor(y), Math.ceil(p.width) + 1, Math.ceil(p.height) + 1);
    }
    to.clip();
    for (const [at, name] of light.cells) drawCell(pen, p, at, palette.lit[name]);
    // Only over the lit cells: lines drawn twice are darker.
    drawLines(pen, p);
    to.restore();
    if (light.meant !== undefined) {
      const [x, y] = cornerOf(p, light.meant);
      to.strokeStyle = palette.accent;
      to.lineWidth = Math.max(2, p.width / 12);
      to.strokeRect(x + 0.5, y + 0.5, p.width, p.height);
    }
  }
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whole pixels around all that the lights of a block draw. */
function boundsOf(p: Placed, { cells, meant }: Light): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (at: number) => {
    const [x, y] = cornerOf(p, at);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + p.width);
    bottom = Math.max(bottom, y + p.height);
  };
  for (const at of cells.keys()) add(at);
  if (meant !== undefined) add(meant);
  // A frame around the cell that is meant is as thick as this at most.
  const edge = 2 + Math.ceil(p.width / 12);
  const [x, y] = [Math.floor(left - edge), Math.floor(top - edge)];
  return { x, y, width: Math.ceil(right + edge) - x, height: Math.ceil(bottom + edge) - y };
}

/** Where lights are drawn: what is to be put back before others are. */
export const litBounds = (all: readonly Placed[], lights: Lights): Bounds[] =>
  all.flatMap((p) => {
    const light = lights[p.block.id];
    return !light || (light.cells.size === 0 && light.meant === undefined)
      ? []
      : [boundsOf(p, light)];
  });

/** Half a million cells in a few milliseconds: a pixel each, enlarged. */
function drawPixels({ to, palette }: Pen, p: Placed): void {
  const { rows, columns, values, colour, colours = 0, faint } = p.block;
  const hues = Array.from({ length: colours }, (_, i) => colourOf(i, colours, palette.dark));
  const numbers = pixelsOf([palette.ground, palette.panel, ...hues]);
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < pixels.length; at++) {
    if (values[at] === null) continue;
    const own = colour?.(at) ?? null;
    pixels[at] = numbers[own === null ? (faint?.(at) ? 1 : 0) : 2 + own];
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")!.putImageData(image, 0, 0);
  to.imageSmoothingEnabled = false;
  to.drawImage(small, p.x + 0.5, p.y + 0.5, columns * p.width, rows * p.height);
}

/** Colours of the style sheet as pixels. */
function pixelsOf(colours: readonly string[]): Uint32Array {
  const canvas = new OffscreenCanvas(colours.length, 1);
  const to = canvas.getContext("2d", { willReadFrequently: true })!;
  colours.forEach((colour, x) => {
    to.fillStyle = colour;
    to.fillRect(x, 0, 1, 1);
  });
  return new Uint32Array(to.getImageData(0, 0, colours.length, 1).data.buffer);
}

const cornerOf = ({ block, x, y, width, height }: Placed, at: number) =>
  [x + (at % block.columns) * width, y + Math.floor(at / block.columns) * height] as const;

function drawCell({ to, palette }: Pen, p: Placed, at: number, ground: string): void {
  const [x, y] = cornerOf(p, at);
  const { block, width, height } = p;
  const value = block.values[at];
  to.fillStyle = ground;
  to.fillRect(x + 0.5, y + 0.5, width, height);
  if (!hasText(p) || value === null) return;
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
