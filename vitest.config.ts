import { defineConfig } from "vitest/config";

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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
