/** What tests run studies with, in Node and in browsers: generated data, nothing is read. */
import type { Context } from "../src/model/study.ts";

/** A picture with edges of all directions, a tone, and no corpus: nothing is read. */
export const CONTEXT: Context = {
  effort: "quick",
  seed: 1,
  data: {
    image: async () => ({
      source: "generated",
      rows: 24,
      columns: 31,
      values: Float32Array.from({ length: 24 * 31 }, (_, i) => {
        const [y, x] = [Math.floor(i / 31), i % 31];
        return Math.hypot(y - 11, x - 14) < 8 ? 200 : (7 * y + 3 * x) % 90;
      }),
    }),
    sound: async () => ({
      source: "generated",
      rate: 8000,
      samples: Float32Array.from({ length: 8000 }, (_, i) => 0.5 * Math.sin(i * i * 1e-4)),
    }),
    sentences: async () => null,
  },
};
