/** What ends a command: one sentence and an exit code. The table is printed by `--help`. */
import { nearest } from "convoke";

export const EXIT_CODES = {
  done: 0,
  verification: 1,
  usage: 2,
  input: 3,
  output: 4,
  internal: 70,
  interrupted: 130,
} as const;

export type FailureKind = Exclude<keyof typeof EXIT_CODES, "done">;

export class Failure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
    this.kind = kind;
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}

/** As it was typed; nothing at all is seen in quotes only. */
export const quoted = (text: string): string => (text.trim() === "" ? `"${text}"` : text);

/** The word that was probably meant, for the end of a sentence. */
export function perhaps(text: string, words: readonly string[]): string {
  const meant = nearest(text, words);
  return meant === undefined ? "" : ` (is it ${meant}?)`;
}

/** The first line of what went wrong, for a sentence of ours to end with. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (SYSTEM_ERRORS as Record<string, string>)[code] ?? text.split("\n")[0];
}

/** What the system's codes mean to a person. */
const SYSTEM_ERRORS = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
  EFBIG: "the file would be too large",
  EMFILE: "too many files are open",
  ELOOP: "the links go round in a circle",
} as const;
