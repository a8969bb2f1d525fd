/** The numbered relations against counting on fingers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  namedPadding,
  outputExtent,
  outputPaddingLimit,
  reach,
  type Window,
} from "../../src/semantics/extents.ts";

const window: fc.Arbitrary<Window> = fc.record({
  input: fc.integer({ min: 1, max: 20 }),
  kernel: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 5 }),
  dilation: fc.integer({ min: 1, max: 4 }),
  outputPadding: fc.constant(0),
});
const padding = fc.tuple(fc.nat(6), fc.nat(6));

test("R1, R2: as many outputs as windows fit into the padded input", () => {
  fc.assert(
    fc.property(window, padding, (w, [before, after]) => {
      const lastTap = (position: number) => position * w.stride + (w.kernel - 1) * w.dilation;
      let fits = 0;
      while (lastTap(fits) < w.input + before + after) fits++;
      expect(Math.max(0, outputExtent("conv", w, [before, after]))).toBe(fits);
    }),
  );
});

test("R3: the transposed output reaches to the last tap of the last input, less padding", () => {
  fc.assert(
    fc.property(window, padding, fc.nat(3), (w, [before, after], outputPadding) => {
      const last = (w.input - 1) * w.stride + (w.kernel - 1) * w.dilation;
      expect(outputExtent("convTranspose", { ...w, outputPadding }, [before, after])).toBe(
        last + 1 - before - after + outputPadding,
      );
    }),
  );
});

test("R4, R5: valid windows lie inside, full ones touch the input with one tap", () => {
  fc.assert(
    fc.property(window, (w) => {
      expect(namedPadding("valid", "conv", w)).toEqual([0, 0]);
      const [before, after] = namedPadding("full", "conv", w);
      expect([before, after]).toEqual([reach(w) - 1, reach(w) - 1]);
      expect(outputExtent("conv", { ...w, stride: 1 }, [before, after])).toBe(
        w.input + reach(w) - 1,
      );
    }),
  );
});

test("R6, R8: same is input over stride, rounded up, the odd element where the name says", () => {
  fc.assert(
    fc.property(window, (w) => {
      const [before, after] = namedPadding("same", "conv", w);
      expect(outputExtent("conv", w, [before, after])).toBe(Math.ceil(w.input / w.stride));
      expect([0, 1]).toContain(after - before);
      expect(namedPadding("same-lower", "conv", w)).toEqual([after, before]);
      // No padding is wasted: with one element less an output would be lost.
      if (after > 0) {
        expect(outputExtent("conv", w, [before, after - 1])).toBeLessThan(
          Math.ceil(w.input / w.stride),
        );
      }
    }),
  );
});

test("R7: transposed same is input times stride, output padding or gaps notwithstanding", () => {
  fc.assert(
    fc.property(window, fc.nat(4), (w, extra) => {
      const outputPadding = extra % outputPaddingLimit(w);
      const padded = { ...w, outputPadding };
      for (const name of ["same", "same-lower"] as const) {
        const [before, after] = namedPadding(name, "convTranspose", padded);
        expect(outputExtent("convTranspose", padded, [before, after])).toBe(w.input * w.stride);
        expect(before).toBeGreaterThanOrEqual(0);
      }
    }),
  );
  expect(
    namedPadding("same", "convTranspose", {
      input: 4,
      kernel: 1,
      stride: 3,
      dilation: 1,
      outputPadding: 0,
    }),
  ).toEqual([0, -2]);
});

test("R9: output paddings below the stride are the inputs that share one output extent", () => {
  fc.assert(
    fc.property(window, padding, (w, sides) => {
      fc.pre(outputExtent("convTranspose", w, sides) >= 1);
      const inputs = Array.from({ length: w.stride }, (_, outputPadding) =>
        outputExtent("convTranspose", { ...w, outputPadding }, sides),
      );
      for (const input of inputs) {
        expect(outputExtent("conv", { ...w, input }, sides)).toBe(w.input);
      }
      expect(outputExtent("conv", { ...w, input: inputs[0] + w.stride }, sides)).toBe(w.input + 1);
    }),
  );
});
