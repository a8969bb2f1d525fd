import { guard, OptionError } from "../../errors.ts";
import { nearest } from "../../options.ts";
import type { Parameter } from "./entry.ts";

/** @throws OptionError: "expected RULE for the NAME of KERNEL, got VALUE". */
export function check(of: string, parameter: Parameter, value: unknown): void {
  const legal =
    parameter.kind === "number"
      ? typeof value === "number" && parameter.holds(value)
      : parameter.choices.some((c) => c === value);
  guard(legal, OptionError, () => ({
    name: `the ${parameter.name} of ${of}`,
    expected: parameter.rule,
    got: value,
    ...(parameter.kind === "choice" && typeof value === "string"
      ? { nearest: nearest(value, parameter.choices) }
      : {}),
  }));
}
