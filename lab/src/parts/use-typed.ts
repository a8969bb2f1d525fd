import { type Parameter, readParameters } from "@convoke/studies";
import { useEffect, useState } from "preact/hooks";

interface Rule {
  readonly name: string;
  readonly parameter: Parameter;
  /** What counts now. */
  readonly value: string | number;
  readonly onSet: (value: string | number) => void;
}

/**
 * The text of a field as a person types it: it counts once it obeys the rule, until then `problem`
 * says what is expected. `0.` on the way to `0.5` stays as it is; a value from elsewhere replaces it.
 */
export function useTyped({ name, parameter, value, onSet }: Rule) {
  const [text, setText] = useState(`${value}`);
  const [problem, setProblem] = useState<string | null>(null);
  const meant = (typed: string) => readParameters({ [name]: parameter }, { [name]: typed })[name];
  useEffect(() => {
    setProblem(null);
    try {
      if (meant(text) === value) return;
    } catch {
      // Half a number: it gives way too.
    }
    setText(`${value}`);
  }, [value]);
  const type = (typed: string) => {
    setText(typed);
    try {
      const next = meant(typed);
      setProblem(null);
      onSet(next);
    } catch (error) {
      // Nothing yet, or what the browser does not take for a number yet.
      const empty = typed === "" && parameter.kind !== "text";
      setProblem(empty ? null : (error as Error).message);
    }
  };
  return { text, problem, type };
}
