/** Where shared samples lie: photographs, sounds, sentences, digits, models and the conformance suites. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const BESIDE = join(import.meta.dirname, "..", "..", "shared");

/**
 * The folder that `CONVOKE_SHARED` names, or the folder `shared` beside the repository; null when it
 * is not there. An empty variable says that there is none.
 */
export function sharedFolder(): string | null {
  const { CONVOKE_SHARED: named } = process.env;
  const folder = named === undefined ? BESIDE : named && resolve(named);
  return folder !== "" && existsSync(folder) ? folder : null;
}

/** A path of the shared folder, which may not be there: what needs it is skipped then. */
export const sharedPath = (...path: string[]): string =>
  join(sharedFolder() ?? join(import.meta.dirname, "no-shared-folder"), ...path);
