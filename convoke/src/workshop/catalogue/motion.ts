import { type Rational, rational } from "../../numbers/rational.ts";
import { type Kernel, kernelOf } from "../kernel.ts";

/**
 * The mean of `length` points one pixel apart along a line through the middle, each shared out
 * bilinearly among the four pixels around it. Along rows and columns it is exact.
 *
 * @param degrees counter-clockwise, 0 to the right.
 */
export function motionBlur(length: number, degrees: number): Kernel {
  const radius = Math.ceil((length - 1) / 2);
  const n = 2 * radius + 1;
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) return straight(length, n, quarter % 2 === 0);
  const values = new Float64Array(n * n);
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), -Math.sin((degrees * Math.PI) / 180)];
  for (let i = 0; i < length; i++) {
    const t = i - (length - 1) / 2;
    const [x, y] = [radius + t * dx, radius + t * dy];
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    for (const [yy, wy] of [
      [y0, 1 - (y - y0)],
      [y0 + 1, y - y0],
    ]) {
      for (const [xx, wx] of [
        [x0, 1 - (x - x0)],
        [x0 + 1, x - x0],
      ]) {
        // A share that is rounding only may lie outside the grid.
        if (wy * wx > 1e-9) values[yy * n + xx] += (wy * wx) / length;
      }
    }
  }
  return kernelOf([n, n], values);
}

/** An even number of points lies between pixels: every one gives half to each neighbour. */
function straight(length: number, n: number, horizontal: boolean): Kernel {
  const line = Array.from({ length: n }, (_, i): Rational => {
    const end = length % 2 === 0 && (i === 0 || i === n - 1);
    return rational(1, end ? 2 * length : length);
  });
  const middle = (n - 1) / 2;
  const values = Array.from({ length: n * n }, (_, at) => {
    const [y, x] = [Math.floor(at / n), at % n];
    if (horizontal) return y === middle ? line[x] : rational(0);
    return x === middle ? line[y] : rational(0);
  });
  return kernelOf([n, n], values);
}
