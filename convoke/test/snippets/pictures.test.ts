import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OptionError, ShapeError } from "../../src/errors.ts";
import { OUTSIDE, sourceIndex } from "../../src/semantics/border.ts";
import { borderFrom } from "../../src/semantics/read-spec.ts";
import { errorBound, magnitude, reference } from "../../src/semantics/reference.ts";
import { BORDER_NAMES, type BorderSpec } from "../../src/semantics/spec.ts";
import {
  experimentOf,
  filterSource,
  MOST_NUMBERS,
  pictureExperiment,
  SCRIPT_LANGUAGES,
  type ScriptLanguage,
  SOURCE_FORMS,
  scriptOf,
  sourceOf,
} from "../../src/snippets/index.ts";
import { JAVASCRIPT, PYTHON, single } from "../../src/snippets/numbers.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { type Kernel, kernel, namedKernel } from "../../src/workshop/index.ts";
import { pythonHas, run } from "../support/scripts.ts";

const KERNELS: Readonly<Record<string, Kernel>> = {
  "sobel-x": namedKernel("sobel-x").kernel,
  even: kernel([
    [1, 2],
    [3, -4],
    [5, 6],
    [0, 1],
  ]),
  aside: kernel([[1, 2, 3]], { origin: [0, 2] }),
  outside: kernel(
    [
      [1, -2],
      [3, 4],
    ],
    { origin: [-2, 3] },
  ),
  wide: kernel([[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]], { origin: [0, 9] }),
};
const BORDERS: readonly BorderSpec[] = [...BORDER_NAMES, { constant: -2.5 }];
const cases = Object.entries(KERNELS).flatMap(([name, k]) =>
  BORDERS.map((border, i) => ({ name, k, border, id: `${name}${i}` })),
);

/** The picture under the kernel, pixel by pixel, as the border's index map says. */
function filtered({ shape: [rows, columns], data }: Tensor, k: Kernel, spec: BorderSpec): number[] {
  const border = borderFrom(spec);
  const fill = border.kind === "constant" ? border.value : 0;
  return Array.from({ length: rows * columns }, (_, at) => {
    const [y, x] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    k.values.forEach((weight, i) => {
      const [r, c] = [Math.floor(i / k.shape[1]), i % k.shape[1]];
      const from = sourceIndex(border, rows, y + r - k.origin[0]);
      const column = sourceIndex(border, columns, x + c - k.origin[1]);
      const out = from === OUTSIDE || column === OUTSIDE;
      sum += weight * (out ? fill : data[from * columns + column]);
    });
    return sum + 0;
  });
}

test.each(cases)("$name about its origin, outside $border, is an experiment", ({ k, border }) => {
  const picture = integers([2, 5, 6], 3);
  const { problem, input, weight } = pictureExperiment(k, picture, border);
  const { shape, data } = reference(problem, { input, weight });
  expect(shape).toEqual([2, 1, 5, 6]);
  for (const channel of [0, 1]) {
    const plane = tensor([5, 6], picture.data.slice(30 * channel, 30 * channel + 30));
    const own = [...data.subarray(30 * channel, 30 * channel + 30)].map((v) => v + 0);
    expect(own).toEqual(filtered(plane, k, border));
  }
});

describe("functions for pictures of any size, 30 in one process", () => {
  const whole = integers([5, 6], 4);
  const calls: Readonly<Record<ScriptLanguage, string>> = {
    convoke: `
const y = await filtered(tensor([5, 6], [${whole.data}]));
console.log(JSON.stringify(y.shape));
console.log(JSON.stringify([...y.data]));
`,
    numpy: `
y = filtered(np.array([${whole.data}]).reshape(5, 6))
print(list(y.shape))
print(y.flatten().tolist())
`,
    pytorch: `
y = filtered(torch.tensor([${whole.data}]).reshape(5, 6))
print(list(y.shape))
print(y.flatten().tolist())
`,
  };
  const held = (language: ScriptLanguage) => {
    const printed = run(
      language === "convoke" ? "node" : "python",
      cases.map(
        ({ id, name, k, border }) =>
          [id, filterSource(language, name, k, border) + calls[language]] as const,
      ),
    );
    for (const { id, k, border } of cases) {
      const { problem, input, weight } = pictureExperiment(k, whole, border);
      const bound = errorBound(problem, magnitude(problem, { input, weight }));
      const { shape, values } = printed.get(id)!;
      expect(shape, id).toEqual([5, 6]);
      const expected = filtered(whole, k, border);
      // The eighths of Sobel's kernel, and the half of the constant, are floats: all of it is exact
      // but for what the engine's transforms round.
      const exact = language !== "convoke";
      values.forEach((v, i) => {
        expect(Math.abs(v - expected[i]), `${id} ${i}`).toBeLessThanOrEqual(exact ? 0 : bound[i]);
      });
    }
  };
  test("Convoke, in Node", () => held("convoke"));
  test.skipIf(!pythonHas("numpy", "scipy"))("SciPy (skipped without Python and SciPy)", () =>
    held("numpy"),
  );
  test.skipIf(!pythonHas("torch"))("PyTorch (skipped without Python and PyTorch)", () =>
    held("pytorch"),
  );
});

