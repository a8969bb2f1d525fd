/** A network out of a file: its convolution layers, their kernels, and what it costs. */
import type { ElementType } from "convoke/cost";
import { useState } from "preact/hooks";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { parametersOf } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";
import { models } from "./calls.ts";
import { Drop, type OwnFile } from "./drop.tsx";
import { KernelsOf } from "./kernels.tsx";
import { NetworkParts } from "./network.tsx";
import { MODELS, type Sample } from "./parameters.ts";
import { modelsWords } from "./words.ts";
import "./models.css";

export default function Models() {
  const t = modelsWords();
  const parameters = parametersOf(MODELS);
  const { model, input, extents, batch, dtype } = parameters.values;
  const [own, setOwn] = useState<OwnFile | null>(null);
  const file = model === "file";
  const source = file ? `${own?.number} ${own?.name}` : model;
  // The address says that there is a file, and never holds it.
  const missing = file && own === null;
  const opened = useWork(
    source,
    missing
      ? null
      : () =>
          file && own
            ? models.call("open", { file: own.name, bytes: own.bytes })
            : models.call("open", { sample: model as Sample }),
  );
  const overview = missing || opened.pending ? null : opened.value;
  const asked = {
    source,
    input,
    extents,
    batch: batch === 0 ? null : batch,
    dtype: dtype === "asStored" ? null : (dtype as ElementType),
  };
  const answer = useWork(
    JSON.stringify(asked),
    overview === null ? null : () => models.call("count", asked),
  );
  // While a new file is counted, the numbers of the one before are still there.
  const counted = answer.value?.source === source ? answer.value : null;
  const fresh = { input: "", extents: "", batch: 0, layer: 1, out: 0, in: 0 };
  return (
    <>
      <h1>{shellWords().models}</h1>
      <Drop
        sample={file ? null : (model as Sample)}
        onSample={(next) => {
          setOwn(null);
          parameters.set({ ...fresh, model: next });
        }}
        onFile={(next) => {
          setOwn(next);
          // What a link says of its sender's file is meant for the one that is chosen now.
          if (!missing) parameters.set({ ...fresh, model: "file" });
        }}
      />
      {file && <p class="hint">{missing ? t.fileMissing : t.fileNotInLink}</p>}
      {opened.problem !== null && (
        <p role="alert">
          <Refusal of={opened.problem} />
        </p>
      )}
      {opened.pending && <p role="status">{t.reading}</p>}
      {overview && (
        <>
          <Controls
            table={MODELS}
            parameters={parameters}
            only={overview.kind === "onnx" ? ["input", "batch", "dtype"] : ["extents", "dtype"]}
            say={(word) => (word === "asStored" ? t.asStored : word)}
          />
          <NetworkParts
            overview={overview}
            counted={counted}
            chosen={parameters.values.layer}
            onShape={(shape) => parameters.set({ input: shape })}
            onExtents={(text) => parameters.set({ extents: text })}
            onChoose={(layer) => parameters.set({ layer, out: 0, in: 0 })}
          />
          {counted && (
            <KernelsOf
              source={source}
              convolutions={counted.convolutions}
              parameters={parameters}
            />
          )}
        </>
      )}
    </>
  );
}
