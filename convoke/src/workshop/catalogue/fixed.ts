/** Kernels whose values are their definition: small matrices of whole numbers, over a divisor. */
import { rational } from "../../numbers/rational.ts";
import { scale } from "../algebra.ts";
import { type Kernel, kernel } from "../kernel.ts";
import { type CatalogueEntry, plainDesign } from "./entry.ts";

type Rows = readonly (readonly number[])[];

const SOBEL: Rows = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const SCHARR: Rows = [
  [-3, 0, 3],
  [-10, 0, 10],
  [-3, 0, 3],
];
const PREWITT: Rows = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];
const LAPLACIAN_4: Rows = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const LAPLACIAN_8: Rows = [
  [1, 1, 1],
  [1, -8, 1],
  [1, 1, 1],
];
const OONO_PURI: Rows = [
  [1, 2, 1],
  [2, -12, 2],
  [1, 2, 1],
];
const NINE_POINT: Rows = [
  [1, 4, 1],
  [4, -20, 4],
  [1, 4, 1],
];
const GAUSSIAN_159: Rows = [
  [2, 4, 5, 4, 2],
  [4, 9, 12, 9, 4],
  [5, 12, 15, 12, 5],
  [4, 9, 12, 9, 4],
  [2, 4, 5, 4, 2],
];

type Words = Pick<CatalogueEntry, "en" | "zh" | "formula" | "source">;

function fixed(words: Words, rows: Rows, divisor = 1): CatalogueEntry {
  const made: Kernel = scale(kernel(rows), rational(1, divisor));
  return { ...words, parameters: [], make: () => plainDesign(made) };
}

/** The same along the other axis. */
const turned = (rows: Rows): Rows => rows[0].map((_, x) => rows.map((row) => row[x]));

export const IDENTITY = {
  identity: fixed(
    { en: "changes nothing", zh: "不改变图像", formula: "δ(x, y)", source: "definition" },
    [[1]],
  ),
} as const;

export const LAPLACIANS = {
  laplacian4: fixed(
    {
      en: "second derivative, 4 neighbours",
      zh: "二阶导数，四邻域",
      formula: "δ²x + δ²y = ∇² + (∂⁴/∂x⁴ + ∂⁴/∂y⁴)/12 + …",
      source: "five-point stencil",
    },
    LAPLACIAN_4,
  ),
  laplacian8: fixed(
    {
      en: "second derivative, 8 neighbours",
      zh: "二阶导数，八邻域",
      formula: "3 δ²x + 3 δ²y + δ²x δ²y = 3 ∇² + …",
      source: "nine-point variant: 3 times the Laplacian to second order",
    },
    LAPLACIAN_8,
  ),
  "laplacian-oono-puri": fixed(
    {
      en: "second derivative, 8 neighbours, diagonal ones weighing half",
      zh: "二阶导数，八邻域，对角权重减半",
      formula: "δ²x + δ²y + δ²x δ²y / 4",
      source: "Oono and Puri, 1987",
    },
    OONO_PURI,
    4,
  ),
  "laplacian-isotropic": fixed(
    {
      en: "second derivative with an error that looks the same in all directions",
      zh: "二阶导数，误差各向同性",
      formula: "δ²x + δ²y + δ²x δ²y / 6 = ∇² + ∇⁴/12 + …",
      source: "nine-point formula: Collatz, 1960; Patra and Karttunen, 2006",
    },
    NINE_POINT,
    6,
  ),
} as const;

export const SLOPES = {
  "sobel-x": fixed(
    {
      en: "slope along x, smoothed",
      zh: "沿 x 的斜率（带平滑）",
      formula: "[1 2 1]ᵀ · [-1 0 1] = 8 ∂/∂x + …",
      source: "Sobel and Feldman, 1968",
    },
    SOBEL,
  ),
  "sobel-y": fixed(
    {
      en: "slope along y, smoothed",
      zh: "沿 y 的斜率（带平滑）",
      formula: "[-1 0 1]ᵀ · [1 2 1] = 8 ∂/∂y + …",
      source: "Sobel and Feldman, 1968",
    },
    turned(SOBEL),
  ),
  "scharr-x": fixed(
    {
      en: "slope along x, rounder than Sobel",
      zh: "沿 x 的斜率，比 Sobel 更接近旋转对称",
      formula: "[3 10 3]ᵀ · [-1 0 1] = 32 ∂/∂x + …",
      source: "Scharr, 2000",
    },
    SCHARR,
  ),
  "scharr-y": fixed(
    {
      en: "slope along y, rounder than Sobel",
      zh: "沿 y 的斜率，比 Sobel 更接近旋转对称",
      formula: "[-1 0 1]ᵀ · [3 10 3] = 32 ∂/∂y + …",
      source: "Scharr, 2000",
    },
    turned(SCHARR),
  ),
  "prewitt-x": fixed(
    {
      en: "slope along x, box-smoothed",
      zh: "沿 x 的斜率（均值平滑）",
      formula: "[1 1 1]ᵀ · [-1 0 1] = 6 ∂/∂x + …",
      source: "Prewitt, 1970",
    },
    PREWITT,
  ),
  "prewitt-y": fixed(
    {
      en: "slope along y, box-smoothed",
      zh: "沿 y 的斜率（均值平滑）",
      formula: "[-1 0 1]ᵀ · [1 1 1] = 6 ∂/∂y + …",
      source: "Prewitt, 1970",
    },
    turned(PREWITT),
  ),
  "roberts-1": fixed(
    {
      en: "slope along the falling diagonal, between four pixels",
      zh: "沿下降对角线的斜率（四像素之间）",
      formula: "x(0, 0) - x(1, 1)",
      source: "Roberts, 1963",
    },
    [
      [1, 0],
      [0, -1],
    ],
  ),
  "roberts-2": fixed(
    {
      en: "slope along the rising diagonal, between four pixels",
      zh: "沿上升对角线的斜率（四像素之间）",
      formula: "x(1, 0) - x(0, 1)",
      source: "Roberts, 1963",
    },
    [
      [0, 1],
      [-1, 0],
    ],
  ),
} as const;

export const CLASSIC_GAUSSIAN = {
  gaussian159: fixed(
    {
      en: "5×5 integer Gaussian, sum 159",
      zh: "5×5 整数高斯核，总和 159",
      formula: "exp(-(x² + y²) / 2σ²) in whole numbers, / 159",
      source: "the classic Canny example, made for sigma 1.4 (least squares: 1.36)",
    },
    GAUSSIAN_159,
    159,
  ),
} as const;

export const SHARPENERS = {
  sharpen: fixed(
    {
      en: "image minus its Laplacian",
      zh: "原图减去其拉普拉斯",
      formula: "δ - ∇²",
      source: "definition: identity - laplacian4",
    },
    [
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ],
  ),
  emboss: fixed(
    {
      en: "relief lit from the upper left",
      zh: "浮雕，光来自左上",
      formula: "δ + a slope along the falling diagonal",
      source: "common practice",
    },
    [
      [-2, -1, 0],
      [-1, 1, 1],
      [0, 1, 2],
    ],
  ),
} as const;
