/** The wisdom of `convoke plan --wisdom FILE`: read if the file is there, written when it has grown. */
import { readFile } from "node:fs/promises";
import { detectMachine, loadWisdom, noWisdom, saveWisdom, type Wisdom } from "convoke";
import { Failure, reasonOf } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";

/** @throws Failure for a file that cannot be read; FormatError for one that holds something else. */
export async function readWisdom(path: string): Promise<Wisdom> {
  try {
    return loadWisdom(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "ENOENT") return noWisdom(detectMachine());
    throw new Failure("input", `cannot read ${path}: ${reasonOf(error)}`);
  }
}

export async function writeWisdom(path: string, wisdom: Wisdom): Promise<void> {
  await checkTarget(path);
  await writeWhole(path, new TextEncoder().encode(saveWisdom(wisdom)));
}
