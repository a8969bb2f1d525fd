/**
 * The first element that is further off than its bound, in words; null where there is none, and a NaN
 * anywhere counts as off. One answer a tensor: an assertion an element takes most of a test's time.
 */
export function beyond(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: ArrayLike<number>,
): string | null {
  const sizes = [got, expected, bound].map(({ length }) => length);
  if (new Set(sizes).size > 1) return `${sizes.join(", ")} values, expected ones and bounds`;
  for (let i = 0; i < got.length; i++) {
    if (Math.abs(got[i] - expected[i]) <= bound[i]) continue;
    return `element ${i} is ${got[i]}, not ${expected[i]} ± ${bound[i]}`;
  }
  return null;
}