describe("pictures of rows, columns and channels, and the bytes that are shown of them", () => {
  const picture = integers([5, 6, 3], 8);
  const shown = { scale: 0.5, offset: 3 };
  const calls: Readonly<Record<ScriptLanguage, string>> = {
    convoke: `
const picture = tensor([5, 6, 3], [${picture.data}]);
const [y, z] = [await filtered(picture), await shown(picture)];
console.log(JSON.stringify(y.shape));
console.log(JSON.stringify([...y.data, ...z.data]));
`,
    numpy: `
picture = np.array([${picture.data}]).reshape(5, 6, 3)
y, z = filtered(picture), shown(picture)
print(list(y.shape))
print(y.flatten().tolist() + z.flatten().tolist())
`,
    pytorch: `
picture = torch.tensor([${picture.data}]).reshape(5, 6, 3)
y, z = filtered(picture), shown(picture)
print(list(y.shape))
print(y.flatten().tolist() + z.flatten().tolist())
`,
  };
  const k = kernel([
    [1, 2, -1],
    [0, -3, 2],
  ]);
  const planes = [0, 1, 2].map((c) =>
    filtered(
      tensor(
        [5, 6],
        picture.data.filter((_, i) => i % 3 === c),
      ),
      k,
      "symmetric",
    ),
  );
  const values = Array.from(picture.data, (_, i) => planes[i % 3][Math.floor(i / 3)]);
  // Whole numbers: exact, and halves among what is shown are rounded up.
  const bytes = values.map((v) => Math.min(255, Math.max(0, Math.floor(v / 2 + 3.5))));
  test.for(SCRIPT_LANGUAGES)("%s", (language, { skip }) => {
    if (language === "numpy" && !pythonHas("numpy", "scipy")) return skip("no SciPy");
    if (language === "pytorch" && !pythonHas("torch")) return skip("no PyTorch");
    expect(new Set(bytes).size).toBeGreaterThan(3);
    const source = filterSource(language, "k", k, "symmetric", shown) + calls[language];
    const got = run(language === "convoke" ? "node" : "python", [["one", source]]).get("one");
    expect(got?.shape).toEqual([5, 6, 3]);
    expect(got?.values.map((v) => v + 0)).toEqual([...values, ...bytes].map((v) => v + 0));
  });
});

describe("numbers as text", () => {
  test("every float32 comes back, in at most nine digits", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (v) => {
        const text = single(v, JAVASCRIPT);
        expect(Object.is(Math.fround(Number(text)), v), text).toBe(true);
        if (!Number.isInteger(v))
          expect(text.replace(/e.*$|[-.]/g, "").replace(/^0+/, "").length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 2000, seed: 5 },
    );
    expect(single(Math.fround(0.1), JAVASCRIPT)).toBe("0.1");
  });

  test("what is no number, in both languages", () => {
    const odd = [NaN, Infinity, -Infinity, -0];
    expect(odd.map((v) => single(v, JAVASCRIPT))).toEqual(["NaN", "Infinity", "-Infinity", "-0"]);
    expect(odd.map((v) => single(v, PYTHON))).toEqual([
      'float("nan")',
      'float("inf")',
      '-float("inf")',
      "-0.0",
    ]);
  });
});

