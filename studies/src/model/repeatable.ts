/** What every run finds again, in every engine of JavaScript: findings without what a clock has measured. */
import type { Exhibit } from "./exhibit.ts";
import type { Facts } from "./facts.ts";
import type { Findings } from "./study.ts";

/** The same bits for the same parameters, seed and data. */
export function repeatable({ facts, steps, statements, timed = [] }: Findings): Findings {
  const kept = (all: Facts): Facts =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !timed.includes(name)));
  return {
    facts: kept(facts),
    statements,
    steps: steps.map((step) => ({
      key: step.key,
      exhibits: step.exhibits.map(untimed),
      ...(step.facts ? { facts: kept(step.facts) } : {}),
    })),
  };
}

function untimed(exhibit: Exhibit): Exhibit {
  if (exhibit.kind !== "table" && exhibit.kind !== "series") return exhibit;
  const { timed = [], ...rest } = exhibit;
  const stays = (name: string) => !timed.includes(name);
  if (rest.kind === "series") return { ...rest, lines: rest.lines.filter((l) => stays(l.name)) };
  const { head, rows } = rest;
  return {
    ...rest,
    head: head.filter(stays),
    rows: rows.map((row) => row.filter((_, column) => stays(head[column]))),
  };
}
