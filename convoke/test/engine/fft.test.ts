/** Convolution through the frequency domain: many tiles and blocks, their ends, and rounding to whole numbers. */
import { expect, test } from "vitest";
import { spectralBound } from "../../src/algorithms/fft-bound.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { transformLine } from "../../src/algorithms/spectrum.ts";
import { passesOf } from "../../src/kernels/fft.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import type { Schedule } from "../../src/plan/plan.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { inputShape, weightShape } from "../../src/semantics/shapes.ts";
import { integers } from "../../src/tensor/random.ts";
import { compile, plan, programOf } from "../../src/whole.ts";
import { type Data, randomData } from "../support/problems.ts";

const MACHINE = { ...PLAIN_MACHINE, fma: true, wide: true };

async function outputOf(word: string, schedule: Schedule, data: Data): Promise<Float32Array> {
  const chosen = plan(word, { algorithm: "fft", schedule, threads: 1 });
  using executable = await compile(chosen, data);
  executable.input.data.set(data.input.data);
  await executable.run();
  return executable.output.data.slice() as Float32Array;
}

/** Whole numbers so small that no result can be off by one half. */
const smallData = (problem: Problem): Data => ({
  input: integers(inputShape(problem), 1, -2, 2),
  weight: integers(weightShape(problem), 2, -2, 2),
  ...(problem.bias ? { bias: integers([problem.outChannels], 3, -2, 2) } : {}),
});

/** Words, and schedules with one tile, several, an odd number, and ends inside a strip. */
const CASES: readonly (readonly [word: string, schedule: Schedule])[] = [
  ["ic1ih70iw75oc1kh31ph15", { ny: 64, nx: 64, nv: 2 }],
  ["ic1ih70iw75oc1kh31ph15", { ny: 128, nx: 64, nv: 1 }],
  ["mb2ic1ih41iw53oc1kh9ph4_reflect_bias", { ny: 16, nx: 32, nv: 2 }],
  ["ic3ih21iw22oc2kh5kw7_wrap_relu", { ny: 16, nx: 16, nv: 1 }],
  ["g3ic3ih30oc3kh5ph2_nhwc_symmetric", { ny: 32, nx: 16, nv: 2 }],
  ["ic2ih25oc2kh3dh5ph5_convolution", { ny: 32, nx: 32, nv: 1 }],
  ["ic1ih20oc1kh7ph3_transposed", { ny: 16, nx: 16, nv: 2 }],
  ["ic1iw700oc1kw65pw32", { ny: 1, nx: 128, nv: 2 }],
  ["ic1iw700oc1kw65pw32", { ny: 1, nx: 256, nv: 1 }],
  ["mb2ic2iw1500oc3kw40_replicate_bias", { ny: 1, nx: 64, nv: 1 }],
  ["g2ic4iw300oc6kw9dw4_nhwc", { ny: 1, nx: 64, nv: 2 }],
];

test.each(CASES)(
  "%s with %o rounds to the exact answer on whole numbers",
  async (word, schedule) => {
    const problem = parse(word);
    const data = smallData(problem);
    const output = await outputOf(word, schedule, data);
    // Far enough from one half for rounding to mean something.
    expect(Math.max(...spectralBound(problem, data, schedule as never))).toBeLessThan(0.5);
    expect([...output].map((x) => Math.round(x) + 0)).toEqual(
      [...reference(problem, data).data].map((x) => x + 0),
    );
  },
);

test.each(CASES)("%s with %o keeps to its bound, which is no guess", async (word, schedule) => {
  const problem = parse(word);
  const data = randomData(problem);
  const output = await outputOf(word, schedule, data);
  const expected = reference(problem, data).data;
  const bound = spectralBound(problem, data, schedule as never);
  const shares = [...output].map((value, i) => Math.abs(value - expected[i]) / bound[i]);
  const worst = Math.max(...shares);
  expect(worst).toBeLessThanOrEqual(1);
  expect(worst).toBeGreaterThan(1e-4);
});

test("the schedules named above are among those it offers, or computed all the same", () => {
  const problem = parse("ic1ih512oc1kh31ph15");
  const setting = { problem, machine: MACHINE, threads: 1, weight: null };
  const offers = named(ALGORITHMS, "fft").schedules(setting);
  expect(offers).toContainEqual({ ny: 128, nx: 256, nv: 2 });
  expect(offers.every(({ ny, nx }) => ny >= 31 + 7 && nx >= 31 + 7)).toBe(true);
});

test("large kernels are taken by it where accuracy allows", () => {
  for (const word of ["ic1ih1024oc1kh31ph15", "ic1iw160000oc1kw1000pw500"]) {
    expect(plan(word, { accuracy: "fast" }).algorithm, word).toBe("fft");
    expect(plan(word).algorithm, word).not.toBe("fft");
    const { steps } = programOf(plan(word, { accuracy: "fast" }));
    expect(steps.some(({ kernel }) => kernel.name.startsWith("fft_"))).toBe(true);
  }
  expect(plan("ic64ih56oc64kh3ph1", { accuracy: "fast" }).algorithm).not.toBe("fft");
});

test("spectra are transforms in digit-reversed order", () => {
  const n = 32;
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) [re[i], im[i]] = [Math.sin(i * i), Math.cos(3 * i)];
  const signal = { re: re.slice(), im: im.slice() };
  transformLine(re, im, { from: 0, step: 1, n });
  // Each pass sorts by the next digit of the frequency, the lowest first.
  let frequencies = [0];
  let weight = 1;
  for (const { radix } of passesOf(n)) {
    const digits = Array.from({ length: radix }, (_, q) => q * weight);
    frequencies = frequencies.flatMap((f) => digits.map((d) => f + d));
    weight *= radix;
  }
  frequencies.forEach((f, at) => {
    let [r, i] = [0, 0];
    for (let t = 0; t < n; t++) {
      const angle = (-2 * Math.PI * f * t) / n;
      r += signal.re[t] * Math.cos(angle) - signal.im[t] * Math.sin(angle);
      i += signal.re[t] * Math.sin(angle) + signal.im[t] * Math.cos(angle);
    }
    expect(re[at]).toBeCloseTo(r, 10);
    expect(im[at]).toBeCloseTo(i, 10);
  });
});

test.each([
  ["ic1ih9oc1kh3sh2", "the stride is not 1"],
  ["ic1id9oc1kd3", "there are 3 axes, more than 2"],
  ["ic1ih9oc1kh3_transposed_wrap", "the border folds back (wrap)"],
  ["ic4ih9oc4kh1", "the kernel has one tap"],
  ["ic1ih900oc1kh301", "the kernel reaches over 301, more than 256"],
  ["ic512ih56oc512kh3ph1", "its spectra take more than 256 MiB"],
])("%s is refused: %s", (word, reason) => {
  const setting = { problem: parse(word), machine: MACHINE, threads: 1, weight: null };
  expect(named(ALGORITHMS, "fft").refuses(setting)).toBe(reason);
});
