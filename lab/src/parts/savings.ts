/** Things to save that many pages have: data as npy and JSON, pixels as PNG, text as code. */
import type { BorderSpec, FloatArray } from "convoke";
import type { Kernel } from "convoke/workshop";
import type { Saving } from "./save-menu.tsx";

interface Numbers {
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

export const textBlob = (content: string): Blob =>
  new Blob([content], { type: "text/plain;charset=utf-8" });

export const npySaving = (name: string, file: string, numbers: () => Numbers): Saving => ({
  name,
  file,
  make: async () => {
    const { writeNpy } = await import("convoke/formats");
    return new Blob([writeNpy(numbers())]);
  },
});

/** Typed arrays are written as lists, whole numbers of any size as they are read. */
export const jsonSaving = (file: string, value: () => unknown): Saving => ({
  name: "JSON",
  file,
  make: () => {
    const plain = (_: string, v: unknown) =>
      ArrayBuffer.isView(v)
        ? Array.from(v as unknown as ArrayLike<number>)
        : typeof v === "bigint"
          ? `${v}`
          : v;
    return new Blob([JSON.stringify(value(), plain)], { type: "application/json" });
  },
});

/** A pixel of the file for a pixel of the picture. */
export const pngSaving = (file: string, pixels: () => ImageData, name = "PNG"): Saving => ({
  name,
  file,
  make: () => {
    const made = pixels();
    const canvas = new OffscreenCanvas(made.width, made.height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("expected a canvas of the browser for the PNG, got none");
    context.putImageData(made, 0, 0);
    return canvas.convertToBlob({ type: "image/png" });
  },
});

/** The kernel on pictures of that shape as a model: what it makes before anything is rounded. */
export const onnxSaving = (
  file: string,
  kernel: () => Kernel,
  shape: readonly number[],
  border: BorderSpec = "reflect",
): Saving => ({
  name: `ONNX (${shape.join(" × ")})`,
  file,
  make: async () => {
    const { onnxOf, pictureProblem } = await import("convoke/snippets");
    const k = kernel();
    const weight = { shape: [1, 1, ...k.shape], data: k.values };
    return new Blob([onnxOf(pictureProblem(k, shape, border), { weight })]);
  },
});
