/**
 * One tagged error per kind of situation. Every message is one sentence of one shape:
 * "expected RULE for NAME, got VALUE", with the nearest legal value where there is one.
 */

/** What an error knows besides its sentence; every field is plain data, fit for `--json`. */
export interface ErrorFacts {
  /** The option, axis or argument at fault, e.g. `"stride[1]"` or `"input channels"`. */
  readonly name: string;
  /** The rule that failed, as words or a numbered relation, e.g. `"an integer of at least 1"`. */
  readonly expected: string;
  /** What came instead. */
  readonly got: unknown;
  /** The nearest legal value, when one exists. */
  readonly nearest?: unknown;
}

/** Parent of every error the library throws on purpose: `error instanceof ConvokeError`. */
export class ConvokeError extends Error {
  // Written out in every class: what a minifier makes of class names says nothing.
  override readonly name: string = "ConvokeError";
  readonly facts: ErrorFacts | null;

  constructor(message: string, facts: ErrorFacts | null = null, options?: ErrorOptions) {
    super(message, options);
    this.facts = facts;
  }
}

/** Shapes that do not fit each other, or an output that would be empty or too large. */
export class ShapeError extends ConvokeError {
  override readonly name = "ShapeError";
}
/** An option that is unknown, of the wrong type or out of range. */
export class OptionError extends ConvokeError {
  override readonly name = "OptionError";
}
/** A legal request that this build, machine or algorithm cannot serve. */
export class UnsupportedError extends ConvokeError {
  override readonly name = "UnsupportedError";
}
/** Bytes or text that do not follow their format: npy, descriptors, kernels. */
export class FormatError extends ConvokeError {
  override readonly name = "FormatError";
}
/** A worker died, there is no room for a memory, or an executable was used after it was disposed or poisoned. */
export class RuntimeError extends ConvokeError {
  override readonly name = "RuntimeError";
}
/** A defect of this library: an invariant that its own code broke. */
export class InternalError extends ConvokeError {
  override readonly name = "InternalError";
}

type Factual = new (message: string, facts: ErrorFacts, options?: ErrorOptions) => ConvokeError;

/** Builds the one sentence from the facts: "expected RULE for NAME, got VALUE (nearest: N)". */
export function sentence({ name, expected, got, nearest }: ErrorFacts): string {
  const hint = nearest === undefined ? "" : ` (nearest legal: ${show(nearest)})`;
  return `expected ${expected} for ${name}, got ${show(got)}${hint}`;
}

/** Throws `Kind` built from `facts` unless `condition` holds. */
export function guard(
  condition: boolean,
  Kind: Factual,
  facts: () => ErrorFacts,
): asserts condition {
  if (!condition) throw fault(Kind, facts());
}

/** An error of `Kind` whose sentence is built from `facts`. */
export function fault(Kind: Factual, facts: ErrorFacts, options?: ErrorOptions): ConvokeError {
  return new Kind(sentence(facts), facts, options);
}

/** A value as a reader would write it: `[1,2,3]`, `"same"`, nothing; long ones are cut. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : `${value}`;
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  text ??= String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
