/** Kernels to begin with: words of the workshop's catalogue that fit into 9 × 9. */
import { entryOf, type Kernel, kernelOfWord, sameKernel } from "convoke/workshop";
import { squareKernel } from "./kernel.ts";

export const PRESETS = [
  "identity",
  "box:3",
  "box:9",
  "gaussian-integer:1:5:256",
  "gaussian159",
  "gaussian:1.4:9",
  "motion:9:45",
  "sharpen",
  "unsharp:1:1.5",
  "emboss",
  "sobel-x",
  "sobel-y",
  "scharr-x",
  "prewitt-x",
  "kirsch:n",
  "laplacian4",
  "laplacian8",
  "laplacian-isotropic",
  "log:1:9",
  "dog:0.8:1.4:9",
  "gaussian-derivative:1:1:0",
  "shift:3:3",
] as const;

/** What the catalogue says about a word. */
export function saidOf(word: string): { readonly en: string; readonly zh: string } {
  const named = kernelOfWord(word);
  return named ? entryOf(named.name) : { en: "", zh: "" };
}

let squares: readonly (readonly [string, Kernel])[] | null = null;

/** The word of a kernel, whether it was named or typed number for number. */
export function presetOf(kernel: Kernel): string | null {
  squares ??= PRESETS.map((word) => [word, squareKernel(word)] as const);
  return squares.find(([, one]) => sameKernel(one, kernel))?.[0] ?? null;
}
