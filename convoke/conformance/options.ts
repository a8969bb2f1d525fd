/** Options of a case, read so that one nobody knows is noticed. */

/** The case asks for something no adapter knows. */
export class NotUnderstood extends Error {}

/** @throws NotUnderstood for an option that is not in the list. */
export function known(options: Readonly<Record<string, unknown>>, keys: readonly string[]): void {
  const other = Object.keys(options).find((key) => !keys.includes(key));
  if (other !== undefined) throw new NotUnderstood(`option ${other}`);
}

/** A number or a list of numbers as a list; undefined stays. */
export function numbers(value: unknown): number[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return [value];
  if (Array.isArray(value) && value.every((v) => typeof v === "number")) return value;
  throw new NotUnderstood(`expected numbers, got ${JSON.stringify(value)}`);
}
