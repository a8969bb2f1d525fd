/** Whole files or none: written beside the target, flushed, then renamed over it. */
import { randomBytes } from "node:crypto";
import { constants, rmSync } from "node:fs";
import { access, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Failure, reasonOf } from "../failure.ts";

/** Says at once, before any work, what will prevent `path` from being written. */
export async function checkTarget(path: string): Promise<void> {
  if (path === "-") return;
  const folder = dirname(path);
  try {
    const found = await stat(folder);
    if (!found.isDirectory())
      throw new Failure("output", `cannot write ${path}: ${folder} is not a folder`);
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("output", `cannot write ${path}: folder ${folder}: ${reasonOf(error)}`);
  }
  const target = await stat(path).catch(() => null);
  if (target?.isDirectory()) throw new Failure("output", `cannot write ${path}: it is a folder`);
  if (target) {
    await access(path, constants.W_OK).catch((error: unknown) => {
      throw new Failure("output", `cannot write ${path}: ${reasonOf(error)}`);
    });
  }
}

/** Files that are being written: whatever ends the process, none of them stays behind. */
const unfinished = new Set<string>();
process.on("exit", () => {
  for (const path of unfinished) rmSync(path, { force: true });
});

export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  if (path === "-") return writeToStandardOutput(bytes);
  // A device (/dev/null, a pipe) is written to; there is nothing to replace.
  const target = await stat(path).catch(() => null);
  const special = target !== null && !target.isFile();
  const beside = special
    ? path
    : join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
  if (!special) unfinished.add(beside);
  try {
    const file = await open(beside, special ? "w" : "wx", target?.mode);
    try {
      await file.writeFile(bytes);
      if (!special) await file.sync();
    } finally {
      await file.close();
    }
    if (!special) await rename(beside, path);
  } catch (error) {
    if (!special) await rm(beside, { force: true }).catch(() => {});
    throw new Failure("output", `cannot write ${path}: ${reasonOf(error)}`);
  } finally {
    unfinished.delete(beside);
  }
}

function writeToStandardOutput(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new Failure("output", `cannot write to the standard output: ${reasonOf(error)}`));
    process.stdout.once("error", fail);
    process.stdout.write(bytes, (error) => {
      if (error) return fail(error);
      process.stdout.off("error", fail);
      resolve();
    });
  });
}
