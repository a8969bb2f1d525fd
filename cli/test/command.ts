/** Runs the built command as a person does, and gives back what it said. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const MAIN = join(import.meta.dirname, "..", "dist", "main.js");

export interface Said {
  readonly code: number | null;
  readonly out: Buffer;
  readonly text: string;
  readonly err: string;
}

/** What a person's terminal may bring along: language, colours, way of calling. */
const PERSONAL = [
  ...["LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"],
  "npm_lifecycle_event",
];
/** Nobody's language; the compiled code of one run serves the next. */
const PLAIN: NodeJS.ProcessEnv = {
  LANG: "C",
  NODE_COMPILE_CACHE: join(import.meta.dirname, "..", "..", ".cache", "compiled"),
};

export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const here = { ...process.env };
  for (const name of PERSONAL) delete here[name];
  return { ...here, ...PLAIN, ...more };
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
      env: environment(env),
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

/** What it prints, while others run. @throws Error where it does not end well. */
export async function convokeBeside(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const run = promisify(execFile);
  return (await run(process.execPath, [MAIN, ...args], { env: environment(env) })).stdout;
}

export const scratch = (): string => mkdtempSync(join(tmpdir(), "convoke-cli-"));
