/** A run as data that two engines of JavaScript can be compared by: all but what a clock has measured. */
import { type Ran, repeatable } from "@convoke/studies/model";

export interface Found {
  /** Verdict, facts and statements, every bit of every number. */
  readonly text: string;
  /** All numbers of the exhibits one behind the other, and everything else with `null` in their places. */
  readonly exhibits: { readonly words: string; readonly numbers: readonly number[] };
}

export function foundBy({ id, values, findings, verdict }: Ran): Found {
  const { facts, statements, steps } = repeatable(findings);
  const told = steps.map((step) => [step.key, step.facts]);
  const numbers: number[] = [];
  const words = JSON.stringify(
    steps.map(({ exhibits }) => exhibits),
    (_, value: unknown) => {
      const plain = ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
      if (typeof plain !== "number") return plain;
      // Infinities and what is no number are compared as words.
      if (!Number.isFinite(plain)) return `${plain}`;
      numbers.push(plain);
      return null;
    },
  );
  const text = JSON.stringify({ id, values, verdict, facts, statements, told }, exact);
  return { text, exhibits: { words, numbers } };
}

/** JSON writes floats so that they are read back as they were, but has no name for some. */
const exact = (_: string, value: unknown): unknown =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? `number ${Object.is(value, -0) ? "-0" : value}`
    : value;
