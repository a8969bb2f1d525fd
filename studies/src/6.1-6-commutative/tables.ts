/** The table of all products, and the result that its antidiagonals add up to. */
import { tensor } from "convoke";
import { formatRational, type Kernel } from "convoke/workshop";
import { matrixOf } from "../matrices.ts";

export const shownKernel = (name: string, { shape, values }: Kernel) =>
  matrixOf(name, tensor(shape, [...values]));

/** Every value of f times every value of g: a row for each of f. */
export function productTable(f: Kernel, g: Kernel) {
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

export const linkedResult = (result: Kernel, f: Kernel, g: Kernel) => ({
  ...shownKernel("result", result),
  link: { to: "products", by: "element" as const, elements: sources(result, f, g) },
});

/** The element in the middle as the sum that it is, fractions and all. */
export function middleSum(result: Kernel, f: Kernel, g: Kernel): string {
  const middle = Math.floor(result.values.length / 2);
  const text = (k: Kernel, i: number) => (k.exact ? formatRational(k.exact[i]) : `${k.values[i]}`);
  const products = sources(result, f, g)[middle].map((at) => {
    const [i, j] = [Math.floor(at / g.values.length), at % g.values.length];
    return `(${text(f, i)})\\cdot(${text(g, j)})`;
  });
  return `(f*g)_{${middle}} = ${products.join(" + ")} = ${text(result, middle)}`;
}
