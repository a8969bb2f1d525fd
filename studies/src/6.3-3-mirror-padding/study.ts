/** Exercise 6.3-3: a mirror at the border instead of zeros. */
import { type Tensor, tensor } from "convoke";
import { pad, padTranspose, sourceIndex } from "convoke/reference";
import { treated } from "../6.1-3-boundary/treatments.ts";
import { readKernel } from "../kernel-text.ts";
import { matrixOf, rowsOf } from "../matrices.ts";
import type { Matrix, Table } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { MIRRORS } from "./mirrors.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = { sourceIndex, pad, padTranspose, treated };
export type Subject = typeof subject;

const BORDERS = ["zero", ...MIRRORS] as const;
const LAYER = { input: [1, 16, 56, 56], weight: [16, 16, 3, 3], padding: 1 } as const;

export const mirrorPadding = study({
  id: "6.3-3",
  slug: "mirror-padding",
  parameters: {
    size: {
      kind: "whole",
      label: { en: "length of the line", zh: "序列长度" },
      from: 1,
      to: 12,
      standard: 4,
    },
    padding: {
      kind: "whole",
      label: { en: "padding on both sides", zh: "两侧的填充" },
      from: 0,
      to: 24,
      standard: 3,
    },
    kernel: {
      kind: "text",
      label: { en: "kernel on the photograph", zh: "用于照片的卷积核" },
      standard: "1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1; 1 1 1 1 1 1 1",
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ size, padding, kernel }, { effort, seed, data, onProgress }, subject) {
    const line = rowsOf(1, size, (_, column) => column + 1);
    const photo = await data.image();
    const image = middleOf(photo, 160);
    const { shape, values } = readKernel(kernel);
    const sum = values.reduce((a, b) => a + b, 0) || 1;
    const mean = tensor(
      shape,
      values.map((v) => v / sum),
    );
    const [zero, reflect, symmetric] = await Promise.all(
      BORDERS.map((border) => subject.treated(image, mean, border)),
    );
    const margin = image.shape.map((extent) => Math.floor(extent / 2));
    const [zeroTime, mirrorTime] = await timesOf([LAYER, { ...LAYER, border: "reflect" }]);
    return {
      timed: ["zeroTime", "mirrorTime"],
      facts: {
        size,
        padding,
        source: photo.source,
        rimPhoto: rimOf(image),
        rimZero: rimOf(zero),
        rimReflect: rimOf(reflect),
        rimSymmetric: rimOf(symmetric),
        zeroTime,
        mirrorTime,
        copied: 4 * 16 * (56 + 2) ** 2,
      },
      steps: [
        {
          key: "line",
          exhibits: [
            matrixOf("line", line),
            ...BORDERS.map((border) => continued(border, line, padding, subject)),
          ],
        },
        { key: "answers", exhibits: [await answersTable(subject)] },
        {
          key: "photo",
          exhibits: [
            pictureOf("wide", subject.pad(image, margin, margin, { kind: "reflect" }), [0, 255]),
            pictureOf("zeroPhoto", zero, [0, 255]),
            pictureOf("reflectPhoto", reflect, [0, 255]),
            pictureOf("symmetricPhoto", symmetric, [0, 255]),
          ],
        },
        { key: "cost", exhibits: [] },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 60 : 2000, seed, onProgress),
    };
  },
});

/** The line with its continuation, each element linked to the one it is. */
function continued(
  border: (typeof BORDERS)[number],
  line: Tensor,
  padding: number,
  { pad, sourceIndex }: Subject,
): Matrix {
  const size = line.shape[1];
  const wide = pad(line, [0, padding], [0, padding], { kind: border });
  const elements = [...wide.data.keys()].map((i) => {
    const from = sourceIndex({ kind: border }, size, i - padding);
    return from < 0 ? [] : [from];
  });
  const outside = [...wide.data.keys()].filter((i) => i < padding || i >= padding + size);
  return {
    ...matrixOf(border, wide),
    marks: [outside],
    link: { to: "line", by: "element", elements },
  };
}

/** What small kernels answer at the left end of simple lines; inside they would answer `inside`. */
async function answersTable({ treated }: Subject): Promise<Table> {
  const flat = rowsOf(1, 6, () => 6);
  const slope = rowsOf(1, 6, (_, column) => 12 + 6 * column);
  const probes = [
    ["meanFlat", flat, [1 / 3, 1 / 3, 1 / 3]],
    ["differenceSlope", slope, [-0.5, 0, 0.5]],
    ["laplacianSlope", slope, [1, -2, 1]],
  ] as const;
  const rows = probes.map(async ([name, x, taps]) => {
    const weight = tensor([1, 3], taps);
    const answers = await Promise.all(BORDERS.map((border) => treated(x, weight, border)));
    return [name, answers[0].data[2], ...answers.map(({ data }) => data[0])];
  });
  return {
    kind: "table",
    name: "answers",
    head: ["probe", "inside", ...BORDERS],
    rows: await Promise.all(rows),
  };
}

/** Mean gray of the outermost rows and columns. */
function rimOf({ shape: [rows, columns], data }: Tensor): number {
  const rim = [...data].filter((_, i) => {
    const [y, x] = [Math.floor(i / columns), i % columns];
    return y === 0 || y === rows - 1 || x === 0 || x === columns - 1;
  });
  return rim.reduce((a, b) => a + b, 0) / rim.length;
}
