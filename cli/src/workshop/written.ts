/** Where a result goes: to the terminal, to a file or the standard output in a form that reads back. */
import { extname } from "node:path";
import { writeNpy } from "convoke/formats";
import { SOURCE_FORMS, sourceOf } from "convoke/snippets";
import { centred } from "convoke/workshop";
import { Failure, quoted } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import { jsonOfKernel, jsonOfLayer } from "../kernels/json.ts";
import type { Operand } from "../kernels/operand.ts";
import { writePicture } from "../train/picture/file.ts";

export const FORMATS = ["json", "npy", ...SOURCE_FORMS] as const;
export type Format = (typeof FORMATS)[number];

export interface RawWritten {
  readonly as?: Format;
  readonly out?: string;
  readonly json?: boolean;
}

/** What was asked for, read. */
export type Target =
  | { readonly kind: "report"; readonly json: boolean }
  | {
      readonly kind: "written";
      readonly format: Format;
      readonly out: string;
      readonly json: boolean;
    }
  | { readonly kind: "picture"; readonly out: string; readonly json: boolean };

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  ".json": "json",
  ".npy": "npy",
  ".ts": "typescript",
  ".py": "numpy",
};

/** @throws Failure for a name that says nothing, a folder that cannot be written, or two results on one output. */
export async function targetOf({ as, out, json = false }: RawWritten): Promise<Target> {
  if (out === undefined && as === undefined) return { kind: "report", json };
  if (json && (out === undefined || out === "-"))
    throw new Failure(
      "usage",
      "expected --json or --as on the standard output, not both (or a file: --out FILE)",
    );
  if (out === undefined || out === "-") {
    if (as === undefined)
      throw new Failure("usage", `expected --as ${FORMATS.join(", ")} with --out -, got none`);
    return { kind: "written", format: as, out: "-", json };
  }
  const extension = extname(out).toLowerCase();
  await checkTarget(out);
  if (as === undefined && (extension === ".svg" || extension === ".png"))
    return { kind: "picture", out, json };
  const format = as ?? BY_EXTENSION[extension];
  if (format === undefined)
    throw new Failure(
      "usage",
      `expected a name that ends in ${Object.keys(BY_EXTENSION).join(", ")}, .svg or .png for --out, or --as, got ${quoted(out)}`,
    );
  return { kind: "written", format, out, json };
}

/** The bytes of a kernel or a layer; all but `npy` are text. */
export function bytesOf(format: Format, operand: Operand): Uint8Array {
  if (format === "npy") {
    // The format keeps no origin.
    const { shape, values } =
      operand.kind === "kernel" ? centred(operand.kernel) : operand.layer.weight;
    return writeNpy({ shape, data: values });
  }
  const text = format === "json" ? jsonOf(operand) : sourceOf(format, operand);
  return new TextEncoder().encode(text);
}

const jsonOf = (operand: Operand): string =>
  `${operand.kind === "kernel" ? jsonOfKernel(operand.kernel) : jsonOfLayer(operand.layer)}\n`;

/** What a command found, in each of the forms that may be asked for. */
export interface Found {
  readonly operand: () => Operand;
  readonly text: () => string;
  readonly report: () => object;
  readonly picture: () => string;
}

export async function deliver(target: Target, found: Found, wrote: string): Promise<void> {
  if (target.kind === "written") {
    await writeWhole(target.out, bytesOf(target.format, found.operand()));
    if (target.out === "-") return;
  }
  if (target.kind === "picture") await writePicture(target.out, found.picture());
  const text = target.json ? JSON.stringify(found.report(), null, 2) : found.text();
  process.stdout.write(`${text}\n`);
  if (target.kind !== "report") process.stderr.write(`${wrote} ${target.out}\n`);
}
