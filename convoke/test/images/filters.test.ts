/** Every image algorithm on filters over the whole option space: right, bounded, in its buffers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kernelsOf } from "../../src/host/share.ts";
import { imageAlgorithm } from "../../src/images/algorithms.ts";
import { imageProgram } from "../../src/images/executable.ts";
import {
  compileImage,
  explainImage,
  IMAGE_ALGORITHMS,
  type ImageOptions,
  type ImagePlan,
  imageFilter,
  imageValues,
  resolveImage,
} from "../../src/images/index.ts";
import { toOutput } from "../../src/images/reference.ts";
import { interpret } from "../../src/ir/interpret.ts";
import type { Buffer, Elements } from "../../src/ir/tree.ts";
import type { Machine } from "../../src/plan/machine.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { bytesOf } from "../../src/runtime/layout.ts";
import { link } from "../../src/runtime/link.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { encode } from "../../src/wasm/encode.ts";

const here = detectMachine();
const MACHINES: readonly Machine[] = [here, { ...here, wide: true }, { ...here, fma: false }];

const ARRAYS = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
} as const;

const size = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.integer({ min: 1, max: 9 }),
});
/** Whole, over one divisor, equal, separable, symmetric, arbitrary. */
const kernel = size.chain(({ rows, columns }) => {
  const count = rows * columns;
  const all = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: count, maxLength: count });
  const whole = all(fc.integer({ min: -9, max: 9 }));
  const real = all(fc.double({ min: -1, max: 1, noNaN: true }));
  const vector = (n: number) =>
    fc.array(fc.integer({ min: -4, max: 9 }), { minLength: n, maxLength: n });
  const values = fc.oneof(
    whole,
    fc.tuple(whole, fc.integer({ min: 2, max: 200 })).map(([w, d]) => w.map((v) => v / d)),
    fc.constantFrom(1, 3, 1 / count, -2).map((v) => Array<number>(count).fill(v)),
    fc
      .tuple(vector(rows), vector(columns), fc.constantFrom(1, 0.37))
      .map(([u, v, s]) => u.flatMap((a) => v.map((b) => a * b * s))),
    real,
  );
  return values.map((v) => ({ rows, columns, values: v }));
});
const spec: fc.Arbitrary<ImageOptions> = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 90 })),
  height: fc.integer({ min: 1, max: 14 }),
  channels: fc.integer({ min: 1, max: 5 }),
  element: fc.constantFrom("u8", "u16"),
  output: fc.constantFrom("u8", "u16", "i16", "f32"),
  border: fc.oneof(
    fc.constantFrom("zero", "replicate", "reflect", "symmetric", "wrap"),
    fc.integer({ min: 0, max: 255 }).map((constant) => ({ constant })),
  ),
  offset: fc.constantFrom(0, 128, -3),
  kernel,
});
const withAnchor = fc
  .tuple(spec, fc.double({ min: 0, max: 0.999, noNaN: true }))
  .map(([s, where]): ImageOptions => {
    const { rows, columns } = s.kernel;
    return { ...s, anchor: [Math.floor(where * rows), Math.floor((1 - where) * (columns - 1))] };
  });

const pixels = ({ problem }: ImagePlan, seed = 1): number[] => {
  const { width, height, channels, element } = problem;
  const white = element === "u8" ? 255 : 65535;
  return Array.from({ length: width * height * channels }, (_, i) => {
    const wild = Math.imul(i + seed, 0x9e3779b1) >>> 8;
    // Black and white too: sums at the ends of their range must not wrap.
    return wild % 7 === 0 ? 0 : wild % 7 === 1 ? white : wild % (white + 1);
  });
};

const GUARD = 0x5a;

/** Runs a plan's program in its own memory, guard bytes around every buffer. */
function execute(plan: ImagePlan, image: readonly number[], chunk = Infinity) {
  const program = imageProgram(plan);
  const { module, layout, stages } = link(program, { fma: here.fma, threads: 1, gap: 64 });
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const all = new Uint8Array(memory.buffer).fill(GUARD);
  const view = (b: Buffer) =>
    new ARRAYS[b.element](memory.buffer, layout.addresses.get(b)!, sizeOf(b.shape));
  const inside = new Uint8Array(all.length);
  for (const { buffer, role, contents } of program.allocations) {
    if (contents) view(buffer).set(contents());
    if (role === "input") fillInput(plan, view(buffer), image);
    const at = layout.addresses.get(buffer)!;
    inside.fill(1, at, at + bytesOf({ ...buffer, slack: 0 }));
  }
  kernelsOf(new WebAssembly.Module(encode(module)), memory, stages).forEach((run, s) => {
    const { tasks } = stages[s];
    for (let lo = 0; lo < tasks; lo += Math.min(chunk, tasks))
      run(0, lo, Math.min(lo + chunk, tasks));
  });
  const output = program.allocations.find((a) => a.role === "output")!;
  return {
    output: view(output.buffer).slice(),
    untouched: all.every((byte, i) => inside[i] === 1 || byte === GUARD),
  };
}

