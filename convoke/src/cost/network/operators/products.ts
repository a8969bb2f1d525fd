/** Matrix products. */
import { guard, ShapeError } from "../../../errors.ts";
import { sizeOf } from "../../../tensor/tensor.ts";
import { type Ask, called, has, inputAt, intOf, type Operator, shapeAt } from "../ask.ts";
import { ALL, along, broadcast, type Path } from "../paths.ts";
import { broadcastShape } from "./broadcast.ts";

/** As numpy.matmul: [..., m, k] · [..., k, n], where one axis stands for a row or a column. */
const matMul: Operator = (ask) => {
  const [a, b] = [shapeAt(ask, 0), shapeAt(ask, 1)];
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const [rows, inner] = left.slice(-2);
  const [terms, columns] = right.slice(-2);
  expectInner(ask, inner, terms);
  const lead = broadcastShape(ask.node, [left.slice(0, -2), right.slice(0, -2)]);
  const full = [...lead, rows, columns];
  const shape = full.filter(
    (_, i) =>
      !(a.length === 1 && i === full.length - 2) && !(b.length === 1 && i === full.length - 1),
  );
  const last = shape.length - 1;
  const pathOf = (of: readonly number[], own: Path): Path =>
    of.length < 2 ? [ALL] : [...broadcast(of.slice(0, -2), lead), ...own];
  return {
    outputs: [{ shape }],
    work: {
      kind: "product",
      sums: sizeOf(shape),
      terms: inner,
      columns,
      bias: false,
      weighted: isWeighted(ask),
    },
    paths: [
      pathOf(a, [along(b.length === 1 ? last : last - 1), ALL]),
      pathOf(b, [ALL, along(last)]),
    ],
    keeps: { inputs: [0, 1] },
  };
};

/** alpha · A·B + beta · C, either side transposed or not. */
const gemm: Operator = (ask) => {
  const [a, b] = [shapeAt(ask, 0), shapeAt(ask, 1)];
  guard(a.length === 2 && b.length === 2, ShapeError, () => ({
    name: `the inputs of ${called(ask.node)}`,
    expected: "two matrices",
    got: [a, b],
  }));
  const [turnA, turnB] = [intOf(ask, "transA", 0) !== 0, intOf(ask, "transB", 0) !== 0];
  const [rows, inner] = turnA ? a.toReversed() : a;
  const [terms, columns] = turnB ? b.toReversed() : b;
  expectInner(ask, inner, terms);
  const turned = (path: Path, turn: boolean): Path => (turn ? path.toReversed() : path);
  return {
    outputs: [{ shape: [rows, columns] }],
    work: {
      kind: "product",
      sums: rows * columns,
      terms: inner,
      columns,
      bias: has(ask, 2),
      weighted: isWeighted(ask),
    },
    paths: [turned([along(0), ALL], turnA), turned([ALL, along(1)], turnB)],
    keeps: { inputs: [0, 1] },
  };
};

const isWeighted = (ask: Ask): boolean =>
  inputAt(ask, 0).origins !== null || inputAt(ask, 1).origins !== null;

function expectInner({ node }: Ask, inner: number, terms: number): void {
  guard(inner === terms, ShapeError, () => ({
    name: `the second input of ${called(node)}`,
    expected: `${inner} rows, as the first has columns`,
    got: terms,
  }));
}

export const PRODUCTS: Record<string, Operator> = { MatMul: matMul, Gemm: gemm };
