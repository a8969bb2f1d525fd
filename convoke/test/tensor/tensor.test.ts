import { expect, test } from "vitest";
import { nearest } from "../../src/options.ts";
import { inDigits } from "../../src/planner/time.ts";
import { tensor } from "../../src/tensor/tensor.ts";

test("a tensor says what its shape and its data must be", () => {
  expect(() => tensor("abc" as never)).toThrow(
    'expected an array of whole extents of at least 0 for shape, got "abc"',
  );
  expect(() => tensor([2, -1])).toThrow("whole extents of at least 0 for shape, got [2,-1]");
  expect(() => tensor([2], [1, 2, 3])).toThrow("expected 2 values for data of shape [2], got 3");
  expect(() => tensor([2], null as never)).toThrow(
    "expected 2 values for data of shape [2], got null",
  );
});

test("only what is near is suggested", () => {
  const borders = ["zero", "replicate", "reflect", "symmetric", "wrap"];
  expect(nearest("reflct", borders)).toBe("reflect");
  expect(nearest("Symetric", borders)).toBe("symmetric");
  expect(nearest("wrpa", borders)).toBe("wrap");
  expect(nearest("mirror", borders)).toBeUndefined();
  expect(nearest("", borders)).toBeUndefined();
  expect(nearest("sobel", ["identity", "sobel-x", "sobel-y"])).toBe("sobel-x");
});

test("numbers for people have no exponent", () => {
  expect([170.5, 1234.5, 2e-7, 0.512].map((v) => inDigits(v, 2))).toEqual([
    "170",
    "1200",
    "0.0000002",
    "0.51",
  ]);
});
