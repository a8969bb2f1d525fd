/** `npm start`: serves the lab, says where, opens it, and ends with Ctrl-C. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { serve } from "./serve.ts";

const FOLDER = join(import.meta.dirname, "..", "dist");
const PORT = 6174;

if (!existsSync(join(FOLDER, "index.html"))) {
  console.error("convoke: the lab is not built: npm run lab:build builds it");
  process.exit(1);
}
const { url, close } = await serve(FOLDER, { port: PORT });
console.log(`Convoke runs at ${url} (Ctrl-C ends it)`);
console.log(`Convoke 在 ${url} 运行（按 Ctrl-C 结束）`);
if (!process.argv.includes("--no-open")) open(url);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));

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
