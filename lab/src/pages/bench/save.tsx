/** The layer with its numbers as code that gives the same ones elsewhere, and as data. */
import { format, type Tensor } from "convoke";
import type { ScriptLanguage } from "convoke/snippets";
import { SaveMenu, type Saving } from "../../parts/save-menu.tsx";
import { linkOfNow, linkTo } from "../../state/address.ts";
import type { Layer } from "./layer.ts";
import { panelWords } from "./panel-words.ts";

const text = (content: string, type: string) => new Blob([content], { type });

export function SaveLayer({ layer }: { readonly layer: Layer }) {
  const t = panelWords();
  const { problem, x, w, y } = layer;
  const script = (language: ScriptLanguage) => async () => {
    const { experimentOf, scriptOf } = await import("convoke/snippets");
    return text(
      scriptOf(language, experimentOf(problem, { input: x, weight: w })),
      "text/plain;charset=utf-8",
    );
  };
  const npy = (tensor: Tensor<Float64Array>) => async () => {
    const { writeNpy } = await import("convoke/formats");
    return new Blob([writeNpy(tensor)]);
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
    {
      name: "JSON",
      file: "layer.json",
      make: () => text(JSON.stringify(jsonOf(layer)), "application/json"),
    },
    { name: `${t.input} .npy`, file: "x.npy", make: npy(x) },
    { name: `${t.kernel} .npy`, file: "w.npy", make: npy(w) },
    { name: `${t.output} .npy`, file: "y.npy", make: npy(y) },
  ];
  return (
    <>
      <SaveMenu label={t.save} items={items} />
      <a href={linkTo("bench/engine", { layer: format(problem) })}>{t.engine}</a>
    </>
  );
}

/** The experiment as data: the link that opens it, the layer by its word, the tensors. */
function jsonOf({ problem, x, w, y }: Layer) {
  const plain = ({ shape, data }: Tensor<Float64Array>) => ({ shape, data: Array.from(data) });
  return { link: linkOfNow(), layer: format(problem), x: plain(x), w: plain(w), y: plain(y) };
}
