/** What a person may change in a study: names, ranges and defaults, read once. */
import { nearest, OptionError } from "convoke";
import type { Localized } from "./language.ts";

export type Parameter =
  | {
      readonly kind: "whole" | "number";
      readonly label: Localized;
      readonly from: number;
      readonly to: number;
      readonly standard: number;
    }
  | {
      readonly kind: "choice";
      readonly label: Localized;
      readonly of: readonly string[];
      readonly standard: string;
    }
  /** Text that the study reads: a kernel as `1 -1; 0 1/2`, a sentence. */
  | { readonly kind: "text"; readonly label: Localized; readonly standard: string };

/** A whole number from `from` to `to`, for tables of them. */
export const whole = (en: string, zh: string, from: number, to: number, standard: number) =>
  ({ kind: "whole", label: { en, zh }, from, to, standard }) as const;

export type Parameters = Readonly<Record<string, Parameter>>;

export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends { readonly kind: "whole" | "number" } ? number : string;
};

/** As a person gives them: a command line knows texts only. */
export type Given = Readonly<Record<string, string | number>>;

/**
 * All parameters of a study: those given, the others as they stand in its table.
 *
 * @throws OptionError for an unknown name, or a value that its rule forbids.
 */
export function readParameters<P extends Parameters>(table: P, given: Given): ValuesOf<P> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(table, name)) continue;
    const near = nearest(name, Object.keys(table));
    throw new OptionError(
      `expected one of ${Object.keys(table).join(", ") || "no parameter"} for a parameter, ` +
        `got ${name}${near === undefined ? "" : ` (nearest: ${near})`}`,
    );
  }
  return Object.fromEntries(
    Object.entries(table).map(([name, parameter]) => [
      name,
      Object.hasOwn(given, name) ? read(name, parameter, given[name]) : parameter.standard,
    ]),
  ) as ValuesOf<P>;
}

function read(name: string, parameter: Parameter, value: string | number): string | number {
  switch (parameter.kind) {
    case "whole":
    case "number": {
      const { from, to, kind } = parameter;
      const number = `${value}`.trim() === "" ? Number.NaN : Number(value);
      if (number >= from && number <= to && (kind === "number" || Number.isInteger(number)))
        return number;
      const what = kind === "whole" ? "a whole number" : "a number";
      throw new OptionError(
        `expected ${what} from ${from} to ${to} for ${name}, got ${`${value}`.trim() || "nothing"}`,
      );
    }
    case "choice":
      if (parameter.of.includes(`${value}`)) return `${value}`;
      throw new OptionError(`expected one of ${parameter.of.join(", ")} for ${name}, got ${value}`);
    case "text":
      return `${value}`;
    default:
      return parameter satisfies never;
  }
}
