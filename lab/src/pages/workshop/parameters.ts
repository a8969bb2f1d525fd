/** What the workshop's address holds: the kernel, and what each tab asks about it. */
import { whole } from "@convoke/studies";

const text = (en: string, zh: string, standard: string) =>
  ({ kind: "text", label: { en, zh }, standard }) as const;

export const KERNEL = {
  kernel: text("kernel", "卷积核", "1/16 1/8 1/16; 1/8 1/4 1/8; 1/16 1/8 1/16"),
} as const;

export const OPERATIONS = [
  "convolve",
  "correlate",
  "add",
  "subtract",
  "power",
  "dilate",
  "scale",
  "flip",
  "transpose",
  "rotate",
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const COMPOSE = {
  op: {
    kind: "choice",
    label: { en: "operation", zh: "运算" },
    of: OPERATIONS,
    standard: "convolve",
  },
  with: text("second kernel", "第二个核", "sobel-x"),
  times: whole("number", "次数", 0, 12, 2),
  by: text("factor", "因子", "16"),
} as const;

export const FACTOR = {
  as: {
    kind: "choice",
    label: { en: "values", zh: "数值" },
    of: ["asTheyAre", "fractions", "floats"],
    standard: "asTheyAre",
  },
  pairRows: whole("nearest pair: rows of the first", "最近的一对：第一个核的行数", 0, 11, 0),
  pairColumns: whole("columns of the first", "第一个核的列数", 0, 11, 0),
} as const;

export const STENCIL = {
  form: {
    kind: "choice",
    label: { en: "derivative", zh: "导数" },
    of: ["line", "partial", "direction", "laplacian"],
    standard: "line",
  },
  orders: text("order along each axis (down, right)", "各轴的阶（向下、向右）", "1 1"),
  along: text("direction (down, right)", "方向（向下、向右）", "3/5 4/5"),
  space: whole("axes", "轴数", 1, 3, 2),
  side: {
    kind: "choice",
    label: { en: "nodes", zh: "节点" },
    of: ["central", "forward", "backward"],
    standard: "central",
  },
  nodesAre: {
    kind: "choice",
    label: { en: "nodes", zh: "节点" },
    of: ["central", "staggered", "forward", "backward", "own"],
    standard: "central",
  },
  derivative: whole("order of the derivative", "导数的阶", 0, 12, 2),
  accuracy: whole("order of accuracy", "精度的阶", 1, 16, 2),
  nodes: text("own nodes", "自定节点", "-1 0 1/2 2"),
} as const;

export const GAUSSIAN = {
  sigma: { kind: "number", label: { en: "σ", zh: "σ" }, from: 0.2, to: 10, standard: 1 },
  size: whole("taps along an axis (0: as far as 3 σ)", "每轴抽头数（0：取到 3σ）", 0, 61, 0),
  axes: whole("axes", "轴数", 1, 2, 2),
  most: whole("largest sum of the whole numbers", "整数之和至多", 1, 4096, 255),
} as const;

export const TABLE = { ...KERNEL, ...COMPOSE, ...FACTOR, ...STENCIL, ...GAUSSIAN } as const;

export const TABS = ["report", "compose", "factor", "stencil", "gaussian"] as const;
export type Tab = (typeof TABS)[number];