function fillInput({ problem }: ImagePlan, input: Elements, image: readonly number[]): void {
  input.set(image);
  input.fill(problem.border.kind === "constant" ? problem.border.value : 0, image.length);
}

function interpreted(plan: ImagePlan, image: readonly number[]): Elements {
  const { allocations, steps } = imageProgram(plan);
  const memory = new Map(
    allocations.map(({ buffer, role, contents }) => {
      const values = new ARRAYS[buffer.element](sizeOf(buffer.shape) + buffer.slack);
      if (contents) values.set(contents());
      if (role === "input") fillInput(plan, values, image);
      return [buffer.name, values as Elements];
    }),
  );
  for (const { kernel: k, tasks } of steps) interpret(k, [0, 0, tasks], memory, plan.machine);
  return memory.get("output")!;
}

/** Every algorithm that takes the filter. */
function plansOf(options: ImageOptions): ImagePlan[] {
  const { machine, ...own } = options;
  const problem = resolveImage(own);
  const setting = { problem, machine: machine ?? here, threads: 1 };
  return IMAGE_ALGORITHMS.filter((name) => imageAlgorithm(name).refuses(setting) === null).map(
    (algorithm) => imageFilter({ ...options, algorithm, threads: 1 }),
  );
}

/** Exactly the reference where that is promised, else within half a level and the bound. */
function expectRight(plan: ImagePlan, image: readonly number[], got: Elements): void {
  const { problem, algorithm, precision } = plan;
  const values = imageValues(problem, image);
  const expected = values.map((value) => toOutput(value, problem.output));
  const half = problem.output === "f32" ? 0 : 0.5;
  got.forEach((value, i) => {
    if (value === expected[i]) return;
    const off = Math.abs(value - values[i]);
    const fine = !precision.exact && off <= half + precision.bound;
    expect(fine, `${algorithm} ${JSON.stringify(problem)} at ${i}: ${value}, ${values[i]}`).toBe(
      true,
    );
  });
}

/** A small filter that the algorithm takes: these run first, whatever is drawn after them. */
const CASES: Readonly<Record<ImagePlan["algorithm"], ImageOptions>> = {
  integers: small([1, 2, 1, 0, 0, 0, -1, -2, -1]),
  boxes: small(Array<number>(9).fill(1 / 9)),
  pairs: small([0.1, 0.2, 0.05, 0, 0.3, 0.1, 0.02, 0.07, 0.11]),
  separable: small([1, 2, 1, 2, 4, 2, 1, 2, 1].map((w) => w / 16)),
  fft: small([3, -1, 4, 1, -5, 9, 2, -6, 5]),
  floats: small([0.5, -0.25, 0.75, 1, -0.5, 0.125, 0.3, 0.7, -1]),
};

function small(values: readonly number[]): ImageOptions {
  return { width: 19, height: 7, channels: 2, kernel: { rows: 3, columns: 3, values } };
}

describe.each(MACHINES)("fma $fma, wide $wide", (machine) => {
  test("every algorithm has a case above, and takes it", () => {
    expect(Object.keys(CASES).sort()).toEqual([...IMAGE_ALGORITHMS].sort());
    for (const name of IMAGE_ALGORITHMS)
      expect(plansOf({ ...CASES[name], machine }).map((p) => p.algorithm)).toContain(name);
  });

  const visit = (numRuns: number, check: (plan: ImagePlan, image: readonly number[]) => void) => {
    const ran = new Set<string>();
    fc.assert(
      fc.property(withAnchor, (options) => {
        for (const plan of plansOf({ ...options, machine })) {
          ran.add(plan.algorithm);
          check(plan, pixels(plan));
        }
      }),
      { numRuns, examples: IMAGE_ALGORITHMS.map((name) => [CASES[name]]) },
    );
    expect([...ran].sort()).toEqual([...IMAGE_ALGORITHMS].sort());
  };

  test("what the definition gives, and nothing outside the buffers is written", () => {
    visit(300, (plan, image) => {
      const { output, untouched } = execute(plan, image);
      expect(untouched, `${plan.algorithm} wrote outside its buffers`).toBe(true);
      expectRight(plan, image, output);
    });
  });

  test("the interpreter computes the same bits as the machine", () => {
    if (machine.fma !== here.fma) return;
    visit(25, (plan, image) => {
      expect(interpreted(plan, image), plan.algorithm).toEqual(execute(plan, image).output);
    });
  });
});

