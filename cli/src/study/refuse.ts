/** Options that would say nothing: with the list, with all studies, or with a study that never asks for them. */
import { STUDY_LOADERS } from "@convoke/studies/catalogue";
import { Failure } from "../failure.ts";
import type { OwnFiles } from "./data.ts";

const KINDS = { image: "image", sound: "sound", text: "sentences" } as const;

/** @param options of a run, by name; undefined where it was not given. */
export function refuseWithoutStudy(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  const names = given.map((name) => `--${name}`).join(", ");
  throw new Failure("usage", `expected a study, or all, with ${names}, got none`);
}

/** What is one study's own. */
export function refuseWithAll({
  param,
  plant,
}: Readonly<{ param?: unknown; plant?: unknown }>): void {
  const name = param !== undefined ? "--param" : plant !== undefined ? "--plant" : null;
  if (name !== null) throw new Failure("usage", `expected ${name} with one study, got it with all`);
}

/** A person's own data with a study that does not use them. */
export function refuseUnused(own: OwnFiles, id: string): void {
  const entries = Object.entries(STUDY_LOADERS);
  for (const option of ["image", "sound", "text"] as const) {
    const users = entries
      .filter(([, { uses }]) => uses.includes(KINDS[option]))
      .map(([one]) => one);
    if (own[option] === undefined || users.includes(id)) continue;
    const which = users.length > 4 ? "a study that uses it" : users.join(" or ");
    throw new Failure(
      "usage",
      `expected ${which} for --${option}, got ${id}, which does not use it`,
    );
  }
}
