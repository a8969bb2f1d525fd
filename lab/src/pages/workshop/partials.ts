/** Derivatives along several axes as the tab asks for them: mixed, along a direction, the Laplacian. */
import { derivativeName } from "@convoke/studies/words";
import { OptionError } from "convoke";
import {
  directional,
  estimateOf,
  formatRational,
  type Kernel,
  kernelText,
  laplacian,
  type PartialOptions,
  partial,
  type Rational,
  readRational,
  termsText,
} from "convoke/workshop";

export type PartialForm = "partial" | "direction" | "laplacian";

export interface PartialAsked {
  readonly form: PartialForm;
  /** An order for each axis between blanks, outermost first: down, right. */
  readonly orders: string;
  /** A fraction for each axis. */
  readonly direction: string;
  /** Of the derivative along the direction. */
  readonly derivative: number;
  /** Of the Laplacian. */
  readonly axes: number;
  readonly accuracy: number;
  readonly side: NonNullable<PartialOptions["kind"]>;
}

export interface PartialMade {
  /** What it is a derivative of, as a formula. */
  readonly name: string;
  readonly kernel: Kernel;
  readonly text: string;
  /** `h^d (P(∂) f + h^p E(∂) f + …)`; null for a kernel of too many taps to be expanded. */
  readonly told: {
    readonly order: number;
    readonly terms: string;
    /** Null where nothing is left over. */
    readonly rest: string | null;
  } | null;
}

const MOST_AXES = 3;
const MOST_ORDER = 12;
/** Powers of every tap: of larger kernels that takes minutes. */
const MOST_EXPANDED = 2000;

/** @throws OptionError for orders, a direction or nodes that no stencil has. */
export function partialOf(asked: PartialAsked): PartialMade {
  const { name, kernel } = made(asked);
  return { name, kernel, text: kernelText(kernel), told: toldOf(kernel) };
}

function made({ form, orders, direction, derivative, axes, accuracy, side }: PartialAsked) {
  const options = { kind: side, accuracy };
  switch (form) {
    case "partial": {
      const list = readOrders(orders);
      const names = ["z", "y", "x"].slice(MOST_AXES - list.length);
      return { name: derivativeName(list, names), kernel: partial(list, options) };
    }
    case "direction": {
      const along = readDirection(direction);
      const power = derivative === 1 ? "" : `^${derivative}`;
      const name = `((${along.map(formatRational).join(", ")})·∇)${power} f`;
      return { name, kernel: directional(along, derivative, options) };
    }
    case "laplacian":
      return { name: "∇² f", kernel: laplacian(axes, options) };
    default:
      return form satisfies never;
  }
}

const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");

function readOrders(text: string): number[] {
  const orders = wordsOf(text).map(Number);
  const whole = orders.every((n) => Number.isInteger(n) && n >= 0 && n <= MOST_ORDER);
  if (whole && orders.length >= 1 && orders.length <= MOST_AXES) return orders;
  throw new OptionError(
    `expected 1 to ${MOST_AXES} whole numbers from 0 to ${MOST_ORDER}, such as 1 1, for the orders, got ${text.trim() || "nothing"}`,
  );
}

function readDirection(text: string): Rational[] {
  const numbers = wordsOf(text).flatMap((word) => readRational(word) ?? []);
  const all = numbers.length === wordsOf(text).length;
  if (all && numbers.length >= 1 && numbers.length <= MOST_AXES) return numbers;
  throw new OptionError(
    `expected 1 to ${MOST_AXES} numbers or fractions, such as 3/5 4/5, for the direction, got ${text.trim() || "nothing"}`,
  );
}

function toldOf(kernel: Kernel): PartialMade["told"] {
  const estimate = kernel.values.length <= MOST_EXPANDED ? estimateOf(kernel) : null;
  if (estimate === null) return null;
  const { order, terms, error, accuracy } = estimate;
  const rest = error.length === 0 ? null : `h^${accuracy} (${termsText(error)})`;
  return { order, terms: termsText(terms), rest };
}
