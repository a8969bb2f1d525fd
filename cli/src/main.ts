#!/usr/bin/env node
import { CommanderError } from "commander";
/** Entry: runs the command, turns whatever went wrong into one sentence and an exit code. */
import {
  ConvokeError,
  FormatError,
  InternalError,
  OptionError,
  ShapeError,
  UnsupportedError,
} from "convoke";
import { EXIT_CODES, Failure } from "./failure.ts";
import { makeProgram } from "./program.ts";
import { languageOf } from "./strings.ts";

process.once("SIGINT", () => process.exit(EXIT_CODES.interrupted));
// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT_CODES.done : EXIT_CODES.output);
});

const program = makeProgram(languageOf(process.argv, process.env));
for (const command of [program, ...program.commands]) {
  command.exitOverride().configureOutput({ writeErr: () => {} });
}
try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT_CODES.done;
    if (error.code === "commander.help") {
      program.outputHelp({ error: false });
      return EXIT_CODES.usage;
    }
    return tell(error.message.replace(/^error: /, ""), EXIT_CODES.usage);
  }
  if (error instanceof Failure) return tell(error.message, error.exitCode);
  if (error instanceof InternalError)
    return tell(`a defect of convoke: ${error.message}`, EXIT_CODES.internal);
  if (error instanceof ShapeError) return tell(error.message, EXIT_CODES.input);
  if (
    error instanceof OptionError ||
    error instanceof FormatError ||
    error instanceof UnsupportedError
  ) {
    return tell(error.message, EXIT_CODES.usage);
  }
  if (error instanceof RangeError && /allocation failed/.test(error.message))
    return tell(
      "expected a job that fits the memory here, got one that does not",
      EXIT_CODES.input,
    );
  const text =
    error instanceof ConvokeError || error instanceof Error ? error.message : String(error);
  return tell(`a defect of convoke: ${text.split("\n")[0]}`, EXIT_CODES.internal);
}

function tell(sentence: string, code: number): number {
  process.stderr.write(`convoke: ${sentence}\n`);
  return code;
}
