/** A line through values as the text of an SVG path: a gap where a value has no place. */
export function pathOf(
  x: ArrayLike<number>,
  values: ArrayLike<number>,
  place: { readonly x: (value: number) => number; readonly y: (value: number) => number },
): string {
  let path = "";
  let drawing = false;
  for (let i = 0; i < values.length; i++) {
    const [left, top] = [place.x(x[i]), place.y(values[i])];
    const known = Number.isFinite(left) && Number.isFinite(top);
    if (known) path += `${drawing ? "L" : "M"}${left.toFixed(1)} ${top.toFixed(1)}`;
    drawing = known;
  }
  return path;
}
