/** Several layers in a row as one: where padding lets that be the same. */
import { agreement, composeLayers, extentsOf, type Span } from "./compose.ts";
import { type Layer, reaches } from "./layer.ts";

/**
 * Along each axis, the outputs at which layers one behind the other and their composition agree for
 * every input and all weights: those whose window meets no padding and nothing that differs already.
 *
 * @param input extents.
 * @throws ShapeError when an output would be empty, or layers do not fit each other.
 */
export function agreementOf(layers: readonly Layer[], input: readonly number[]): Span[] {
  let one = layers[0];
  let spans: Span[] = extentsOf(one, input).map((to) => ({ from: 0, to }));
  for (const two of layers.slice(1)) {
    const borders = agreement(one, two, input);
    spans = spans.map(({ from, to }, axis) => {
      // The window of output o covers [o·s − p, o·s − p + reach) of the middle.
      const [stride, before, reach] = [two.stride[axis], two.padding[axis][0], reaches(two)[axis]];
      const first = Math.max(borders[axis].from, Math.ceil((from + before) / stride));
      const last = Math.floor((to + before - reach) / stride);
      return { from: first, to: Math.max(first, Math.min(borders[axis].to, last + 1)) };
    });
    one = composeLayers(one, two);
  }
  return spans;
}
