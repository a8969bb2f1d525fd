import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, OptionError, ShapeError } from "../../src/errors.ts";
import {
  CATALOGUE_NAMES,
  centred,
  type Kernel,
  kernel,
  kernelOf,
  kernelText,
  looksTyped,
  namedKernel,
  rational,
  readKernel,
  sameKernel,
} from "../../src/workshop/index.ts";

test.each<[string, Kernel]>([
  [
    "1 0 -1; 2 0 -2",
    kernel([
      [1, 0, -1],
      [2, 0, -2],
    ]),
  ],
  [
    "[[1/9, -2/9]; [.5, 1e-1]]",
    kernel([
      ["1/9", "-2/9"],
      ["1/2", "1/10"],
    ]),
  ],
  ["1;-1;", kernel([[1], [-1]])],
  ["3: 1 2 1", kernel([1, 2, 1])],
  ["2x1x3: 1 2 3; 4 5 6", kernel([[[1, 2, 3]], [[4, 5, 6]]])],
  ["1 0 -1 @ 0 0", kernel([[1, 0, -1]], { origin: [0, 0] })],
  ["2: 1 2 @-3", kernel([1, 2], { origin: [-3] })],
  [" gaussian:1.4 ", namedKernel("gaussian", { sigma: 1.4 }).kernel],
])("%s", (text, k) => {
  const read = readKernel(text);
  expect(sameKernel(read, k), kernelText(read)).toBe(true);
  expect(read.exact !== null).toBe(k.exact !== null);
});

const kernels = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
  )
  .chain(([shape, exact, aside]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const fraction = fc
      .tuple(fc.bigInt(), fc.bigInt({ min: 1n }))
      .map(([over, under]) => rational(over, under));
    const float = fc.double({ noNaN: true, noDefaultInfinity: true });
    const origins = shape.map(() => fc.integer({ min: -9, max: 9 }));
    return fc
      .tuple(
        exact
          ? fc.array(fraction, { minLength: size, maxLength: size })
          : fc.array(float, { minLength: size, maxLength: size }),
        fc.tuple(...origins),
      )
      .map(([values, origin]) =>
        aside ? kernelOf(shape, values, origin) : kernelOf(shape, values),
      );
  });

test("readKernel(kernelText(k)) is k, for kernels of 1 to 4 axes about any origin", () => {
  fc.assert(
    fc.property(kernels, (k) => {
      expect(looksTyped(kernelText(k))).toBe(true);
      expect(sameKernel(readKernel(kernelText(k)), k), kernelText(k)).toBe(true);
      expect(sameKernel(readKernel(kernelText(centred(k))), centred(k))).toBe(true);
    }),
    { numRuns: 100, seed: 3 },
  );
});

test("every kernel of the catalogue, by its name and by its numbers", () => {
  for (const name of CATALOGUE_NAMES) {
    const { kernel: k } = namedKernel(name);
    expect(sameKernel(readKernel(name), k), name).toBe(true);
    expect(sameKernel(readKernel(kernelText(k)), k), name).toBe(true);
  }
});

describe("what is no kernel", () => {
  test.each<[string, new (...args: never[]) => Error, string]>([
    [
      "laplacean4",
      OptionError,
      'expected a name of the catalogue, or numbers such as "0 1 0; 1 -4 1; 0 1 0" for a kernel, got "laplacean4" (nearest legal: "laplacian4")',
    ],
    ["", OptionError, "expected a name of the catalogue"],
    [";", OptionError, "expected a name of the catalogue"],
    ["box:0", OptionError, "for the size of box, got 0"],
    ["1 2; 3", FormatError, 'expected rows of equal length for the kernel "1 2; 3", got [2,1]'],
    [
      "1/0",
      FormatError,
      'expected numbers, or fractions such as 1/9, for the kernel "1/0", got "1/0"',
    ],
    ["1 2;; 3 4", FormatError, 'got ""'],
    [
      "1 2 @ 0",
      FormatError,
      'expected 2 whole numbers behind @, for the kernel "1 2 @ 0", got "0"',
    ],
    ["1 2 @ 0 .5", FormatError, 'got "0 .5"'],
    ["1 2 @ 0 0 @ 1", FormatError, 'got "0 0 @ 1"'],
    ["4: 1 2 3", FormatError, 'such as 2x1x3, for the kernel "4: 1 2 3", got "4"'],
    ["1x: 1", FormatError, 'got "1x"'],
    [": 1", FormatError, 'got ""'],
    ["1:2: 1", FormatError, 'got "2:"'],
    ["1x1x1x1x1x1x1x1x1: 1", ShapeError, "1 to 8"],
  ])("%s", (text, Kind, sentence) => {
    expect(() => readKernel(text)).toThrow(Kind);
    expect(() => readKernel(text)).toThrow(sentence);
  });
});
