import { defineConfig } from "vitest/config";
import { sharedFolder } from "./test/shared.ts";

/** Tests run on the sources: the condition leads `convoke` and `#host` to TypeScript files. */
const conditions = ["convoke-source", "node", "import", "module", "default"];

/** What calculates: two files at a time, even on a machine of two cores. */
const CALCULATION = ["convoke", "studies", "cli"].map((part) => `${part}/test/**/*.test.ts`);
/** Among them what looks at threads, time and memory, and has the machine to itself. */
const ALONE = [
  ...["allocation", "contest", "executable", "huge", "same-bits", "threads", "wisdom"].map(
    (name) => `convoke/test/engine/${name}.test.ts`,
  ),
  ...["allocation", "memory", "session"].map((name) => `convoke/test/grad/${name}.test.ts`),
  "convoke/test/{learn,nets,pooling}/**/*.test.ts",
  "convoke/test/snippets/scripts.test.ts",
  "studies/test/live.test.ts",
  "cli/test/{hostile,learn-kernel,train}.test.ts",
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "calculation",
          include: CALCULATION,
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: [...ALONE, "bench/test/**/*.test.ts", "test/**/*.test.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    pool: "forks",
    // Commands that the tests start see what the tests see, whether the variable is set or not.
    env: { CONVOKE_SHARED: sharedFolder() ?? "" },
    // For what hangs, not for what is slow: on a busy machine tests of 20 s have taken 70.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
