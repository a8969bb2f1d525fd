/** Parameters of a page: read from the address with the rules of their table, written back into it. */
import {
  type Given,
  LANGUAGES,
  type Parameters,
  readParameters,
  type ValuesOf,
} from "@convoke/studies";
import { MOST_THREADS } from "convoke";
import { address, change } from "./address.ts";

export interface Values<P extends Parameters> {
  readonly values: ValuesOf<P>;
  /** What is wrong with the address, in one sentence; values it spoils are the standard ones. */
  readonly problem: string | null;
  readonly set: (given: Partial<Record<keyof P & string, string | number>>) => void;
}

/** What every page knows. */
const COMMON = {
  lang: { kind: "choice", label: { en: "language", zh: "语言" }, of: LANGUAGES, standard: "en" },
  threads: {
    kind: "whole",
    label: { en: "threads", zh: "线程" },
    from: 1,
    to: MOST_THREADS,
    standard: 1,
  },
} as const satisfies Parameters;

/**
 * Read inside a component: it follows the address.
 *
 * @param beside what else may stand in the page's address: it obeys its rules too, or `problem` says so.
 */
export function parametersOf<P extends Parameters>(table: P, beside: Parameters = {}): Values<P> {
  const known: Parameters = { ...table, ...beside, ...COMMON, ...table };
  const given: Record<string, string | number> = {};
  const { twice } = address.value;
  let problem = twice === undefined ? null : `expected one value for ${twice}, got several`;
  for (const [name, value] of Object.entries(address.value.given)) {
    try {
      readParameters(known, { [name]: value });
      if (Object.hasOwn(table, name)) given[name] = value;
    } catch (error) {
      problem ??= (error as Error).message;
    }
  }
  const values = readParameters(table, given as Given);
  const { page } = address.value;
  // A field that is left because its page is has nothing to say to the next one.
  const set: Values<P>["set"] = (next) => {
    if (address.peek().page === page) write(table, next);
  };
  return { values, problem, set };
}

/** What is wrong with the address of a page that has no parameters of its own. */
export const problemOfAddress = (): string | null => parametersOf({}).problem;

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
