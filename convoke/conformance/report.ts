/** Suites and who ran them, as a table to read. */
import type { Failing, SuiteReport } from "./run.ts";

const HEAD = ["suite", "by", "cases", "passed", "refused", "failed", "gradients", "not yet"];
const SHOWN = 20;

export function tableOf(reports: readonly SuiteReport[]): string {
  const lines = reports.flatMap(({ suite, rows, notYet }) => {
    const own = rows.map((r) =>
      [
        suite,
        r.by,
        r.cases,
        r.passed,
        r.refused,
        r.failed,
        r.gradients === 0 ? "" : `${r.gradientsPassed}/${r.gradients}`,
        "",
      ].map(String),
    );
    if (notYet > 0) own.push([suite, "-", "", "", "", "", "", String(notYet)]);
    return own;
  });
  const widths = HEAD.map((head, i) =>
    Math.max(head.length, ...lines.map((line) => line[i].length)),
  );
  const text = [HEAD, ...lines].map((line) =>
    line
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ")
      .trimEnd(),
  );
  const total = (pick: (r: SuiteReport) => number) => reports.reduce((sum, r) => sum + pick(r), 0);
  const runs = (key: "passed" | "refused" | "failed") =>
    total((r) => r.rows.reduce((sum, row) => sum + row[key], 0));
  return [
    ...text,
    "",
    ...listing(
      "failed",
      reports.flatMap((r) => r.failures),
    ),
    ...listing(
      "gradient failed",
      reports.flatMap((r) => r.gradientFailures),
    ),
    ...listing(
      "not understood",
      reports.flatMap((r) => r.notUnderstood),
    ),
    `${total((r) => r.cases)} cases: ${runs("passed")} runs passed, ${runs("refused")} refused, ${runs("failed")} failed; ` +
      `${total((r) => r.notUnderstood.length)} cases not understood; ${total((r) => r.notYet)} not yet`,
  ].join("\n");
}

function listing(title: string, list: readonly Failing[]): string[] {
  const shown = list
    .slice(0, SHOWN)
    .map((f) => `${title}: ${f.suite} / ${f.case} / ${f.by}: ${f.why}`);
  return list.length > SHOWN ? [...shown, `${title}: … and ${list.length - SHOWN} more`] : shown;
}
