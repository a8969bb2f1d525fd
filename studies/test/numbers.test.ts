/** Numbers as people read them, where rounding carries. */
import { expect, test } from "vitest";
import { inSeconds, inThousands, withPoint } from "../src/words/index.ts";

test("three digits that round up to a thousand are one of the next unit", () => {
  expect([9999, 12345, 999_400, 999_600, 999.7e6, 1e15].map(inThousands)).toEqual([
    "9,999",
    "12.3 k",
    "999 k",
    "1 M",
    "1 G",
    "1 P",
  ]);
  expect([0.0999, 0.1, 999.4, 999.6, 1500].map(inSeconds)).toEqual([
    "99.9 µs",
    "0.1 ms",
    "999 ms",
    "1 s",
    "1.5 s",
  ]);
});

test("what rounds to nothing has no sign", () => {
  expect([-1e-25, -0, 0, -1.5, -12345, 1.23456].map(withPoint)).toEqual([
    "0",
    "0",
    "0",
    "-1.5",
    "-12345",
    "1.235",
  ]);
});
