/** `npm run conformance [-- --dir D] [--suite S] [--json]` */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { tableOf } from "./report.ts";
import { runSuite, type SuiteReport } from "./run.ts";
import { defaultFolder, readSuites } from "./suite.ts";

const { values } = options();
const folder = values.dir ?? defaultFolder();
if (folder === null || !existsSync(folder)) {
  console.error(
    `conformance: skipped, no suites ${folder === null ? "beside the repository (set CONVOKE_SHARED or --dir)" : `in ${folder}`}`,
  );
  process.exit(values.dir === undefined ? 0 : 2);
}
const suites = readSuites(folder, values.suite ?? null);
if (suites.length === 0) {
  console.error(
    `conformance: expected suites (*.json, *.json.gz) in ${folder}, got none${values.suite ? ` named ${values.suite}` : ""}`,
  );
  process.exit(2);
}
const reports: SuiteReport[] = [];
for (const suite of suites) {
  if (process.stderr.isTTY) process.stderr.write(`\r${suite.name.padEnd(40)}`);
  reports.push(await runSuite(suite));
}
if (process.stderr.isTTY) process.stderr.write(`\r${" ".repeat(40)}\r`);
console.log(values.json ? JSON.stringify(reports, null, 2) : tableOf(reports));
process.exit(reports.some((r) => r.failures.length + r.notUnderstood.length > 0) ? 1 : 0);

function options() {
  const args = process.argv.slice(2);
  try {
    return parseArgs({
      args,
      options: {
        dir: { type: "string" },
        suite: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
  } catch {
    console.error(`conformance: expected --dir DIR, --suite NAME or --json, got ${args.join(" ")}`);
    process.exit(2);
  }
}