test("a script that a reader understands", () => {
  const args = {
    input: tensor([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]),
    weight: tensor([1, 1, 2, 2], [0, 1, 2, 3]),
  };
  const experiment = experimentOf("ic1ih2iw3oc1kh2ph1_reflect_relu", args);
  expect(SCRIPT_LANGUAGES.map((language) => scriptOf(language, experiment))).toMatchInlineSnapshot(`
    [
      "// ic1ih2iw3oc1kh2ph1_reflect_relu, in float32. Prints the shape of the result, then its numbers row by row.
    import { conv2d, tensor } from "convoke";

    const input = tensor([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
    const weight = tensor([1, 1, 2, 2], [0, 1, 2, 3]);
    const output = await conv2d(input, weight, {
      padding: [[1, 1], [1, 1]],
      border: "reflect",
      activation: "relu",
    });
    console.log(JSON.stringify(output.shape));
    console.log(\`[\${output.data.join(", ")}]\`);
    ",
      "# ic1ih2iw3oc1kh2ph1_reflect_relu, in float32. Prints the shape of the result, then its numbers row by row.
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    x = np.array([1, 2, 3, 4, 5, 6], dtype=np.float32).reshape(1, 1, 2, 3)
    w = np.array([0, 1, 2, 3], dtype=np.float32).reshape(1, 1, 2, 2)
    x = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="reflect")
    windows = sliding_window_view(x, (2, 2), axis=(2, 3))
    windows = windows[:, :, ::1, ::1, ::1, ::1]  # strides, then dilations
    windows = windows.reshape(1, 1, 1, 3, 4, 2, 2)
    w = w.reshape(1, 1, 1, 2, 2)
    y = np.einsum("ngcyxij,gocij->ngoyx", windows, w)
    y = y.reshape(1, 1, 3, 4)
    y = np.clip(y, 0, None)
    print(list(y.shape))
    print(y.flatten().tolist())
    ",
      "# ic1ih2iw3oc1kh2ph1_reflect_relu, in float32. Prints the shape of the result, then its numbers row by row.
    import torch
    import torch.nn.functional as F

    x = torch.tensor([1, 2, 3, 4, 5, 6], dtype=torch.float32).reshape(1, 1, 2, 3)
    w = torch.tensor([0, 1, 2, 3], dtype=torch.float32).reshape(1, 1, 2, 2)
    x = F.pad(x, (1, 1, 1, 1), mode="reflect")
    y = F.conv2d(x, w, stride=(1, 1), dilation=(1, 1), groups=1)
    y = y.clamp(min=0)
    print(list(y.shape))
    print(y.flatten().tolist())
    ",
    ]
  `);
});

describe("what is refused in one sentence", () => {
  const args = { input: tensor([1, 1, 4]), weight: tensor([1, 1, 3]) };
  test.each<[string, () => unknown, new (...args: never[]) => Error, string]>([
    [
      "an input of another shape",
      () => experimentOf("ic1iw5oc1kw3", args),
      ShapeError,
      "expected [1, 1, 5] for the shape of input, got [1,1,4]",
    ],
    [
      "a bias too many",
      () => experimentOf("ic1iw4oc1kw3", { ...args, bias: tensor([1]) }),
      ShapeError,
      "expected none, as the problem says for bias, got [1]",
    ],
    [
      "a bias too few",
      () => experimentOf("ic1iw4oc1kw3_bias", args),
      ShapeError,
      "expected shape [1] for bias, got nothing",
    ],
    [
      "more numbers than a text should have",
      () =>
        experimentOf(`ic1iw${MOST_NUMBERS}oc1kw3`, {
          ...args,
          input: tensor([1, 1, MOST_NUMBERS]),
        }),
      OptionError,
      "expected at most 131072 numbers for the input and weight of a script, got 131075",
    ],
    [
      "another language",
      () => scriptOf("keras" as "numpy", experimentOf("ic1iw4oc1kw3", args)),
      OptionError,
      'expected one of convoke, numpy, pytorch for the language of a script, got "keras"',
    ],
    [
      "a kernel of one axis",
      () => filterSource("numpy", "k", kernel([1, 2, 1])),
      ShapeError,
      "expected [rows, columns] for the shape of a kernel for pictures, got [3]",
    ],
    [
      "a picture of one axis",
      () => pictureExperiment(KERNELS.even, uniform([9], 1)),
      ShapeError,
      "expected [rows, columns] or [channels, rows, columns] for the shape of picture, got [9]",
    ],
    [
      "a border that is none",
      () => filterSource("numpy", "k", KERNELS.even, "mirror" as "reflect"),
      OptionError,
      'for border, got "mirror" (nearest legal: "reflect")',
    ],
  ])("%s", (_, call, Kind, sentence) => {
    expect(call).toThrow(Kind);
    expect(call).toThrow(sentence);
  });
});

test("a name of any characters stays a comment of one line", () => {
  const name = `a\u0000b\n\u2028import os # "'*/${"x\u{1f600}".repeat(150)}`;
  for (const form of SOURCE_FORMS) {
    const lines = sourceOf(form, { kind: "kernel", name, kernel: kernel([[1, 2]]) }).split(
      /[\n\u2028]/,
    );
    expect(lines[0]).toMatch(/^(#|\/\/) a b import os # "'\*\/(x\u{1f600})+x?(: .*)?$/u);
    expect(lines[1]).not.toContain("import os");
  }
});
