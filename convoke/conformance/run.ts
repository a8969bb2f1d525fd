/** Runs every case of a suite on everything that can take it. */
import { ConvokeError, InternalError } from "../src/errors.ts";
import { ALGORITHM_NAMES } from "../src/plan/plan.ts";
import { algorithmEngine, type Engine, Refused, referenceEngine } from "./engine.ts";
import { judge } from "./judge.ts";
import { onnx } from "./onnx-cases.ts";
import { NotUnderstood } from "./options.ts";
import type { Adapt, Check } from "./outcome.ts";
import { type PoolEngine, poolingKernels, poolingReference } from "./pool-engine.ts";
import { numpyPad, scipy } from "./scipy-cases.ts";
import { finiteDifference } from "./stencil-cases.ts";
import type { Case, Suite } from "./suite.ts";
import { torch } from "./torch-cases.ts";
import { webnn } from "./webnn-cases.ts";

/** By the beginning of the suite's name; the first that fits. */
const ADAPTERS: readonly (readonly [prefix: string, adapt: Adapt])[] = [
  ["torch-", torch],
  ["onnx-", onnx],
  ["webnn-", webnn],
  ["scipy-", scipy],
  ["numpy-pad", numpyPad],
  ["finite-difference", finiteDifference],
];

export interface Row {
  readonly suite: string;
  /** `reference`, an algorithm, or `rules` for validation. */
  readonly by: string;
  cases: number;
  passed: number;
  refused: number;
  failed: number;
  /** Gradients compared, in the cases above and beside them. */
  gradients: number;
  gradientsPassed: number;
}

export interface Failing {
  readonly suite: string;
  readonly case: string;
  readonly by: string;
  readonly why: string;
}

export interface SuiteReport {
  readonly suite: string;
  readonly cases: number;
  readonly rows: readonly Row[];
  readonly notYet: number;
  readonly notUnderstood: readonly Failing[];
  readonly failures: readonly Failing[];
  /** Failures of gradients: shown, counted by a later capability. */
  readonly gradientFailures: readonly Failing[];
}

/** Who computes the cases; see `algorithmEngine` for `inexact`. */
const ENGINES: readonly (readonly [string, (inexact: () => void) => Engine])[] = [
  ["reference", () => referenceEngine],
  ...ALGORITHM_NAMES.map(
    (name) => [name, (inexact: () => void) => algorithmEngine(name, inexact)] as const,
  ),
];

const POOLING: readonly (readonly [string, PoolEngine])[] = [
  ["reference", poolingReference],
  ["kernels", poolingKernels],
];

export async function runSuite({ name, cases }: Suite): Promise<SuiteReport> {
  const adapt = ADAPTERS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? (() => null);
  const rows = new Map<string, Row>();
  const report = { suite: name, cases: cases.length, notYet: 0 };
  const [notUnderstood, failures, gradientFailures]: Failing[][] = [[], [], []];
  const rowOf = (by: string): Row => {
    const row = rows.get(by) ?? {
      suite: name,
      by,
      cases: 0,
      passed: 0,
      refused: 0,
      failed: 0,
      gradients: 0,
      gradientsPassed: 0,
    };
    rows.set(by, row);
    return row;
  };
  const puzzled = (c: Case, why: string) =>
    notUnderstood.push({ suite: name, case: c.name, by: "nobody", why });

  const attempt = async (
    c: Case,
    by: string,
    run: (inexact: () => void) => Promise<Check[]> | Check[],
  ): Promise<void> => {
    const row = rowOf(by);
    row.cases++;
    const fail = (why: string) => {
      row.failed++;
      failures.push({ suite: name, case: c.name, by, why });
    };
    try {
      const { tolerance } = c;
      let { exact = false } = c;
      const checks = await run(() => {
        exact = false;
      });
      const verdicts = checks.flatMap((check) =>
        check.actual
          ? [{ check, why: judge(check.actual, check.expected, tolerance!, exact) }]
          : [],
      );
      for (const { check, why } of verdicts) {
        if (check.what !== "gradient") continue;
        row.gradients++;
        if (why === null) row.gradientsPassed++;
        else gradientFailures.push({ suite: name, case: c.name, by, why });
      }
      const wrong = verdicts.find(({ check, why }) => check.what === "forward" && why !== null);
      if (wrong) fail(wrong.why!);
      else if (verdicts.length < checks.length) row.refused++;
      else row.passed++;
    } catch (error) {
      if (error instanceof Refused) row.refused++;
      else if (error instanceof NotUnderstood) {
        row.cases--;
        puzzled(c, error.message);
      } else fail(`threw ${error instanceof Error ? `${error.name}: ${error.message}` : error}`);
    }
  };

  for (const c of cases) {
    const adapter = adapt(c);
    if (adapter === null) puzzled(c, `operator ${c.op}`);
    else if (adapter.kind === "not yet") report.notYet++;
    else if (adapter.kind === "semantics") await attempt(c, "reference", adapter.run);
    else if (adapter.kind === "convolution") {
      for (const [by, engine] of ENGINES)
        await attempt(c, by, (inexact) => adapter.run(engine(inexact)));
      if (adapter.backward) await attempt(c, "backward", adapter.backward);
    } else if (adapter.kind === "pooling") {
      for (const [by, engine] of POOLING) await attempt(c, by, () => adapter.run(engine));
    } else validate(c, adapter.run, rowOf("rules"), failures, name);
  }
  return { ...report, rows: [...rows.values()], notUnderstood, failures, gradientFailures };
}

function validate(
  c: Case,
  run: () => readonly number[],
  row: Row,
  failures: Failing[],
  suite: string,
): void {
  row.cases++;
  let shape: readonly number[] | null = null;
  let thrown: unknown = null;
  try {
    shape = run();
  } catch (error) {
    thrown = error;
  }
  const deliberate =
    thrown instanceof RangeError ||
    (thrown instanceof ConvokeError && !(thrown instanceof InternalError));
  const wanted = c.expect === "ok" ? c.expected!.shape.join() : "throw";
  const got = shape === null ? (deliberate ? "throw" : `a crash: ${thrown}`) : shape.join();
  if (got === wanted) row.passed++;
  // An extension an engine need not have, or an upstream expectation better not followed.
  else if (c.optional !== undefined || c.quirk !== undefined) row.refused++;
  else {
    row.failed++;
    failures.push({ suite, case: c.name, by: "rules", why: `expected ${wanted}, got ${got}` });
  }
}
