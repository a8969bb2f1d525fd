/** Errors in what a study examines: whoever plants one sees which statements it brings down. */
import { nearest, OptionError } from "convoke";
import type { Statement } from "./statement.ts";

/** What stands in for parts of the subject, made of the right ones. */
export type PlantedError<S extends object> = (right: S) => Partial<S>;

/** By name; the text has a sentence for each. */
export type PlantedErrors<S extends object> = Readonly<Record<string, PlantedError<S>>>;

/**
 * The subject with an error in it.
 *
 * @throws OptionError for a name that no error of the study has.
 */
export function planted<S extends object>(
  id: string,
  subject: S,
  errors: PlantedErrors<S>,
  name: string,
): S {
  if (Object.hasOwn(errors, name)) return { ...subject, ...errors[name](subject) };
  const names = Object.keys(errors);
  const near = nearest(name, names);
  throw new OptionError(
    `expected one of ${names.join(", ")} for an error to plant in ${id}, ` +
      `got ${name}${near === undefined ? "" : ` (nearest: ${near})`}`,
  );
}

/**
 * Keys of the statements that fall when an error is planted: a truth that no longer holds, a slip that
 * nothing refutes any more, a claim that holds in other cases than it did: in all, in some, in none.
 */
export function fallen(plain: readonly Statement[], other: readonly Statement[]): string[] {
  const before = new Map(plain.map((one) => [one.key, standing(one)]));
  return other.filter((one) => standing(one) !== before.get(one.key)).map(({ key }) => key);
}

function standing({ by, cases, failures }: Statement): "untried" | "all" | "some" | "none" {
  if (cases === 0) return "untried";
  if (failures === 0) return "all";
  return by === "claim" && failures === cases ? "none" : "some";
}
