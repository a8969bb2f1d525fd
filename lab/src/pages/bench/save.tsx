/** The layer with its numbers as code that gives the same ones elsewhere, and as data. */
import { format, type Tensor } from "convoke";
import type { ScriptLanguage } from "convoke/snippets";
import { paintMontage } from "../../parts/kernel/montage-pixels.ts";
import { SaveMenu, type Saving } from "../../parts/save-menu.tsx";
import { jsonSaving, npySaving, pngSaving, textBlob } from "../../parts/savings.ts";
import { linkOfNow, linkTo } from "../../state/address.ts";
import type { Layer } from "./layer.ts";
import { panelWords } from "./panel-words.ts";

export function SaveLayer({ layer }: { readonly layer: Layer }) {
  const t = panelWords();
  const { problem, x, w, y } = layer;
  const script = (language: ScriptLanguage) => async () => {
    const { experimentOf, scriptOf } = await import("convoke/snippets");
    return textBlob(scriptOf(language, experimentOf(problem, { input: x, weight: w })));
  };
  const items: Saving[] = [
    { name: "Convoke", file: "layer.mjs", make: script("convoke") },
    { name: "PyTorch", file: "layer_torch.py", make: script("pytorch") },
    { name: "NumPy", file: "layer_numpy.py", make: script("numpy") },
    {
      name: "ONNX",
      file: "layer.onnx",
      make: async () => {
        const { onnxOf } = await import("convoke/snippets");
        return new Blob([onnxOf(problem, { weight: w })]);
      },
    },
    jsonSaving("layer.json", () => ({ link: linkOfNow(), layer: format(problem), x, w, y })),
    npySaving(`${t.input} .npy`, "x.npy", () => x),
    npySaving(`${t.kernel} .npy`, "w.npy", () => w),
    npySaving(`${t.output} .npy`, "y.npy", () => y),
    pngSaving("y.png", () => pictureOf(y), `${t.output} .png`),
  ];
  return (
    <>
      <SaveMenu label={t.save} items={items} />
      <a href={linkTo("bench/engine", { layer: format(problem) })}>{t.engine}</a>
    </>
  );
}

/** The planes of the output beside each other, a pixel for a number. */
function pictureOf({ shape, data }: Tensor<Float64Array>): ImageData {
  const [rows, columns] = shape.slice(-2);
  const count = data.length / (rows * columns);
  const grid = { down: 1, across: count, rows, columns, count, rgb: false };
  return paintMontage({ ...grid, values: Float32Array.from(data) });
}
