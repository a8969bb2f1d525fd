/** Where a stencil looks, in steps from the point whose derivative is wanted. */
import { guard, OptionError } from "../../errors.ts";
import { type Rational, rational } from "../../numbers/rational.ts";

export type NodeKind = "central" | "staggered" | "forward" | "backward";

/** Taps of a stencil: beyond them fractions grow without use. */
export const MOST_NODES = 64;

/**
 * The fewest equally spaced nodes for a derivative to an order of accuracy.
 *
 * | kind | nodes | |
 * | --- | --- | --- |
 * | central | −r … r | 2⌊(d + 1) / 2⌋ − 1 + a of them, a even: symmetry gives one order for nothing |
 * | staggered | −r + ½ … r − ½ | 2⌊d / 2⌋ + a of them, a even: between the samples |
 * | forward | 0 … d + a − 1 | |
 * | backward | −(d + a − 1) … 0 | |
 *
 * @param derivative d, at least 0.
 * @param accuracy a: the error falls with the a-th power of the step.
 * @throws OptionError when an order is not whole, a symmetric one is odd, or too many nodes are needed.
 */
export function nodesFor(kind: NodeKind, derivative: number, accuracy: number): Rational[] {
  const symmetric = kind === "central" || kind === "staggered";
  checkOrder("derivative", derivative, 0);
  checkOrder("accuracy", accuracy, 1);
  guard(!symmetric || accuracy % 2 === 0, OptionError, () => ({
    name: "accuracy",
    expected: `an even order for ${kind} nodes, which gain one by symmetry`,
    got: accuracy,
    nearest: accuracy + 1,
  }));
  const count = countFor(kind, derivative, accuracy);
  guard(count <= MOST_NODES, OptionError, () => ({
    name: "derivative and accuracy",
    expected: `at most ${MOST_NODES} nodes`,
    got: `${count} nodes for derivative ${derivative} and accuracy ${accuracy}`,
  }));
  return Array.from({ length: count }, (_, i) => {
    switch (kind) {
      case "central":
      case "staggered":
        return rational(2 * i - (count - 1), 2);
      case "forward":
        return rational(i);
      case "backward":
        return rational(i - (count - 1));
      default:
        return kind satisfies never;
    }
  });
}

function countFor(kind: NodeKind, derivative: number, accuracy: number): number {
  if (kind === "central") return Math.max(1, 2 * Math.floor((derivative + 1) / 2) - 1 + accuracy);
  if (kind === "staggered") return 2 * Math.floor(derivative / 2) + accuracy;
  return derivative + accuracy;
}

/** @throws OptionError */
export function checkCount(nodes: number): void {
  guard(nodes <= MOST_NODES, OptionError, () => ({
    name: "nodes",
    expected: `at most ${MOST_NODES} nodes`,
    got: nodes,
  }));
}

/** @throws OptionError unless `value` is a whole number of at least `least`. */
export function checkOrder(name: string, value: number, least: number): void {
  guard(Number.isInteger(value) && value >= least, OptionError, () => ({
    name,
    expected: `a whole number of at least ${least}`,
    got: value,
  }));
}
