/** What the address of the network holds: how it is made, what it learns from, what it looks at. */
import { whole } from "@convoke/studies";

export const NETWORK = {
  seed: whole("seed", "随机种子", 0, 9999, 1),
  filters: whole("filters of the first layer", "第一层卷积核个数", 1, 12, 6),
  size: whole("kernel size", "卷积核大小", 2, 7, 5),
  rate: {
    kind: "number",
    label: { en: "learning rate", zh: "学习率" },
    from: 0.0001,
    to: 0.05,
    standard: 0.003,
  },
  examples: whole("training digits", "训练数字个数", 32, 6000, 3000),
  epochs: whole("epochs", "训练轮数", 1, 20, 5),
  /** Of the unseen digits; what is drawn by hand no link can hold. */
  example: whole("generated digit", "生成的数字", 0, 499, 3),
} as const;

/** Digits that are kept from the training to measure it by. */
export const UNSEEN = 500;
export const BATCH = 32;
