/** What a link to the home page holds. */
import type { Parameters } from "@convoke/studies";

export const SAMPLES = ["photo", "plate"] as const;
export type Sample = (typeof SAMPLES)[number];
export const BORDERS = ["reflect", "symmetric", "replicate", "wrap", "zero"] as const;
export const RANGES = ["clip", "middle", "fit", "sum"] as const;
export const COLOURS = ["colour", "gray"] as const;

export const PARAMETERS = {
  picture: {
    kind: "choice",
    label: { en: "Picture", zh: "图像" },
    of: SAMPLES,
    standard: "photo",
  },
  kernel: {
    kind: "text",
    label: { en: "Kernel", zh: "卷积核" },
    standard: "laplacian8",
  },
  border: {
    kind: "choice",
    label: { en: "Border", zh: "边界" },
    of: BORDERS,
    standard: "reflect",
  },
  range: {
    kind: "choice",
    label: { en: "Values", zh: "数值" },
    of: RANGES,
    standard: "clip",
  },
  colour: {
    kind: "choice",
    label: { en: "Channels", zh: "通道" },
    of: COLOURS,
    standard: "colour",
  },
  /** Percent of the width that shows the original. */
  split: {
    kind: "number",
    label: { en: "Original up to", zh: "原图占到" },
    from: 0,
    to: 100,
    standard: 50,
  },
  /** Pixels of the screen for one of the picture; 0 fits the whole into the frame. */
  zoom: { kind: "number", label: { en: "Zoom", zh: "缩放" }, from: 0, to: 64, standard: 0 },
  /** Middle of the view, as shares of the picture. */
  x: {
    kind: "number",
    label: { en: "From the left", zh: "水平位置" },
    from: 0,
    to: 1,
    standard: 0.5,
  },
  y: {
    kind: "number",
    label: { en: "From the top", zh: "垂直位置" },
    from: 0,
    to: 1,
    standard: 0.5,
  },
} as const satisfies Parameters;
