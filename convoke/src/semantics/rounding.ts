/**
 * What float32 loses: the constants of every error bound.
 *
 * Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., sections 2.1 and 3.1.
 */

/** Unit roundoff, half the distance between 1 and the next number: a result is off by U of itself. */
export const U = 2 ** -24;
/** Smallest normal number: what is lost where a result is smaller, if smaller ones become 0. */
export const NORMAL = 2 ** -126;
/** Half the smallest subnormal number: what is lost where a result is rounded to one of those. */
export const TINY = 2 ** -150;

/** More than any two float32 numbers differ by, and still finite when a few factors are near 1. */
const NO_BOUND = 2 ** 1000;

/**
 * γ(n) = n·u / (1 − n·u): most that n roundings one upon another change a number, relative to it; a
 * sum of n products of any signs is off by at most γ(n)·Σ|x||w|. From n = 2²⁴ on there is no such
 * bound, and this one is as good as infinite.
 */
export const gamma = (n: number): number => (n * U < 1 ? (n * U) / (1 - n * U) : NO_BOUND);
