import { defineConfig } from "vitest/config";
import { sharedFolder } from "./test/shared.ts";

/** Tests run on the sources: the condition leads `convoke` and `#host` to TypeScript files. */
const conditions = ["convoke-source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      "convoke/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "studies/test/**/*.test.ts",
      "cli/test/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    pool: "forks",
    // Commands that the tests start see what the tests see, whether the variable is set or not.
    env: { CONVOKE_SHARED: sharedFolder() ?? "" },
    // For what hangs, not for what is slow: on a busy machine tests of 20 s have taken 70.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
