/** Kernels to begin with: words of the workshop's catalogue that fit into 9 × 9. */
import type { Localized } from "@convoke/studies";
import { entryOf, type Kernel, kernelOfWord, sameKernel } from "convoke/workshop";
import { squareKernel } from "./kernel.ts";

/** What they are in so few words that a list of 24 rem, beside a photograph, shows them whole. */
const SHORT = {
  identity: { en: "unchanged", zh: "不变" },
  "box:3": { en: "mean of 3 × 3", zh: "3 × 3 均值" },
  "box:9": { en: "mean of 9 × 9", zh: "9 × 9 均值" },
  "gaussian-integer:1:5:256": { en: "whole numbers", zh: "整数高斯核" },
  gaussian159: { en: "Gaussian, sum 159", zh: "高斯核，总和 159" },
  "gaussian:1.4:9": { en: "Gaussian, σ 1.4", zh: "高斯核，σ 1.4" },
  "motion:9:45": { en: "motion blur", zh: "运动模糊" },
  sharpen: { en: "sharper", zh: "锐化" },
  "unsharp:1:1.5": { en: "unsharp mask", zh: "反锐化掩模" },
  emboss: { en: "relief", zh: "浮雕" },
  "sobel-x": { en: "slope along x", zh: "沿 x 的斜率" },
  "sobel-y": { en: "slope along y", zh: "沿 y 的斜率" },
  "scharr-x": { en: "rounder slope", zh: "更圆的斜率" },
  "prewitt-x": { en: "slope along x", zh: "沿 x 的斜率" },
  "kirsch:n": { en: "edges to the north", zh: "北侧较亮的边缘" },
  laplacian4: { en: "4 neighbours", zh: "四邻域" },
  laplacian8: { en: "8 neighbours", zh: "八邻域" },
  "laplacian-isotropic": { en: "alike all around", zh: "各向同性" },
  "log:1:9": { en: "Laplacian of Gaussian", zh: "高斯-拉普拉斯" },
  "dog:0.8:1.4:9": { en: "two Gaussians", zh: "两高斯之差" },
  "gaussian-derivative:1:1:0": { en: "smooth slope", zh: "平滑的斜率" },
  "shift:3:3": { en: "moved by 3, 3", zh: "平移 3, 3" },
} as const satisfies Readonly<Record<string, Localized>>;

export type Preset = keyof typeof SHORT;
export const PRESETS = Object.keys(SHORT) as Preset[];
export const shortOf = (preset: Preset): Localized => SHORT[preset];

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
