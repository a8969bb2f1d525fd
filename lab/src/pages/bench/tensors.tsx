/** Input, kernel and output of a layer beside each other, as grids that can be typed into. */
import type { ComponentChildren } from "preact";
import type { Layer } from "./layer.ts";
import { withNumber } from "./own.ts";
import { Planes } from "./planes.tsx";
import type { OnBench } from "./use-layer.ts";
import { benchWords } from "./words.ts";

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  /** The view's own grids, behind the output. */
  readonly children?: ComponentChildren;
}

export function Tensors({ bench, layer, children }: Props) {
  const t = benchWords();
  const { lit, parameters } = bench;
  const { x, w, y, problem } = layer;
  const edit = (name: "x" | "w") => (at: number, value: number) =>
    parameters.set({ [name]: withNumber(layer[name], at, value) });
  return (
    <div class="row">
      <Planes
        name={t.input}
        which="input"
        shape={x.shape}
        values={x.data}
        lit={lit}
        title={([, c]) => t.plane(c)}
        onEdit={edit("x")}
      />
      <Planes
        name={t.kernel}
        which="weight"
        shape={w.shape}
        values={w.data}
        lit={lit}
        title={([first, second]) => t.kernelPlane(first, second, problem.op)}
        onEdit={edit("w")}
      />
      <Planes
        name={t.output}
        which="output"
        shape={y.shape}
        values={y.data}
        lit={lit}
        title={([, c]) => t.plane(c)}
      />
      {children}
    </div>
  );
}
