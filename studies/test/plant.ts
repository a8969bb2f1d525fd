/** Plants every error of a study, and sees what it brings down. */
import { expect, test } from "vitest";
import type { Given, Parameters, Ran, Study, VerdictKind } from "../src/model/index.ts";
import { fallen, runStudy } from "../src/model/index.ts";
import { CONTEXT } from "./context.ts";

/** What comes out with an error: the verdict, and the statements that fall. */
export type Planted = readonly [verdict: VerdictKind, ...fallen: string[]];

/**
 * A test for each error of a study: it turns the verdict, and just these statements fall.
 *
 * @param expected by the name of the error: all that the study has.
 * @param subject what stands in for slow parts of the subject.
 */
export function plantEach<P extends Parameters, S extends object>(
  study: Study<P, S>,
  expected: Readonly<Record<string, Planted>>,
  { given = {}, subject = {} }: { given?: Given; subject?: Partial<S> } = {},
): void {
  let plain: Promise<Ran> | null = null;
  const run = (plant?: string) => runStudy(study, given, CONTEXT, { plant, subject });

  test("its errors are all planted here", () => {
    expect(Object.keys(expected)).toEqual(Object.keys(study.errors));
  });

  test.each(Object.entries(expected))("with an error planted: %s", async (plant, planted) => {
    const { verdict, findings } = await (plain ??= run());
    const ran = await run(plant);
    const down = fallen(findings.statements, ran.findings.statements);
    expect([ran.verdict.kind, ...down]).toEqual(planted);
    expect(ran.verdict.kind).not.toBe(verdict.kind);
  });
}
