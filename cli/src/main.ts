#!/usr/bin/env node
/** Entry: what the command line is told, Ctrl-C, and a reader that leaves. */
import { EXIT_CODES } from "./failure.ts";
import { run } from "./run.ts";

process.once("SIGINT", () => process.exit(EXIT_CODES.interrupted));
// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT_CODES.done : EXIT_CODES.output);
});

const code = await run(process.argv, process.env);
// A command that was stopped has said so itself.
if (code !== EXIT_CODES.done) process.exitCode = code;
