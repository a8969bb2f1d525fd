/** Kernels out of the catalogue: by name and parameters, or by a word such as `gaussian:1.4`. */
import { fault, guard, OptionError } from "../../errors.ts";
import { nearest } from "../../options.ts";
import { CATALOGUE, CATALOGUE_NAMES, type CatalogueName } from "./catalogue.ts";
import { check } from "./check.ts";
import type { CatalogueEntry, Design, ParameterValues } from "./entry.ts";

export interface NamedKernel extends Design {
  readonly name: CatalogueName;
  /** All of them, those left out filled in. */
  readonly values: ParameterValues;
}

/** The entry with its general type. */
export const entryOf = (name: CatalogueName): CatalogueEntry => CATALOGUE[name];

/**
 * `namedKernel("gaussian", { sigma: 1.4 })`.
 *
 * @throws OptionError for a name, a parameter or a value that is not in the catalogue.
 */
export function namedKernel(name: string, given: ParameterValues = {}): NamedKernel {
  guard(isName(name), OptionError, () => ({
    name: "the name of a kernel",
    expected: `one of ${CATALOGUE_NAMES.join(", ")}`,
    got: name,
    nearest: nearest(String(name), CATALOGUE_NAMES),
  }));
  const { parameters, make } = entryOf(name);
  const known = parameters.map((p) => p.name);
  for (const key of Object.keys(given)) {
    guard(known.includes(key), OptionError, () => ({
      name: `the parameters of ${name}`,
      expected: known.length === 0 ? "none" : `one of ${known.join(", ")}`,
      got: key,
      nearest: nearest(key, known),
    }));
  }
  const values = Object.fromEntries(
    parameters.map((p) => {
      const value = given[p.name] ?? p.fallback;
      check(name, p, value);
      return [p.name, value];
    }),
  );
  return { name, values, ...make(values) };
}

/**
 * `name`, `name:value`, `name:value:value` in the order of the parameters: `motion:9:45`; null when
 * no kernel has that name.
 *
 * @throws OptionError for too many values, and for those that break a parameter's rule.
 */
export function kernelOfWord(word: string): NamedKernel | null {
  const [name, ...given] = word.split(":");
  if (!isName(name)) return null;
  const { parameters } = entryOf(name);
  if (given.length > parameters.length)
    throw fault(OptionError, { name: "a kernel", expected: formOf(name), got: word });
  const values = given.map((text, i) => {
    const parameter = parameters[i];
    const value = parameter.kind === "choice" ? text.trim() : numberOf(text);
    if (Number.isNaN(value)) {
      const got = text.trim() === "" ? undefined : text;
      const { rule: expected } = parameter;
      throw fault(OptionError, { name: `the ${parameter.name} of ${name}`, expected, got });
    }
    return [parameter.name, value] as const;
  });
  return namedKernel(name, Object.fromEntries(values));
}

/** How a name is written with its parameters: `motion:SIZE:ANGLE`. */
export const formOf = (name: CatalogueName): string =>
  [name, ...entryOf(name).parameters.map((p) => p.name.toUpperCase())].join(":");

const isName = (name: string): name is CatalogueName => Object.hasOwn(CATALOGUE, name);

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));
