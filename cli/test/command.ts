/** Runs the built command as a person does, and gives back what it said. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const MAIN = join(import.meta.dirname, "..", "dist", "main.js");

export interface Said {
  readonly code: number | null;
  readonly out: Buffer;
  readonly text: string;
  readonly err: string;
}

export function convoke(
  args: readonly string[],
  options: { input?: Uint8Array; cwd?: string; env?: NodeJS.ProcessEnv; shell?: string } = {},
): Said {
  const { input, cwd, env, shell } = options;
  const run = spawnSync(
    shell ? "sh" : process.execPath,
    shell ? ["-c", `${shell} "$0" "$@"`, process.execPath, MAIN, ...args] : [MAIN, ...args],
    {
      ...(input ? { input } : {}),
      ...(cwd ? { cwd } : {}),
      env: { ...process.env, LANG: "C", ...env },
      maxBuffer: 1 << 28,
    },
  );
  return {
    code: run.status,
    out: run.stdout,
    text: run.stdout.toString(),
    err: run.stderr.toString(),
  };
}

export const scratch = (): string => mkdtempSync(join(tmpdir(), "convoke-cli-"));
