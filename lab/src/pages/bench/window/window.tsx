import { Controls } from "../../../parts/controls.tsx";
import { LAYER } from "../layer.ts";
import { Planes } from "../planes.tsx";
import { useLayer } from "../use-layer.ts";
import { benchWords } from "../words.ts";

export default function WindowView() {
  const { parameters, layer, problem, lit } = useLayer();
  const t = benchWords();
  return (
    <>
      <Controls table={LAYER} parameters={parameters} say={(word) => t.choices[word] ?? word} />
      {problem !== null && <p role="alert">{problem}</p>}
      {layer && (
        <div class="row">
          <Planes
            name={t.input}
            which="input"
            shape={layer.x.shape}
            values={layer.x.data}
            lit={lit}
            title={([, c]) => `${c}`}
          />
          <Planes
            name={t.kernel}
            which="weight"
            shape={layer.w.shape}
            values={layer.w.data}
            lit={lit}
            title={(at) => `${at}`}
          />
          <Planes
            name={t.output}
            which="output"
            shape={layer.y.shape}
            values={layer.y.data}
            lit={lit}
            title={([, c]) => `${c}`}
          />
        </div>
      )}
    </>
  );
}
