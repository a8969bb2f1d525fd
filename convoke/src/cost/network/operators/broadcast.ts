/** Shapes that stretch over each other, as NumPy has it. */
import { guard, ShapeError } from "../../../errors.ts";
import { called } from "../ask.ts";
import type { GraphNode } from "../graph.ts";

/** @throws ShapeError where two extents differ and neither is 1. */
export function broadcastShape(
  node: GraphNode,
  shapes: readonly (readonly number[])[],
): readonly number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = shapes.flatMap((shape) => shape[axis - (rank - shape.length)] ?? []);
    const extent = extents.find((n) => n !== 1) ?? 1;
    guard(
      extents.every((n) => n === 1 || n === extent),
      ShapeError,
      () => ({
        name: `the inputs of ${called(node)}`,
        expected: "extents that are equal or 1",
        got: shapes,
      }),
    );
    return extent;
  });
}
