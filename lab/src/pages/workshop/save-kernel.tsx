/** The kernel as code that gives the same numbers elsewhere, and as data. */
import { nestedOf, readKernel } from "convoke/workshop";
import { SaveMenu, type Saving } from "../../parts/save-menu.tsx";
import { workshopWords } from "./words.ts";

const text = (content: string, type = "text/plain;charset=utf-8") => new Blob([content], { type });

/** What is saved is read from the text again: the page may hold it without its fractions. */
export function SaveKernel({ typed, plane }: { readonly typed: string; readonly plane: boolean }) {
  const t = workshopWords();
  const filter = (language: "convoke" | "pytorch" | "numpy") => async () => {
    const { filterSource } = await import("convoke/snippets");
    return text(filterSource(language, typed, readKernel(typed)));
  };
  const items: Saving[] = [
    // Functions that filter pictures: a kernel of other axes filters none.
    ...(plane
      ? [
          { name: "Convoke", file: "filter.mjs", make: filter("convoke") },
          { name: "PyTorch", file: "filter_torch.py", make: filter("pytorch") },
          { name: "NumPy", file: "filter_numpy.py", make: filter("numpy") },
        ]
      : []),
    {
      name: "TypeScript",
      file: "kernel.ts",
      make: async () => {
        const { sourceOf } = await import("convoke/snippets");
        return text(
          sourceOf("typescript", { kind: "kernel", name: typed, kernel: readKernel(typed) }),
        );
      },
    },
    {
      name: "JSON",
      file: "kernel.json",
      // As the command line reads kernels.
      make: () => {
        const k = readKernel(typed);
        const plain = { values: nestedOf(k), origin: k.origin };
        return text(JSON.stringify(plain), "application/json");
      },
    },
    {
      name: "npy",
      file: "kernel.npy",
      make: async () => {
        const { writeNpy } = await import("convoke/formats");
        const { shape, values } = readKernel(typed);
        return new Blob([writeNpy({ shape, data: values })]);
      },
    },
  ];
  return <SaveMenu label={t.save} items={items} />;
}
