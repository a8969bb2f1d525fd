/** Exercise 6.1-6: f ∗ g = g ∗ f, in exact arithmetic, and what looks like it but does not commute. */
import { conv2d, type Tensor, tensor } from "convoke";
import { convolve, correlate } from "convoke/workshop";
import { readKernel } from "../kernel-text.ts";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { pairs, symmetricSum, wholePairs } from "./cases.ts";
import { errors } from "./errors.ts";
import { statementsOf } from "./statements.ts";
import { linkedResult, middleSum, productTable, shownKernel } from "./tables.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** The engine's true convolution, kernel flipped. */
async function filtered(
  x: Tensor,
  w: Tensor,
  padding: "full" | "same",
  stride: number,
): Promise<Tensor> {
  const y = await conv2d(
    { shape: [1, 1, ...x.shape], data: x.data },
    { shape: [1, 1, ...w.shape], data: w.data },
    { padding, stride, orientation: "convolution", accuracy: "exact" },
  );
  return { shape: y.shape.slice(2), data: y.data };
}

/** Columns of the photograph's middle that are convolved both ways. */
const MOST = 48;
const REACH = 500;

const subject = { convolve, correlate, filtered };
export type Subject = typeof subject;

export const commutative = study({
  id: "6.1-6",
  slug: "commutative",
  parameters: {
    f: {
      kind: "text",
      label: { en: "f, rows ended by ;", zh: "f，各行以 ; 结束" },
      standard: "1 2 3 4",
    },
    g: {
      kind: "text",
      label: { en: "g, rows ended by ;", zh: "g，各行以 ; 结束" },
      standard: "1 -1/2 2",
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const [f, g] = [readKernel(values.f), readKernel(values.g)];
    const result = subject.convolve(f, g);
    const photo = await data.image();
    const image = middleOf(photo, MOST);
    const pattern = tensor([2, 3], [1, 2, -1, 0, 3, 1]);
    const imageFirst = await subject.filtered(image, pattern, "full", 1);
    const patternFirst = await subject.filtered(pattern, image, "full", 1);
    const count = effort === "quick" ? 200 : 4000;
    const cases = [{ f, g }, ...pairs(count, seed)];
    const whole = wholePairs(effort === "quick" ? 24 : 2000, seed + 1);
    const one = () => 1;
    const sums = [symmetricSum(one, Math.sign, 3, REACH), symmetricSum(Math.sign, one, 3, REACH)];

    return {
      facts: {
        taps: result.values.length,
        rows: image.shape[0],
        columns: image.shape[1],
        source: photo.source,
        oneSign: sums[0],
        signOne: sums[1],
        reach: REACH,
      },
      steps: [
        {
          key: "table",
          exhibits: [
            shownKernel("f", f),
            shownKernel("g", g),
            productTable(f, g),
            linkedResult(result, f, g),
            { kind: "formula", name: "middle", tex: middleSum(result, f, g) },
          ],
        },
        {
          key: "image",
          exhibits: [
            pictureOf("photo", image, [0, 255]),
            matrixOf("pattern", pattern),
            pictureOf("imageFirst", imageFirst),
            pictureOf("patternFirst", patternFirst),
          ],
        },
        {
          key: "other",
          exhibits: [
            shownKernel("correlation", subject.correlate(f, g)),
            shownKernel("correlationTurned", subject.correlate(g, f)),
          ],
        },
      ],
      statements: await statementsOf(
        subject,
        { cases, whole, image, imageFirst, patternFirst, sums },
        onProgress,
      ),
    };
  },
});
