/** Many kernels in one picture: signed ones in rows and columns, or in colours those that see RGB. */
import { useEffect, useRef } from "preact/hooks";
import { paintMontage, placeOf, sizeOfMontage } from "./montage-pixels.ts";
import "./montage.css";

export interface MontageProps {
  readonly name: string;
  /** Kernels down and across, and what each has of rows and columns. */
  readonly down: number;
  readonly across: number;
  readonly rows: number;
  readonly columns: number;
  /** A kernel behind the other, row-major; in colours three planes each. */
  readonly values: Float32Array;
  readonly rgb: boolean;
  /** How many there are: the last row may be short. */
  readonly count: number;
  /** Null: no frame. */
  readonly chosen: number | null;
  readonly onChoose: (at: number) => void;
}

export function Montage(props: MontageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, scale } = sizeOfMontage(props);
  const { values, down, across, rgb } = props;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) context.putImageData(paintMontage(props), 0, 0);
  }, [values, down, across, rgb]);
  const choose = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const at = placeOf(props, (x / box.width) * width, (y / box.height) * height);
    if (at < props.count) props.onChoose(at);
  };
  const chosen = props.chosen;
  return (
    <div class="scroll">
      <div class="montage" style={{ width: `${scale * width}px` }}>
        {/* A click is a short cut: the numbers beside the picture choose as well. */}
        <canvas
          ref={canvas}
          class="picture"
          width={width}
          height={height}
          style={{ width: `${scale * width}px` }}
          role="img"
          aria-label={props.name}
          onClick={choose}
        />
        {chosen !== null && (
          <div
            class="chosen-kernel"
            aria-hidden="true"
            style={{
              left: `${scale * (chosen % across) * (props.columns + 1)}px`,
              top: `${scale * Math.floor(chosen / across) * (props.rows + 1)}px`,
              width: `${scale * (props.columns + 2)}px`,
              height: `${scale * (props.rows + 2)}px`,
            }}
          />
        )}
      </div>
    </div>
  );
}
