/** Sums, products and means of values, number by number. */
import { guard, ShapeError } from "../../errors.ts";
import { add as plus, mul as times } from "../../ir/build.ts";
import { all, map } from "../../kernels/map.ts";
import type { Part } from "../../plan/program.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type Operation, steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

/** a + b, of equal shapes. @throws ShapeError. */
export function add(a: Value, b: Value): Value {
  const shape = sameShape("add", a, b);
  return apply(
    {
      name: "add",
      shape,
      define: ([x, y]) => Float64Array.from(x, (value, i) => value + y[i]),
      forward: ({ inputs, output }, { threads }) =>
        steps(
          map({
            name: "add",
            threads,
            count: sizeOf(shape),
            reads: inputs,
            writes: [output],
            f: (_, [x, y]) => [plus(x, y)],
          }),
        ),
      backward: ({ gradient, results }, { threads }) =>
        copies(gradient, results, sizeOf(shape), threads),
    },
    [a, b],
  );
}

/** a · b, number by number, of equal shapes. @throws ShapeError. */
export function mul(a: Value, b: Value): Value {
  const shape = sameShape("mul", a, b);
  return apply(
    {
      name: "mul",
      shape,
      define: ([x, y]) => Float64Array.from(x, (value, i) => value * y[i]),
      forward: ({ inputs, output }, { threads }) =>
        steps(
          map({
            name: "mul",
            threads,
            count: sizeOf(shape),
            reads: inputs,
            writes: [output],
            f: (_, [x, y]) => [times(x, y)],
          }),
        ),
      backward: ({ inputs, gradient, results }, { threads }) =>
        steps(
          ...results.flatMap((result, i) =>
            result
              ? [
                  map({
                    name: "mul_back",
                    threads,
                    count: sizeOf(shape),
                    reads: [gradient, inputs[1 - i]],
                    writes: [result],
                    f: (_, [g, other]) => [times(g, other)],
                  }),
                ]
              : [],
          ),
        ),
    },
    [a, b],
  );
}

/** a · factor. */
export function scale(a: Value, factor: number): Value {
  const scaled = (
    reads: Parameters<typeof map>[0]["reads"],
    writes: typeof reads,
    threads: number,
  ) =>
    steps(
      map({
        name: "scale",
        threads,
        count: sizeOf(a.shape),
        reads,
        writes,
        f: (_, [x]) => [times(x, all(factor))],
      }),
    );
  return apply(
    {
      name: "scale",
      shape: a.shape,
      define: ([x]) => Float64Array.from(x, (value) => value * factor),
      forward: ({ inputs, output }, { threads }) => scaled(inputs, [output], threads),
      backward: ({ gradient, results: [result] }, { threads }) =>
        scaled([gradient], [result!], threads),
    },
    [a],
  );
}

/** a - b, of equal shapes. @throws ShapeError. */
export const sub = (a: Value, b: Value): Value => add(a, scale(b, -1));

/** The gradient as it is, for every input that wants it. */
function copies(
  gradient: Parameters<NonNullable<Operation["backward"]>>[0]["gradient"],
  results: Parameters<NonNullable<Operation["backward"]>>[0]["results"],
  count: number,
  threads: number,
): Part {
  const writes = results.filter((result) => result !== null);
  return steps(
    map({
      name: "copy",
      threads,
      count,
      reads: [gradient],
      writes,
      f: (_, [g]) => writes.map(() => g),
    }),
  );
}

function sameShape(name: string, a: Value, b: Value): readonly number[] {
  guard(a.shape.join() === b.shape.join(), ShapeError, () => ({
    name: `the second of ${name}`,
    expected: `the shape of ${nameOf(a)}`,
    got: nameOf(b),
  }));
  return a.shape;
}
