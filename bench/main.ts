/** `npm run bench`: see HELP in arguments.ts. Nothing here is a test: machines are noisy. */
import { HELP, readArguments, Usage } from "./arguments.ts";
import { WORKLOADS } from "./workloads.ts";

/** Modes by their first word; all else is a contest. */
const MODES: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  algorithms: async (args) => (await import("./algorithms.ts")).algorithms(args),
  planner: async (args) => (await import("./planner.ts")).planner(args),
  report: async () => (await import("./report.ts")).report(),
  workloads: async () => {
    for (const { name, group, title } of WORKLOADS)
      console.log(`${group.padEnd(8)} ${name.padEnd(30)} ${title}`);
    return true;
  },
};

const [first, ...rest] = process.argv.slice(2);
try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Usage)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}

async function run(): Promise<boolean> {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    console.log(HELP);
    return true;
  }
  if (first !== undefined && Object.hasOwn(MODES, first)) return MODES[first](rest);
  const { contest } = await import("./contest.ts");
  return contest(readArguments(process.argv.slice(2)));
}