const box = (n: number) => ({ rows: n, columns: n, values: Array<number>(n * n).fill(1 / n ** 2) });
const gaussian = (n: number) => {
  const line = Array.from({ length: n }, (_, i) => Math.exp(-((i - (n - 1) / 2) ** 2) / n));
  return { rows: n, columns: n, values: line.flatMap((a) => line.map((b) => (a * b) / n ** 2)) };
};
const arbitrary = (n: number) => ({
  rows: n,
  columns: n,
  values: Array.from({ length: n * n }, (_, i) => (1 + Math.sin(i * i)) / n ** 2),
});
const laplacian = { rows: 3, columns: 3, values: [0, 1, 0, 1, -4, 1, 0, 1, 0] };

describe("larger pictures, of several tiles, on one thread and on two", () => {
  const cases: readonly [string, ImageOptions["kernel"], ImagePlan["algorithm"], boolean][] = [
    ["laplacian", laplacian, "integers", true],
    ["box", box(15), "boxes", true],
    ["arbitrary", arbitrary(7), "pairs", false],
    ["large arbitrary", arbitrary(31), "fft", false],
    ["gaussian", gaussian(35), "separable", false],
  ];
  test.each(cases)(
    "%s",
    async (_, k, algorithm, exact) => {
      for (const channels of [1, 3]) {
        const options = { width: 331, height: 90, channels, kernel: k } as const;
        const plan = imageFilter({ ...options, threads: 1 });
        expect(plan).toMatchObject({ algorithm, precision: { exact } });
        const image = pixels(plan);
        using alone = await compileImage(plan);
        alone.input.set(image);
        await alone.run();
        expectRight(plan, image, alone.output);
        using shared = await compileImage(imageFilter({ ...options, threads: 2 }));
        shared.input.set(image);
        await shared.run();
        expect(shared.output).toEqual(alone.output);
        expect(execute(plan, image, 1).output).toEqual(alone.output);
      }
    },
    120_000,
  );

  test("a 2000×70 picture: whole rows of tiles", () => {
    for (const k of [laplacian, box(5), gaussian(7)]) {
      for (const plan of plansOf({ width: 2000, height: 70, channels: 3, kernel: k })) {
        const image = pixels(plan);
        expectRight(plan, image, execute(plan, image).output);
      }
    }
  }, 120_000);
});

describe("the frequency domain", () => {
  const options = { width: 120, height: 70, kernel: arbitrary(31), threads: 1 } as const;

  test("is taken unasked where results are a small share of a level off", () => {
    const bytes = imageFilter(options);
    expect(bytes).toMatchObject({ algorithm: "fft" });
    expect(bytes.precision.bound).toBeLessThan(1 / 16);
    // One large weight among small ones: floats lose less than transforms do.
    const values = options.kernel.values.map((w, i) => (i === 480 ? 1 : w / 10));
    const spike = { ...options, kernel: { ...options.kernel, values } };
    expect(imageFilter(spike).algorithm).not.toBe("fft");
    expect(explainImage(imageFilter(spike))).toMatch(
      /refused {4}fft +its results may be [\d.]+ levels off/,
    );
    expect(imageFilter({ ...spike, algorithm: "fft" }).algorithm).toBe("fft");
    expect(() => imageFilter({ ...options, exact: true, algorithm: "fft" })).toThrow("not exact");
  });

  test.each(MACHINES)(
    "the bound holds where pixels and weights conspire: fma $fma, wide $wide",
    (machine) => {
      // The same sign everywhere, the whole of the range; a kernel that cancels; one that is a spike.
      const kernels = [
        Array.from({ length: 441 }, (_, i) => (i % 2 === 0 ? 1 : -1) / 7),
        Array.from({ length: 441 }, (_, i) => (i === 220 ? 1 : 2 ** -30)),
        Array<number>(441).fill(1 / 441),
      ];
      const images: readonly ((x: number, y: number) => number)[] = [
        () => 255,
        () => 0,
        (x, y) => 255 * ((x + y) % 2),
        (x) => (x < 20 ? 255 : 0),
      ];
      for (const values of kernels) {
        const kernel = { rows: 21, columns: 21, values };
        const [width, height] = [53, 41];
        const plan = imageFilter({
          ...{ width, height, kernel, machine, algorithm: "fft", output: "f32", border: "wrap" },
          threads: 1,
        } as const);
        for (const at of images) {
          const image = Array.from({ length: width * height }, (_, i) =>
            at(i % width, Math.floor(i / width)),
          );
          expectRight(plan, image, execute(plan, image).output);
        }
      }
    },
  );

  test("a kernel that no transform holds is left to others", () => {
    const values = Array.from({ length: 600 }, (_, i) => Math.sin(i * i));
    const plan = imageFilter({ ...options, kernel: { rows: 600, columns: 1, values } });
    expect(plan.algorithm).not.toBe("fft");
    expect(explainImage(plan)).toMatch("no transform is long enough for the kernel");
  });

  test("the largest kernel of the command line is planned and computed", async () => {
    const extent = 511;
    const values = Array.from({ length: extent ** 2 }, (_, i) => Math.sin(i * i) / extent);
    const large = { ...options, kernel: { rows: extent, columns: extent, values } };
    const plan = imageFilter({ ...large, width: 64, height: 40, border: "replicate" });
    expect(plan.candidates.find((c) => c.algorithm === "fft")).toMatchObject({ refusal: null });
    using filter = await compileImage(plan);
    filter.input.fill(9);
    await filter.run();
    const sum = values.reduce((a, b) => a + b, 0) * 9;
    const cut = Math.min(255, Math.max(0, sum));
    for (const value of filter.output)
      expect(Math.abs(value - cut)).toBeLessThanOrEqual(0.5 + plan.precision.bound);
  });
});

