/** Runs what was typed, and turns whatever went wrong into one sentence and an exit code. */
import { type Command, CommanderError } from "commander";
import {
  ConvokeError,
  FormatError,
  InternalError,
  OptionError,
  RuntimeError,
  ShapeError,
  UnsupportedError,
} from "convoke";
import { looksTyped } from "convoke/workshop";
import { EXIT_CODES, Failure } from "./failure.ts";
import { makeProgram } from "./program.ts";
import { type Language, languageOf } from "./strings.ts";

/** @param argv as `process.argv`: what was typed begins with its third. */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const language = languageOf(argv, env);
  const program = makeProgram(language);
  const all = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...all]) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  try {
    await program.parseAsync(argv.map(kernelArgument));
    return EXIT_CODES.done;
  } catch (error) {
    const asked = program.commands.find((one) => one.name() === argv[2]);
    return report(error, asked ?? program, language);
  }
}

/** A matrix that begins with a minus is no option: a blank before it says so. */
function kernelArgument(word: string, at: number, words: readonly string[]): string {
  const matrix = /^-.*[\s,;/]/.test(word) && looksTyped(word);
  return words[2] === "kernel" && at > 2 && matrix ? ` ${word}` : word;
}

/** @param asked the command whose help is shown where nothing was asked of it. */
async function report(error: unknown, asked: Command, language: Language): Promise<number> {
  const tell = async (sentence: string, code: number): Promise<number> => {
    // The tables are read when something went wrong, and never else.
    const { spoken } = await import("./refusals.ts");
    process.stderr.write(`convoke: ${spoken(sentence, language)}\n`);
    return code;
  };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT_CODES.done;
    if (error.code === "commander.help") {
      asked.outputHelp({ error: false });
      return EXIT_CODES.usage;
    }
    return tell(error.message.replace(/^error: /, "").replaceAll("\n", " "), EXIT_CODES.usage);
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
  if (lacksMemory(error))
    return tell(
      "expected a job that fits the memory here, got one that does not",
      EXIT_CODES.input,
    );
  const text =
    error instanceof ConvokeError || error instanceof Error ? error.message : String(error);
  return tell(`a defect of convoke: ${text.split("\n")[0]}`, EXIT_CODES.internal);
}

/** What V8 says, and what the engine says after it has waited for room in vain. */
function lacksMemory(error: unknown): boolean {
  if (error instanceof RuntimeError) return error.message.startsWith("no room for another memory");
  return error instanceof RangeError && /allocation failed|could not allocate/.test(error.message);
}
