/** Parameters of a page: read from the address with the rules of their table, written back into it. */
import { type Given, type Parameters, readParameters, type ValuesOf } from "@convoke/studies";
import { address, change } from "./address.ts";

export interface Values<P extends Parameters> {
  readonly values: ValuesOf<P>;
  /** What is wrong with the address, in one sentence; values it spoils are the standard ones. */
  readonly problem: string | null;
  readonly set: (given: Partial<Record<keyof P & string, string | number>>) => void;
}

/** Names that every page knows. */
const COMMON = ["lang", "threads"];

/**
 * Read inside a component: it follows the address.
 *
 * @param beside names that another table of the same page reads.
 */
export function parametersOf<P extends Parameters>(
  table: P,
  beside: readonly string[] = [],
): Values<P> {
  const given: Record<string, string | number> = {};
  let problem: string | null = null;
  for (const [name, value] of Object.entries(address.value.given)) {
    if (COMMON.includes(name) || beside.includes(name)) continue;
    try {
      readParameters(table, { [name]: value });
      given[name] = value;
    } catch (error) {
      problem ??= (error as Error).message;
    }
  }
  return { values: readParameters(table, given as Given), problem, set: (g) => write(table, g) };
}

/** Standard values are not written: a link says what was changed. */
function write(table: Parameters, given: Readonly<Record<string, string | number | undefined>>) {
  change(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        `${value}` === `${table[name].standard}` ? undefined : value,
      ]),
    ),
  );
}
