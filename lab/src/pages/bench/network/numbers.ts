/** Numbers of a network, short enough to stand beside a picture. */
export const shownShort = (value: number): string =>
  (Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString()).replace(
    "-",
    "−",
  );
