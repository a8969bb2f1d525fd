/** Verdicts of the last runs, kept for the list; losing them costs nothing. */
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { VerdictKind } from "@convoke/studies/model";
import { writeWhole } from "../image/atomic.ts";

export type History = Readonly<
  Record<string, { readonly verdict: VerdictKind; readonly at: string }>
>;

const file = (): string =>
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "convoke", "studies.json");

export async function readHistory(): Promise<History> {
  try {
    const value: unknown = JSON.parse(await readFile(file(), "utf8"));
    return typeof value === "object" && value !== null ? (value as History) : {};
  } catch {
    return {};
  }
}

export async function remember(
  runs: readonly { id: string; verdict: VerdictKind }[],
): Promise<void> {
  try {
    const at = new Date().toISOString();
    const more = Object.fromEntries(runs.map(({ id, verdict }) => [id, { verdict, at }]));
    await mkdir(dirname(file()), { recursive: true });
    await writeWhole(
      file(),
      new TextEncoder().encode(JSON.stringify({ ...(await readHistory()), ...more })),
    );
  } catch {
    // A home that cannot be written to is no reason to fail a study.
  }
}
