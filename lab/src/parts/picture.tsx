/** Numbers as a picture: shades of gray between `range`, or RGB. */
import { useEffect, useRef } from "preact/hooks";

export interface PictureProps {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly channels?: 1 | 3;
  /** Row-major, channels last. */
  readonly values: ArrayLike<number>;
  /** Black and white. */
  readonly range: readonly [number, number];
}

export function Picture({ name, rows, columns, channels = 1, values, range }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || rows * columns === 0) return;
    context.putImageData(pixelsOf({ rows, columns, channels, values, range }), 0, 0);
  }, [values, rows, columns, channels, range[0], range[1]]);
  return (
    <canvas
      ref={canvas}
      class="picture"
      width={columns}
      height={rows}
      role="img"
      aria-label={name}
    />
  );
}

export function pixelsOf(p: Omit<PictureProps, "name">): ImageData {
  const {
    rows,
    columns,
    channels = 1,
    values,
    range: [black, white],
  } = p;
  const pixels = new ImageData(columns, rows);
  const scale = 255 / (white - black || 1);
  for (let i = 0; i < rows * columns; i++) {
    for (let c = 0; c < 3; c++)
      pixels.data[4 * i + c] = (values[channels === 1 ? i : 3 * i + c] - black) * scale;
    pixels.data[4 * i + 3] = 255;
  }
  return pixels;
}
