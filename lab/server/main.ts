/** `npm start`: serves the lab, says where, opens it, and ends with Ctrl-C. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { HELP, readArguments } from "./arguments.ts";
import { type Served, serve } from "./serve.ts";

const FOLDER = join(import.meta.dirname, "..", "dist");
const USUAL_PORT = 6174;

const asked = readArguments(process.argv.slice(2));
if (typeof asked === "string") end(2, asked);
if (asked.help) {
  console.log(HELP);
  process.exit(0);
}
if (!existsSync(join(FOLDER, "index.html")))
  end(1, "the lab is not built: npm run lab:build builds it");
const served = await start(asked.port);
// More than one may come: from the terminal, and from whoever started this process.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void served.close().then(() => process.exit(0)));
if (asked.port === null && !served.url.includes(`:${USUAL_PORT}/`))
  console.log(
    `Port ${USUAL_PORT} is taken, perhaps by another Convoke. 端口 ${USUAL_PORT} 已被占用。`,
  );
console.log(`Convoke runs at ${served.url} (Ctrl-C ends it)`);
console.log(`Convoke 在 ${served.url} 运行（按 Ctrl-C 结束）`);
if (asked.open) open(served.url);

async function start(port: number | null): Promise<Served> {
  try {
    return await serve(FOLDER, { port: port ?? USUAL_PORT, strict: port !== null });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      end(1, `expected a free port for --port, got ${port}, which is taken`);
    if (code === "EACCES")
      end(1, `expected a port that you may use for --port, got ${port}, which the system keeps`);
    end(1, `the lab could not be served: ${message}`);
  }
}

function end(status: number, sentence: string): never {
  console.error(`convoke: ${sentence}`);
  process.exit(status);
}

/** With what the system opens addresses with; a machine without a screen has nothing to open. */
function open(address: string): void {
  const headless =
    process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (headless || process.env.CI) return;
  const [program, ...args] =
    process.platform === "darwin"
      ? ["open", address]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", address]
        : ["xdg-open", address];
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
