/** What every test of a study needs: generated data, and verdicts. */
import type { Data, Given, Parameters, Study, VerdictKind } from "../src/model/index.ts";
import { runStudy } from "../src/model/index.ts";
import { CONTEXT } from "./context.ts";

export { CONTEXT };

export async function verdictOn<P extends Parameters, S extends object>(
  study: Study<P, S>,
  given: Given = {},
): Promise<VerdictKind> {
  return (await runStudy(study, given, CONTEXT)).verdict.kind;
}

/** The same data, and what was asked for. */
export function recording(data: Data): { data: Data; asked: Set<keyof Data> } {
  const asked = new Set<keyof Data>();
  const seen =
    <T>(name: keyof Data, get: () => Promise<T>) =>
    () => {
      asked.add(name);
      return get();
    };
  return {
    asked,
    data: {
      image: seen("image", data.image),
      sound: seen("sound", data.sound),
      sentences: seen("sentences", data.sentences),
    },
  };
}
