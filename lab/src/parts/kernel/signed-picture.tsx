/** Numbers as a picture: blue above 0, red below, as strong as the number beside the largest. */
import { useEffect, useRef } from "preact/hooks";
import { ABOVE, BELOW } from "./signs.ts";

export interface SignedPictureProps {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: ArrayLike<number>;
  /** What is as strong as can be; by default the largest size. */
  readonly most?: number;
  /** Of the longer side, in CSS pixels. */
  readonly size?: number;
}

export function SignedPicture(props: SignedPictureProps) {
  const { name, rows, columns, values, size = 220 } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || rows * columns === 0) return;
    context.putImageData(signedPixels(props), 0, 0);
  }, [values, rows, columns, props.most]);
  // Whole pixels each, so that all are as wide.
  const each = Math.max(1, Math.floor(size / Math.max(rows, columns)));
  const long =
    Math.max(rows, columns) <= size ? each * columns : (size * columns) / Math.max(rows, columns);
  return (
    <canvas
      ref={canvas}
      class="picture signed"
      width={columns}
      height={rows}
      style={{ width: `${long}px` }}
      role="img"
      aria-label={name}
    />
  );
}

/** The ground of the page shows through: white in the light, black in the dark. */
export function signedPixels(
  p: Pick<SignedPictureProps, "rows" | "columns" | "values" | "most">,
): ImageData {
  const { rows, columns, values } = p;
  const most = p.most ?? Array.from(values).reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  const pixels = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    const [r, g, b] = values[i] < 0 ? BELOW : ABOVE;
    const strength = 255 * Math.min(1, Math.abs(values[i]) / (most || 1));
    pixels.data.set([r, g, b, strength], 4 * i);
  }
  return pixels;
}
