/** Scripts run where they are meant to run: many of them in one process, what each prints read back. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PYTHON = "/usr/bin/python3";
/** Inside the repository, so that `convoke` is found from there. */
const FOLDER = join(import.meta.dirname, "../../../.cache/snippets");

export interface Printed {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Whether Python finds all of these modules; looking is quicker than importing. */
export function pythonHas(...modules: readonly string[]): boolean {
  const test = modules.map((name) => `find_spec("${name}")`).join(" and ");
  const code = `from importlib.util import find_spec\nraise SystemExit(0 if ${test} else 1)`;
  return spawnSync(PYTHON, ["-c", code]).status === 0;
}

const PYTHON_RUNNER = `
import contextlib, io, json, sys
with open(sys.argv[1]) as file:
    scripts = json.load(file)
for name, text in scripts:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(text, name, "exec"), {})
        print(json.dumps([name, printed.getvalue()]))
    except Exception as error:
        print(json.dumps([name, None, repr(error)]))
`;

/** Prints go to standard output, each after the name of its script. */
const NODE_RUNNER = (names: readonly string[]): string =>
  `const { log } = console;
for (const name of ${JSON.stringify(names)}) {
  let printed = "";
  console.log = (text) => { printed += text + "\\n"; };
  try {
    await import("./" + name + ".mjs");
    log(JSON.stringify([name, printed]));
  } catch (error) {
    log(JSON.stringify([name, null, String(error)]));
  }
}
process.exit(0);
`;

/** What scripts print, by their names. @throws Error with the script for one that fails. */
export function run(
  where: "python" | "node",
  scripts: readonly (readonly [name: string, text: string])[],
): Map<string, Printed> {
  const folder = join(FOLDER, `${process.pid}-${where}`);
  mkdirSync(folder, { recursive: true });
  const { INIT_CWD: _, ...env } = process.env;
  try {
    const command = where === "python" ? python(folder, scripts) : node(folder, scripts);
    const said = spawnSync(command[0], command.slice(1), {
      cwd: folder,
      encoding: "utf8",
      // Threads that wait for each other take longer than these small sums.
      env: { ...env, OMP_NUM_THREADS: "1" },
      maxBuffer: 2 ** 28,
    });
    if (said.status !== 0) throw new Error(said.stderr);
    const lines = said.stdout.trim().split("\n");
    const texts = new Map(scripts);
    return new Map(
      lines.map((line) => {
        const [name, printed, error] = JSON.parse(line) as [string, string | null, string?];
        if (printed === null) throw new Error(`${error} in\n${texts.get(name)}`);
        const [shape, values, ...rest] = printed.trim().split("\n");
        if (rest.length > 0) throw new Error(`more than two lines from\n${texts.get(name)}`);
        return [name, { shape: JSON.parse(shape), values: JSON.parse(values) }] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Scripts = readonly (readonly [name: string, text: string])[];

function python(folder: string, scripts: Scripts): string[] {
  writeFileSync(join(folder, "scripts.json"), JSON.stringify(scripts));
  return [PYTHON, "-c", PYTHON_RUNNER, join(folder, "scripts.json")];
}

function node(folder: string, scripts: Scripts): string[] {
  for (const [name, text] of scripts) writeFileSync(join(folder, `${name}.mjs`), text);
  writeFileSync(join(folder, "run.mjs"), NODE_RUNNER(scripts.map(([name]) => name)));
  return [process.execPath, "--conditions=convoke-source", join(folder, "run.mjs")];
}
