/** The definition itself: lists that can be checked by eye, and sums written out another way. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "../../src/semantics/descriptor.ts";
import { pad } from "../../src/semantics/pad.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { inputShape } from "../../src/semantics/shapes.ts";
import { taps } from "../../src/semantics/taps.ts";
import { anyProblem, wholeData } from "../support/problems.ts";

/** `x[channel, position…] w[out, in, position…]` for every tap; `·` is outside. */
function written(word: string, channel: number, ...spatial: number[]): string[] {
  return taps(parse(word), { batch: 0, channel, spatial }).map(({ input, weight }) => {
    const x = input.spatial ? `x[${[input.channel, ...input.spatial]}]` : "·";
    return `${x} w[${[weight.out, weight.in, ...weight.spatial]}]`;
  });
}

test("a correlation walks the kernel forwards, a convolution backwards", () => {
  expect(written("ic1iw4oc1kw3", 0, 1)).toEqual([
    "x[0,1] w[0,0,0]",
    "x[0,2] w[0,0,1]",
    "x[0,3] w[0,0,2]",
  ]);
  expect(written("ic1iw4oc1kw3_convolution", 0, 1)).toEqual([
    "x[0,1] w[0,0,2]",
    "x[0,2] w[0,0,1]",
    "x[0,3] w[0,0,0]",
  ]);
});

test("stride and dilation: y[1, 0] starts at row 2 and skips every other element", () => {
  expect(written("ic1ih5oc1kh2sh2dh2", 0, 1, 0)).toEqual([
    "x[0,2,0] w[0,0,0,0]",
    "x[0,2,2] w[0,0,0,1]",
    "x[0,4,0] w[0,0,1,0]",
    "x[0,4,2] w[0,0,1,1]",
  ]);
});

test("a group sees its own channels: weights count inputs of one group, or outputs of one", () => {
  expect(written("g2ic4iw2oc6kw1", 4, 0)).toEqual(["x[2,0] w[4,0,0]", "x[3,0] w[4,1,0]"]);
  expect(written("g2ic4iw2oc6kw1_transposed", 4, 0)).toEqual([
    "x[2,0] w[1,2,0]",
    "x[3,0] w[1,3,0]",
  ]);
});

test("borders: outside is a tap without an input, a reflection is a tap of the inside", () => {
  expect(written("ic1iw3oc1kw2pw1", 0, 0)).toEqual(["· w[0,0,0]", "x[0,0] w[0,0,1]"]);
  expect(written("ic1iw3oc1kw2pw1_reflect", 0, 0)).toEqual(["x[0,1] w[0,0,0]", "x[0,0] w[0,0,1]"]);
});

test("a transposed convolution lists what arrives, and what the border folds back", () => {
  expect(written("ic1iw2oc1kw3sw2_transposed", 0, 2)).toEqual([
    "x[0,0] w[0,0,2]",
    "x[0,1] w[0,0,0]",
  ]);
  expect(written("ic1iw3oc1kw3pw1_transposed_wrap", 0, 0)).toEqual([
    "x[0,0] w[0,0,1]",
    "x[0,1] w[0,0,0]",
    "x[0,2] w[0,0,2]",
  ]);
  expect(written("ic1iw2oc1kw1sw3aw1_transposed", 0, 4)).toEqual([]);
});

test("to pad by hand and then convolve without padding is the same", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.op === "conv"),
      (p) => {
        const data = wholeData(p);
        const around = (side: "before" | "after") => {
          const sides = p.axes.map((axis) => axis[side]);
          return p.dataLayout === "nchw" ? [0, 0, ...sides] : [0, ...sides, 0];
        };
        const input = pad(data.input, around("before"), around("after"), p.border);
        const axes = p.axes.map((axis) => ({
          ...axis,
          input: axis.input + axis.before + axis.after,
          before: 0,
          after: 0,
        }));
        const padded: Problem = { ...p, axes, border: { kind: "zero" } };
        expect(inputShape(padded)).toEqual(input.shape);
        expect(reference(padded, { ...data, input })).toEqual(reference(p, data));
      },
    ),
    { numRuns: 300 },
  );
});
