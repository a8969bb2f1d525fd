/** Exercise 6.1-6: f ∗ g = g ∗ f, in exact arithmetic, and what looks like it but does not commute. */
import { conv2d, type Tensor, tensor } from "convoke";
import {
  approximately,
  convolve,
  correlate,
  flip,
  formatRational,
  type Kernel,
  sameKernel,
} from "convoke/workshop";
import { readKernel } from "../kernel-text.ts";
import { differs, matrixOf } from "../matrices.ts";
import { inTurn, type Trial, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { pairs, sumAt, symmetricSum, wholePairs } from "./cases.ts";
import { errors } from "./errors.ts";
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

    /** The photograph behind two layers, in either order. */
    const bothOrders = async (padding: "full" | "same", strides: readonly [number, number]) => {
      const [p, q] = [tensor([1, 3], [1, 2, -1]), tensor([1, 3], [3, 0, 1])];
      const through = async (a: Tensor, b: Tensor) =>
        subject.filtered(
          await subject.filtered(image, a, padding, strides[0]),
          b,
          padding,
          strides[1],
        );
      return differs(await through(p, q), await through(q, p));
    };
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
      statements: await inTurn(
        [
          () =>
            tried("claim", "commutes", cases, ({ f, g }) =>
              unlike(subject.convolve(f, g), subject.convolve(g, f)),
            ),
          () =>
            triedOn("claim", "engine", whole, async ({ f, g }) => {
              const [a, b] = [f, g].map((k) => tensor(k.shape, k.values));
              return differs(
                await subject.filtered(a, b, "full", 1),
                await subject.filtered(b, a, "full", 1),
              );
            }),
          () => tried("claim", "photograph", [0], () => differs(imageFirst, patternFirst)),
          () =>
            tried("truth", "definition", cases, (two) => {
              const { shape, exact } = subject.convolve(two.f, two.g);
              if (!exact) return { shape: shape.join("×") };
              const at = exact.findIndex((value, i) => {
                const wanted = sumAt(two, [Math.floor(i / shape[1]), i % shape[1]]);
                return formatRational(value) !== formatRational(wanted);
              });
              return at < 0 ? null : { at, value: formatRational(exact[at]) };
            }),
          () =>
            tried("truth", "flipped", cases, ({ f, g }) =>
              unlike(subject.correlate(f, g), flip(subject.correlate(g, f))),
            ),
          () =>
            tried("slip", "correlation", cases, ({ f, g }) =>
              unlike(subject.correlate(f, g), subject.correlate(g, f)),
            ),
          () =>
            triedOn("slip", "size", whole, async ({ f, g }) => {
              const [a, b] = [f, g].map((k) => tensor(k.shape, k.values));
              return differs(
                await subject.filtered(a, b, "same", 1),
                await subject.filtered(b, a, "same", 1),
              );
            }),
          () => triedOn("slip", "cropped", [0], () => bothOrders("same", [1, 1])),
          () => triedOn("slip", "strided", [0], () => bothOrders("full", [2, 1])),
          () =>
            tried("slip", "bits", cases.slice(0, 200), ({ f, g }) => {
              const [a, b] = [approximately(f), approximately(g)];
              return unlike(subject.convolve(a, b), subject.convolve(b, a));
            }),
          () =>
            tried("slip", "anySum", [0], () =>
              sums[0] === sums[1] ? null : { oneSign: sums[0], signOne: sums[1] },
            ),
        ],
        onProgress,
      ),
    };
  },
});

/** Null where two kernels are one, else where they are not; the origin is no part of a sequence. */
function unlike(a: Kernel, b: Kernel): Trial {
  if (sameKernel({ ...a, origin: [0, 0] }, { ...b, origin: [0, 0] })) return null;
  if (`${a.shape}` !== `${b.shape}`)
    return { shape: a.shape.join("×"), otherShape: b.shape.join("×") };
  const text = (k: Kernel, i: number) => (k.exact ? formatRational(k.exact[i]) : `${k.values[i]}`);
  const at = a.values.findIndex((_, i) => text(a, i) !== text(b, i));
  return { at, value: text(a, at), other: text(b, at) };
}

const shownKernel = (name: string, { shape, values }: Kernel) =>
  matrixOf(name, tensor(shape, [...values]));

/** Every value of f times every value of g: a row for each of f. */
function productTable(f: Kernel, g: Kernel) {
  const products = [...f.values].flatMap((a) => [...g.values].map((b) => a * b));
  return matrixOf("products", tensor([f.values.length, g.values.length], products));
}

/** Which products of the table end in each element of the result. */
function sources(result: Kernel, f: Kernel, g: Kernel): number[][] {
  const elements: number[][] = Array.from(result.values, () => []);
  for (let i = 0; i < f.values.length; i++)
    for (let j = 0; j < g.values.length; j++) {
      const row = Math.floor(i / f.shape[1]) + Math.floor(j / g.shape[1]);
      const column = (i % f.shape[1]) + (j % g.shape[1]);
      elements[row * result.shape[1] + column]?.push(i * g.values.length + j);
    }
  return elements;
}

const linkedResult = (result: Kernel, f: Kernel, g: Kernel) => ({
  ...shownKernel("result", result),
  link: { to: "products", by: "element" as const, elements: sources(result, f, g) },
});

/** The element in the middle as the sum that it is, fractions and all. */
function middleSum(result: Kernel, f: Kernel, g: Kernel): string {
  const middle = Math.floor(result.values.length / 2);
  const text = (k: Kernel, i: number) => (k.exact ? formatRational(k.exact[i]) : `${k.values[i]}`);
  const products = sources(result, f, g)[middle].map((at) => {
    const [i, j] = [Math.floor(at / g.values.length), at % g.values.length];
    return `(${text(f, i)})\\cdot(${text(g, j)})`;
  });
  return `(f*g)_{${middle}} = ${products.join(" + ")} = ${text(result, middle)}`;
}