test("halves are rounded up, results are cut", async () => {
  const half = { rows: 1, columns: 2, values: [1 / 2, 1 / 2] };
  const run = async (options: Partial<ImageOptions>, image: readonly number[]) => {
    const width = image.length;
    const plan = imageFilter({ width, height: 1, kernel: half, border: "zero", ...options });
    using filter = await compileImage(plan);
    filter.input.set(image);
    await filter.run();
    return [...filter.output];
  };
  expect(await run({}, [1, 2, 5, 254, 255])).toEqual([2, 4, 130, 255, 128]);
  expect(await run({ offset: -2, output: "i16" }, [0, 1, 0])).toEqual([-1, -1, -2]);
  const triple = { rows: 1, columns: 1, values: [3] };
  expect(await run({ kernel: triple, offset: -200 }, [0, 70, 200])).toEqual([0, 10, 255]);
});

test("the kernel is recognised as whole numbers", () => {
  const problem = (values: readonly number[], scale = 1) =>
    resolveImage({
      width: 1,
      height: 1,
      scale,
      kernel: { rows: 1, columns: values.length, values },
    });
  expect(problem([2 / 159, 4 / 159, 5 / 159])).toMatchObject({ weights: [2, 4, 5], divisor: 159 });
  expect(problem([1, -4, 1], 1 / 8)).toMatchObject({ weights: [1, -4, 1], divisor: 8 });
  expect(problem([0.1, Math.SQRT2])).toMatchObject({ weights: [0.1, Math.SQRT2], divisor: 1 });
});

test("what is wrong is said", () => {
  const good = { width: 4, height: 4, kernel: laplacian };
  expect(() => imageFilter({ ...good, algorithm: "boxes" })).toThrow("boxes: the weights differ");
  expect(() => imageFilter({ ...good, kernel: { rows: 2, columns: 2, values: [1] } })).toThrow(
    "expected 2 × 2 numbers for the values of the kernel, got 1",
  );
  expect(() => imageFilter({ ...good, border: { constant: 300 } })).toThrow(
    "expected a whole number from 0 to 255 for border.constant, got 300",
  );
  expect(() => imageFilter({ ...good, anchor: [3, 0] })).toThrow(
    "expected a whole number from 0 to 2 for anchor[0], got 3",
  );
  expect(() => imageFilter({ ...good, kernels: [] } as never)).toThrow('got "kernels"');
  expect(() => imageFilter({ ...good, kernel: arbitrary(9), exact: true })).toThrow(
    "its results are not exact",
  );
  expect(() => imageFilter({ ...good, machine: { ...here, simd: false } })).toThrow(
    "needs WebAssembly SIMD",
  );
  expect(explainImage(imageFilter({ ...good, threads: 1 }))).toMatch(
    /^4×4×1 u8 → u8, 3×3 → integers, 1 thread, exact\n {2}chosen {5}integers {3}≈ [\d.]+ µs\n/,
  );
});
