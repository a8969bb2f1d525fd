/**
 * `npm run soak [-- --calls N] [--seed N]`: a million mixed calls, one-line functions over changing
 * shapes and executables that are compiled, run and disposed of, on one thread and on two. Prints
 * memory over time; exits with 1 when it still grows in the second half.
 */
import { parseArgs } from "node:util";
import {
  compile,
  conv1d,
  conv2d,
  convTranspose2d,
  type FloatArray,
  plan,
  type Tensor,
  tensor,
  weightShape,
} from "convoke";

const { values } = options();
const calls = Number(values.calls);
if (!Number.isSafeInteger(calls) || calls < 100) {
  console.error(`expected a whole number of at least 100 for --calls, got ${values.calls}`);
  process.exit(2);
}

/** Bytes the second half may end above the first: what caches and the collector may still move. */
const SLACK = 24 * 2 ** 20;
const REPORTS = 20;

let state = Number(values.seed) >>> 0;
/** A whole number from `least` to `most`. */
function pick(least: number, most: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return least + Math.floor((state / 2 ** 32) * (most - least + 1));
}

function filled(shape: readonly number[]): Tensor<FloatArray> {
  const t = tensor(shape);
  t.data.fill(1);
  return t;
}

/** Every element of the middle is the number of products: all values are 1. */
function expect(result: Tensor, at: number, products: number): void {
  if (result.data[at] === products) return;
  throw new Error(`expected ${products} at ${at}, got ${result.data[at]} of [${result.shape}]`);
}

const KINDS: readonly (() => Promise<void>)[] = [
  async () => {
    const [channels, width, kernel] = [pick(1, 4), pick(8, 64), pick(1, 5)];
    const y = await conv1d(filled([1, channels, width]), filled([2, channels, kernel]));
    expect(y, 0, channels * kernel);
  },
  async () => {
    const [channels, size, kernel] = [pick(1, 6), pick(6, 24), pick(1, 3)];
    const x = filled([1, channels, size, size]);
    const y = await conv2d(x, filled([3, channels, kernel, kernel]), { activation: "relu" });
    expect(y, 0, channels * kernel * kernel);
  },
  async () => {
    const [channels, size] = [pick(1, 3), pick(4, 12)];
    const x = filled([1, channels, size, size]);
    const y = await convTranspose2d(x, filled([channels, 2, 2, 2]), {
      stride: 2,
      threads: pick(1, 2),
    });
    expect(y, 0, channels);
  },
  async () => {
    const [channels, size, threads] = [pick(1, 8), pick(6, 20), pick(1, 2)];
    const p = plan(`ic${channels}ih${size}oc4kh3`, { threads });
    using layer = await compile(p, { weight: filled(weightShape(p.problem)) });
    layer.input.data.fill(1);
    for (let run = 0; run < 3; run++) await layer.run();
    expect(layer.output, 0, 9 * channels);
  },
];

interface Mark {
  readonly done: number;
  readonly rss: number;
  readonly heap: number;
  readonly outside: number;
}

const marks: Mark[] = [];
console.log("calls        rss   heap   outside (MiB)");
for (let done = 1; done <= calls; done++) {
  await KINDS[pick(0, KINDS.length - 1)]();
  // Disposal is noticed by the event loop, and so is what helpers have to say.
  if (done % 64 === 0) await new Promise(setImmediate);
  if (done % Math.ceil(calls / REPORTS) === 0 || done === calls) await mark(done);
}

async function mark(done: number): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { rss, heapUsed: heap, external, arrayBuffers } = process.memoryUsage();
  const now = { done, rss, heap, outside: external + arrayBuffers };
  marks.push(now);
  const [a, b, c] = [now.rss, now.heap, now.outside].map((x) =>
    (x / 2 ** 20).toFixed(0).padStart(6),
  );
  console.log(`${String(done).padEnd(9)} ${a} ${b} ${c}`);
}

/** Growth from the second quarter to the last, each at its highest. */
const highest = (from: number, to: number, of: keyof Mark) =>
  Math.max(
    ...marks.slice(Math.floor(from * marks.length), Math.ceil(to * marks.length)).map((m) => m[of]),
  );
const grown = (["rss", "heap", "outside"] as const).filter(
  (of) => highest(0.75, 1, of) > highest(0.25, 0.5, of) + SLACK,
);
console.log(grown.length === 0 ? "flat" : `grows: ${grown.join(", ")}`);
process.exit(grown.length === 0 ? 0 : 1);

function options() {
  const args = process.argv.slice(2);
  try {
    return parseArgs({
      args,
      options: {
        calls: { type: "string", default: "1000000" },
        seed: { type: "string", default: "1" },
      },
    });
  } catch {
    console.error(`soak: expected --calls N or --seed N, got ${args.join(" ")}`);
    process.exit(2);
  }
}
