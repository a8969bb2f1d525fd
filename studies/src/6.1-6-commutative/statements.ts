/** What is said of exchanging two sequences, tried on fractions, on whole numbers and on a photograph. */
import { type Tensor, tensor } from "convoke";
import { approximately, flip, formatRational, type Kernel, sameKernel } from "convoke/workshop";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { sumAt } from "./cases.ts";
import type { Subject } from "./study.ts";

interface Pair {
  readonly f: Kernel;
  readonly g: Kernel;
}

export interface Evidence {
  /** Of fractions. */
  readonly cases: readonly Pair[];
  /** Of whole numbers, for the engine. */
  readonly whole: readonly Pair[];
  readonly image: Tensor;
  /** The photograph with the pattern for its kernel, and the other way round. */
  readonly imageFirst: Tensor;
  readonly patternFirst: Tensor;
  /** Of one and the sign, and exchanged, from as far below zero as above. */
  readonly sums: readonly number[];
}

export function statementsOf(
  subject: Subject,
  { cases, whole, image, imageFirst, patternFirst, sums }: Evidence,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
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
  return inTurn(
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
  );
}

/** Null where two kernels are one, else where they are not; the origin is no part of a sequence. */
function unlike(a: Kernel, b: Kernel): Trial {
  if (sameKernel({ ...a, origin: [0, 0] }, { ...b, origin: [0, 0] })) return null;
  if (`${a.shape}` !== `${b.shape}`)
    return { shape: a.shape.join("×"), otherShape: b.shape.join("×") };
  const text = (k: Kernel, i: number) => (k.exact ? formatRational(k.exact[i]) : `${k.values[i]}`);
  const at = a.values.findIndex((_, i) => text(a, i) !== text(b, i));
  return { at, value: text(a, at), other: text(b, at) };
}
