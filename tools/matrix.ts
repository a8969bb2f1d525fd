/**
 * `npm run matrix`: the built library in every Node it promises to run in. Each version comes as the
 * npm package `node` into .cache/, once.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const VERSIONS = [20, 22, 24, 26];
const root = join(import.meta.dirname, "..");
const problems = [
  "ic3ih17oc8kh3ph1_reflect_bias_relu",
  "ic8ih9oc12kh1_nhwc",
  "ic6ih8oc4kh3sh2ph1ah1_transposed",
  "g6ic6ih12oc12kh3dh2ph2",
  "ic4iw40oc5kw5sw2_wrap",
  "ic2id5oc3kd3pd1",
];
const script = `
  import { verify, conv2d, tensor, detectMachine } from ${JSON.stringify(join(root, "convoke", "dist", "index.js"))};
  const failed = [];
  for (const word of ${JSON.stringify(problems)}) if (!(await verify(word)).passed) failed.push(word);
  const y = await conv2d(tensor([1, 1, 2, 2], [1, 2, 3, 4]), tensor([1, 1, 2, 2], [1, 1, 1, 1]), { threads: 2 });
  if (y.data[0] !== 10) failed.push("conv2d");
  const { fma, sharedMemory } = detectMachine();
  console.log(process.version, "V8", process.versions.v8, fma ? "fused multiply-add" : "multiply + add", sharedMemory ? "threads" : "no threads",
    failed.length === 0 ? "passed" : "FAILED " + failed);
  process.exit(failed.length === 0 ? 0 : 1);
`;

let broken = 0;
for (const version of VERSIONS) {
  const run = spawnSync(nodeOf(version), ["--input-type=module", "-e", script], {
    stdio: "inherit",
  });
  if (run.status !== 0) broken++;
}
process.exit(broken === 0 ? 0 : 1);

function nodeOf(version: number): string {
  const folder = join(root, ".cache", `node-${version}`);
  const binary = join(
    folder,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  const npm = process.env.npm_execpath;
  const args = ["install", `node@${version}`, "--no-audit", "--no-fund", "--loglevel=error"];
  console.error(`installing Node ${version} into .cache`);
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
  if (done.status !== 0) throw new Error(`Node ${version} could not be installed`);
  return binary;
}
