/**
 * Every `npm run …` of this repository: does the set-up that is missing, says so, and then the job.
 * It must run on a bare Node 20, so it is plain JavaScript, imports only `node:`, and hands the job
 * to the modern Node that the `node` package brings.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(ROOT, ...parts);
const SUMMARY = at(".cache", "summary.txt");
const NODE = at("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const TSC = at("node_modules", "typescript", "bin", "tsc");
const VITEST = at("node_modules", "vitest", "vitest.mjs");
const BIOME = at("node_modules", "@biomejs", "biome", "bin", "biome");
const CLI = at("cli", "dist", "main.js");
const VITE = at("node_modules", "vite", "bin", "vite.js");
const LAB = at("lab", "dist");
const LAB_SERVER = at("lab", "server", "main.ts");
/** Resolves `convoke` and `#host` to the TypeScript sources, which a modern Node runs as they are. */
const SOURCES = "--conditions=convoke-source";

const JOBS = {
  setup: () => 0,
  build: () => 0,
  start: (args) =>
    opensLab(args) ? modern([LAB_SERVER, ...args]) : modern([CLI, "start", ...args]),
  "lab:build": () => {
    say(`the lab lies in ${relative(callersFolder(), LAB)}: any web server can give it out`);
    return 0;
  },
  convoke: (args) => modern([CLI, ...args]),
  test,
  check: (args) =>
    modern([BIOME, "check", ...(args.length > 0 ? args : ["."])], "checking the style"),
  conformance: (args) => modern([SOURCES, at("convoke", "conformance", "main.ts"), ...args]),
  bench: (args) => {
    const alone = args.includes("--against=none") || args[args.indexOf("--against") + 1] === "none";
    if (!alone && !WITHOUT_PEERS.some((word) => args.includes(word))) peers();
    return modern([at("bench", "main.ts"), ...args]);
  },
  matrix: (args) => modern([at("tools", "matrix.ts"), ...args]),
  cold: (args) => modern([at("tools", "cold.ts"), ...args]),
  soak: ([what, ...args]) =>
    what === "training"
      ? modern(["--expose-gc", at("tools", "soak-training.ts"), ...args])
      : modern(["--expose-gc", at("tools", "soak.ts"), ...(what ? [what, ...args] : [])]),
  size: (args) => modern([at("tools", "size.ts"), ...args]),
  frames: (args) => modern([SOURCES, at("tools", "frames.ts"), ...args]),
  pictures: (args) =>
    modern([at("tools", "pictures.ts"), ...args]) ||
    modern([SOURCES, at("tools", "lab-picture.ts"), ...args]),
};
/** Jobs that read sources only. */
const WITHOUT_BUILD = ["setup", "check", "conformance"];
/** What `bench` does without the engines that it compares with. */
const WITHOUT_PEERS = ["--help", "-h", "algorithms", "planner", "workloads", "report"];

const [job, ...args] = process.argv.slice(2);
if (!Object.hasOwn(JOBS, job ?? "")) {
  console.error(`expected one of ${Object.keys(JOBS).join(", ")}, got ${job ?? "nothing"}`);
  process.exit(2);
}
install();
if (!WITHOUT_BUILD.includes(job)) build();
if (
  ["lab:build", "frames", "pictures", "test"].includes(job) ||
  (job === "start" && opensLab(args))
)
  buildLab();
process.exit(JOBS[job](args));

/** Dependencies, and the Node that runs all the rest. */
function install() {
  packages(ROOT, "installing the dependencies and a modern Node (once; about a minute)", NODE);
  if (!existsSync(NODE)) {
    fail(
      "the modern Node did not install: run npm ci with install scripts allowed for the package node",
    );
  }
}

/** The engines that the benchmark compares with have a lockfile of their own. */
function peers() {
  const message = "installing the engines to compare with (once; 600 MB, about a minute)";
  packages(at("bench"), message, at("bench", "node_modules"), ["--ignore-scripts"]);
}

