/** One step from here: what to save, where to look on with this kernel. */
import type { ScriptLanguage } from "convoke/snippets";
import { type Kernel, kernelText, nestedOf } from "convoke/workshop";
import { SaveMenu, type Saving } from "../../parts/save-menu.tsx";
import { npySaving, onnxSaving } from "../../parts/savings.ts";
import { linkTo } from "../../state/address.ts";
import { darkroom } from "./filter/calls.ts";
import type { Setting } from "./filter/filters.ts";
import type { Saved } from "./filter/jobs.ts";
import { presetOf } from "./kernel/presets.ts";
import type { Size } from "./stage/view.ts";
import { Studies } from "./studies.tsx";
import { homeWords } from "./words.ts";

export function Further({
  kernel,
  setting,
  picture,
}: {
  readonly kernel: Kernel;
  readonly setting: Setting;
  readonly picture: Size | null;
}) {
  const t = homeWords();
  const made = (as: Saved) => () => darkroom.call("save", { setting, as }).result;
  const items: Saving[] = [
    { name: t.result, file: "result.png", make: made("result.png") },
    { name: t.resultNpy, file: "result.npy", make: made("result.npy") },
    { name: t.resultFloat, file: "result-float32.npy", make: made("result-float32.npy") },
    { name: t.pictureNpy, file: "picture.npy", make: made("picture.npy") },
    {
      name: t.kernelJson,
      file: "kernel.json",
      make: () => new Blob([JSON.stringify(nestedOf(kernel))], { type: "application/json" }),
    },
    npySaving(t.kernelNpy, "kernel.npy", () => ({ shape: kernel.shape, data: kernel.values })),
  ];
  const source = (language: ScriptLanguage) => async () => {
    const { filterSource } = await import("convoke/snippets");
    const name = presetOf(kernel) ?? "kernel";
    return new Blob([filterSource(language, name, kernel, setting.border, setting)], {
      type: "text/plain",
    });
  };
  const code: Saving[] = [
    { name: "Convoke", file: "filter.mjs", make: source("convoke") },
    { name: "NumPy, SciPy", file: "filter_numpy.py", make: source("numpy") },
    { name: "PyTorch", file: "filter_torch.py", make: source("pytorch") },
  ];
  if (picture) {
    const shape = [setting.gray ? 1 : 3, picture.height, picture.width];
    code.push(onnxSaving("filter.onnx", () => kernel, shape, setting.border));
  }
  const text = kernelText(kernel);
  return (
    <section class="further">
      <SaveMenu label={t.save} items={items} />
      <SaveMenu label={t.code} items={code} />
      <nav aria-label={t.next}>
        <a href={linkTo("workshop", { kernel: presetOf(kernel) ?? text })}>{t.toWorkshop}</a>
        <a
          href={linkTo("bench/window", {
            kernelRows: kernel.shape[0],
            kernelColumns: kernel.shape[1],
            w: [...kernel.values].map((v) => Number(v.toPrecision(6))).join(" "),
          })}
        >
          {t.toWindow}
        </a>
        <Studies kernel={kernel} />
      </nav>
    </section>
  );
}
