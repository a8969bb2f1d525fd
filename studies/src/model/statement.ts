/**
 * A sentence that can be true or false, with the cases it was tried on.
 *
 * | by | what it is | what is expected of it |
 * | --- | --- | --- |
 * | claim | what the exercise's answer says | nothing: the verdict comes from it |
 * | truth | what this study says instead, or beside it | to hold in every case |
 * | slip | what other answers get wrong | to be refuted by a counterexample |
 */
import type { Facts } from "./facts.ts";

export type By = "claim" | "truth" | "slip";

export interface Statement {
  /** Names its sentence in the text. */
  readonly key: string;
  readonly by: By;
  readonly cases: number;
  readonly failures: number;
  /** The first case that failed; null where none did. */
  readonly counterexample: Facts | null;
}

/** A case: null when the statement holds in it, else the facts that refute it. */
export type Trial = Facts | null;

/** Tries a statement on every case. */
export function tried<C>(
  by: By,
  key: string,
  cases: Iterable<C>,
  trial: (one: C) => Trial,
): Statement {
  let [count, failures] = [0, 0];
  let counterexample: Facts | null = null;
  for (const one of cases) {
    count++;
    const facts = trial(one);
    if (facts === null) continue;
    failures++;
    counterexample ??= facts;
  }
  return { key, by, cases: count, failures, counterexample };
}

/** `tried` for trials that run on the engine. */
export async function triedOn<C>(
  by: By,
  key: string,
  cases: Iterable<C>,
  trial: (one: C) => Promise<Trial>,
): Promise<Statement> {
  const facts: Trial[] = [];
  for (const one of cases) facts.push(await trial(one));
  return tried(by, key, facts, (fact) => fact);
}

/** Statements that take their time, one after another. */
export async function inTurn(
  all: readonly (() => Statement | Promise<Statement>)[],
  onProgress: ((share: number) => void) | undefined,
): Promise<Statement[]> {
  const done: Statement[] = [];
  for (const one of all) {
    done.push(await one());
    onProgress?.(done.length / all.length);
  }
  return done;
}