/** `npm ci` in a folder, unless it was done for its very lockfile and `proof` is there. */
function packages(folder, message, proof, more = []) {
  const stamp = join(folder, "node_modules", ".convoke-setup");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const done = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (done && existsSync(proof)) return;
  say(message);
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...more];
  const status = npm
    ? execute(process.execPath, [npm, ...flags], folder)
    : execute(process.platform === "win32" ? "npm.cmd" : "npm", flags, folder);
  if (status !== 0) fail(`npm ci failed (exit ${status}): is the package registry reachable?`);
  writeFileSync(stamp, lock);
}

/** TypeScript does only what changed. */
function build() {
  const first = !existsSync(CLI);
  if (first) say("building");
  const status = execute(NODE, [TSC, "-b"]);
  if (status !== 0) fail("the build failed: see the messages above");
}

/** `npm start` with nothing to do for the command opens the lab. */
function opensLab(list) {
  return list.every((word) => word === "--no-open");
}

/** A second or two, so it is made anew each time. */
function buildLab() {
  if (execute(NODE, [VITE, "build", "--logLevel", "warn"], at("lab")) !== 0)
    fail("the lab did not build: see the messages above");
}

/** Style, types of the tests, then the tests; the last line says how many passed. */
function test(args) {
  if (args.includes("--help") || args.includes("-h")) {
    console.log("npm test [-- PATHS… and options of Vitest, which follow]\n");
    return execute(NODE, [VITEST, "run", "--help"]);
  }
  mkdirSync(at(".cache"), { recursive: true });
  rmSync(SUMMARY, { force: true });
  say("checking style and types");
  const style = execute(NODE, [BIOME, "check", "."]);
  const types = execute(NODE, [TSC, "-p", at("tsconfig.test.json")]);
  say("running the tests");
  const report = at(".cache", "tests.json");
  rmSync(report, { force: true });
  const status = execute(NODE, [
    VITEST,
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const { passed, failed } = existsSync(report) ? tally(report) : { passed: 0, failed: 0 };
  // Style, types, and a run that broke before it could report or ran no test: each is a failure too.
  const silent = failed === 0 && (status !== 0 || passed === 0);
  const broken = (style !== 0 ? 1 : 0) + (types !== 0 ? 1 : 0) + (silent ? 1 : 0);
  const line = `${passed} passed, ${failed + broken} failed`;
  writeFileSync(SUMMARY, `${line}\n`);
  console.log(line);
  return failed + broken > 0 ? 1 : 0;
}

function tally(report) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: numPassedTests, failed: numFailedTests };
}

function modern(commandLine, message) {
  if (message) say(message);
  return execute(NODE, commandLine);
}

/** Runs a program in the caller's terminal; its exit status. */
function execute(program, commandLine, folder = ROOT) {
  const bin = dirname(NODE);
  const path = [bin, at("node_modules", ".bin"), process.env.PATH].join(
    process.platform === "win32" ? ";" : ":",
  );
  const cwd = job === "start" || job === "convoke" ? callersFolder() : ROOT;
  const isJob = program === NODE && commandLine[0] === CLI;
  const result = spawnSync(program, commandLine, {
    stdio: "inherit",
    cwd: isJob ? cwd : folder,
    env: program === NODE ? { ...process.env, PATH: path } : process.env,
  });
  if (result.error) fail(`${program} could not be started: ${result.error.message}`);
  if (result.signal) return 128 + (result.signal === "SIGINT" ? 2 : 15);
  return result.status ?? 1;
}

/** Where the person typed the command: file names in it mean files there. */
function callersFolder() {
  return process.env.INIT_CWD ?? process.cwd();
}

/** On stderr, so that `npm start -- IN - --kernel K` keeps its output clean. */
function say(message) {
  console.error(`convoke: ${message}`);
}

function fail(message) {
  console.error(`convoke: ${message}`);
  process.exit(1);
}
