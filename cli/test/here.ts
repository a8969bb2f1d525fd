/** Runs the command's sources inside the test: most of a short job is the start of a process. */
import { run } from "../src/run.ts";
import { environment, MAIN, type Said } from "./command.ts";

/** Says what `convoke` of `command.ts` says; Ctrl-C and a reader that leaves are that one's. */
export async function convokeHere(
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Said> {
  const before = { code: process.exitCode, env: process.env, cwd: process.cwd() };
  process.env = environment(env);
  if (cwd !== undefined) process.chdir(cwd);
  const [out, err] = [listen(process.stdout), listen(process.stderr)];
  let code: number;
  try {
    code = await run(["node", MAIN, ...args], process.env);
    // One that was stopped says so itself.
    if (code === 0 && process.exitCode !== before.code) code = Number(process.exitCode);
  } finally {
    process.exitCode = before.code;
    process.env = before.env;
    process.chdir(before.cwd);
    out.stop();
    err.stop();
  }
  const said = out.heard();
  return { code, out: said, text: said.toString(), err: err.heard().toString() };
}

/** Takes what is written to a stream. */
function listen(stream: NodeJS.WriteStream) {
  const chunks: Buffer[] = [];
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array, ...more: unknown[]) => {
    chunks.push(Buffer.from(chunk as string));
    const done = more.find((value) => typeof value === "function");
    done?.();
    return true;
  };
  const stop = () => {
    stream.write = write;
  };
  return { stop, heard: () => Buffer.concat(chunks) };
}
