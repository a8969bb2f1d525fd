/**
 * Every `npm run …` of this repository: does the set-up that is missing, says so, and then the job.
 * It must run on a bare Node 20, so it is plain JavaScript, imports only `node:`, and hands the job
 * to the modern Node that the `node` package brings.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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
const LAB_STAMP = at(".cache", "lab.txt");
const LAB_PARTS = [
  ...["src", "build", "server", "public", "dist", "index.html", "vite.config.ts"].map((part) =>
    join("lab", part),
  ),
  join("convoke", "dist"),
  join("studies", "dist"),
  "package-lock.json",
];
const LAB_SERVER = at("lab", "server", "main.ts");
/** A test that runs this has what it needs, and others run beside it. */
const IN_A_TEST = process.env.VITEST !== undefined;
/** Resolves `convoke` and `#host` to the TypeScript sources, which a modern Node runs as they are. */
const SOURCES = "--conditions=convoke-source";

const JOBS = {
  setup: () => 0,
  build: () => 0,
  start: async (args) => {
    if (opensLab(args)) return modern([LAB_SERVER, ...args]);
    if (asksHelp(args)) {
      await modern([LAB_SERVER, "--help"]);
      console.log();
    }
    return modern([CLI, "start", ...args]);
  },
  "lab:build": () => {
    say(`the lab lies in ${relative(callersFolder(), LAB)}: any web server can give it out`);
    return 0;
  },
  convoke: (args) => modern([CLI, ...args]),
  test,
  check: (args) =>
    modern([BIOME, "check", ...(args.length > 0 ? args : ["."])], "checking the style"),
  conformance: (args) => modern([SOURCES, at("convoke", "conformance", "main.ts"), ...args]),
  bench: async (args) => {
    const alone = args.includes("--against=none") || args[args.indexOf("--against") + 1] === "none";
    if (!alone && !WITHOUT_PEERS.some((word) => args.includes(word))) await peers();
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
  pictures: async (args) =>
    (await modern([at("tools", "pictures.ts"), ...args])) ||
    modern([SOURCES, at("tools", "lab-picture.ts"), ...args]),
};
/** Jobs that read sources only. */
const WITHOUT_BUILD = ["setup", "check", "conformance"];
/** What `bench` does without the engines that it compares with. */
const WITHOUT_PEERS = ["--help", "-h", "algorithms", "planner", "workloads", "report"];

/** Of signals, as exit statuses count them. */
const NUMBERS = { SIGINT: 2, SIGTERM: 15 };

const [job, ...args] = process.argv.slice(2);
if (!Object.hasOwn(JOBS, job ?? "")) {
  console.error(`expected one of ${Object.keys(JOBS).join(", ")}, got ${job ?? "nothing"}`);
  process.exit(2);
}
// Ctrl-C reaches every process of the terminal; this one waits for what the job makes of it.
let running = null;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => (running ? running.kill(signal) : process.exit(128 + NUMBERS[signal])));

await install();
if (!WITHOUT_BUILD.includes(job)) await build();
if (
  ["lab:build", "frames", "pictures", "test"].includes(job) ||
  (job === "start" && opensLab(args))
)
  await buildLab();
process.exit(await JOBS[job](args));

/** Dependencies, and the Node that runs all the rest. */
async function install() {
  if (IN_A_TEST) return;
  await packages(
    ROOT,
    "installing the dependencies and a modern Node (once; about a minute)",
    NODE,
  );
  if (!existsSync(NODE)) {
    fail(
      "the modern Node did not install: run npm ci with install scripts allowed for the package node",
    );
  }
}

/** The engines that the benchmark compares with have a lockfile of their own. */
async function peers() {
  const message = "installing the engines to compare with (once; 600 MB, about a minute)";
  await packages(at("bench"), message, at("bench", "node_modules"), ["--ignore-scripts"]);
}

/** `npm ci` in a folder, unless it was done for its very lockfile and `proof` is there. */
async function packages(folder, message, proof, more = []) {
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
    ? await execute(process.execPath, [npm, ...flags], folder)
    : await execute(process.platform === "win32" ? "npm.cmd" : "npm", flags, folder);
  if (status !== 0) fail(`npm ci failed (exit ${status}): is the package registry reachable?`);
  writeFileSync(stamp, lock);
}

/** TypeScript does only what changed. */
async function build() {
  const first = !existsSync(CLI);
  if (first) say("building");
  const status = await execute(NODE, [TSC, "-b"]);
  if (status !== 0) fail("the build failed: see the messages above");
}

/** `npm start` with nothing to do for the command opens the lab. */
function opensLab([first]) {
  return first === undefined || ["--no-open", "--port"].includes(first.split("=")[0]);
}

function asksHelp(list) {
  return list.includes("--help") || list.includes("-h");
}

/** Only when something changed: a server may be giving out what lies there. */
async function buildLab() {
  const built = existsSync(join(LAB, "index.html"));
  if (built && IN_A_TEST) return;
  if (built && existsSync(LAB_STAMP) && readFileSync(LAB_STAMP, "utf8") === labState()) return;
  say("building the lab");
  rmSync(LAB_STAMP, { force: true });
  if ((await execute(NODE, [VITE, "build", "--logLevel", "warn"], at("lab"))) !== 0)
    fail("the lab did not build: see the messages above");
  mkdirSync(at(".cache"), { recursive: true });
  writeFileSync(LAB_STAMP, labState());
}

/** Changes with whatever the lab is built from, and with what lies in its folder. */
function labState() {
  const hash = createHash("sha256");
  for (const part of LAB_PARTS.map((part) => at(part)).filter(existsSync)) {
    const names = statSync(part).isFile() ? [""] : readdirSync(part, { recursive: true }).sort();
    for (const name of names) {
      const { size, mtimeMs } = statSync(join(part, name));
      hash.update(`${part} ${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** Style, types of the tests, then the tests; the last line says how many passed. */
async function test(args) {
  if (args.includes("--help") || args.includes("-h")) {
    console.log("npm test [-- PATHS… and options of Vitest, which follow]\n");
    return execute(NODE, [VITEST, "run", "--help"]);
  }
  mkdirSync(at(".cache"), { recursive: true });
  rmSync(SUMMARY, { force: true });
  say("checking style and types");
  const style = await execute(NODE, [BIOME, "check", "."]);
  const types = await execute(NODE, [TSC, "-p", at("tsconfig.test.json")]);
  say("running the tests");
  const report = at(".cache", "tests.json");
  rmSync(report, { force: true });
  const status = await execute(NODE, [
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
  running = spawn(program, commandLine, {
    stdio: "inherit",
    cwd: isJob ? cwd : folder,
    env: {
      ...process.env,
      ...(program === NODE && { PATH: path }),
      // Vite makes another page of it when the shell says otherwise.
      ...(commandLine[0] === VITE && { NODE_ENV: "production" }),
    },
  });
  return new Promise((resolve) => {
    running.on("error", (error) => fail(`${program} could not be started: ${error.message}`));
    running.on("exit", (status, signal) => {
      running = null;
      // Whoever stopped it knows, and wants nothing more.
      if (signal in NUMBERS) process.exit(128 + NUMBERS[signal]);
      resolve(status ?? 1);
    });
  });
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
