/** Graphs held to their definitions: kernels, gradients by differences, and the same bits on any threads. */
import { expect } from "vitest";
import { defined, differences } from "../../src/grad/check.ts";
import { input, mean, mul, openSession, runNumber, type Value } from "../../src/grad/index.ts";
import { uniform } from "../../src/tensor/random.ts";

/** What inputs hold. */
export type Numbers = Map<Value, ArrayLike<number>>;

/** Of float32, after a few operations, by the largest number of a tensor. */
const TOLERANCE = 1e-5;

export function near(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = TOLERANCE,
): void {
  const most = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), 1e-3);
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(got[i] - expected[i]), `number ${i}: ${got[i]}`).toBeLessThan(tolerance * most);
}

/**
 * Runs `end` and its gradients, weighted so that no two numbers of it matter alike, on one thread and
 * on two.
 */
export async function expectDefined(end: Value, given: Numbers = new Map()): Promise<void> {
  const weights = input("weights", end.shape);
  given.set(weights, uniform(end.shape, 3).data);
  given.set(runNumber, [1]);
  const loss = mean(mul(end, weights));
  const results = (threads: number) => resultsOf(end, loss, given, threads);
  const [once, twice] = [await results(1), await results(2)];
  expect(twice).toEqual(once);
  const [numbers, ...gradients] = once.values();
  near(numbers, defined(end, given));
  [...once.keys()]
    .slice(1)
    .forEach((value, i) => near(gradients[i], differences(loss, value, given)));
}

/** The numbers of `end`, and the gradients of all that is trained. */
async function resultsOf(end: Value, loss: Value, given: Numbers, threads: number) {
  using session = await openSession({ run: { outputs: [end], minimize: loss } }, { threads });
  for (const [value, numbers] of given) if (value !== runNumber) session.write(value, numbers);
  await session.run("run");
  const results = new Map<Value, Float32Array>([[end, session.read(end).slice() as Float32Array]]);
  for (const value of session.parameters())
    if (value.tracked) results.set(value, session.gradient(value).slice());
  return results;
}
