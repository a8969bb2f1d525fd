/** The kernel as code that gives the same numbers elsewhere, and as data. */
import { nestedOf, readKernel } from "convoke/workshop";
import { signedPixels } from "../../parts/kernel/signed-picture.tsx";
import { SaveMenu, type Saving } from "../../parts/save-menu.tsx";
import { jsonSaving, npySaving, onnxSaving, pngSaving, textBlob } from "../../parts/savings.ts";
import { workshopWords } from "./words.ts";

/** A model of ONNX is for pictures of one size. */
const PICTURE = [512, 512];

/** What is saved is read from the text again: the page may hold it without its fractions. */
export function SaveKernel({ typed, plane }: { readonly typed: string; readonly plane: boolean }) {
  const t = workshopWords();
  const filter = (language: "convoke" | "pytorch" | "numpy") => async () => {
    const { filterSource } = await import("convoke/snippets");
    return textBlob(filterSource(language, typed, readKernel(typed)));
  };
  const items: Saving[] = [
    // Functions that filter pictures: a kernel of other axes filters none.
    ...(plane
      ? [
          { name: "Convoke", file: "filter.mjs", make: filter("convoke") },
          { name: "PyTorch", file: "filter_torch.py", make: filter("pytorch") },
          { name: "NumPy", file: "filter_numpy.py", make: filter("numpy") },
          onnxSaving("filter.onnx", () => readKernel(typed), PICTURE),
          pngSaving("kernel.png", () => {
            const { shape, values } = readKernel(typed);
            return signedPixels({ rows: shape[0], columns: shape[1], values });
          }),
        ]
      : []),
    {
      name: "TypeScript",
      file: "kernel.ts",
      make: async () => {
        const { sourceOf } = await import("convoke/snippets");
        return textBlob(
          sourceOf("typescript", { kind: "kernel", name: typed, kernel: readKernel(typed) }),
        );
      },
    },
    // As the command line reads kernels.
    jsonSaving("kernel.json", () => {
      const k = readKernel(typed);
      return { values: nestedOf(k), origin: k.origin };
    }),
    npySaving("npy", "kernel.npy", () => {
      const { shape, values } = readKernel(typed);
      return { shape, data: values };
    }),
  ];
  return <SaveMenu label={t.save} items={items} />;
}
