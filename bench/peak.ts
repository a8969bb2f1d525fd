/**
 * What one core can do: the best register tile, over panels that never leave the first-level cache,
 * nothing else. Shares in the report are shares of this.
 */
import {
  encode,
  float,
  floatBuffer,
  fma,
  grid,
  kernel,
  load4,
  loadSplat,
  lower,
  plus,
  splat,
  times,
  vector,
} from "convoke/ir";

const DEPTH = 256;
const REPEATS = 200;
const WINDOWS = 60;
/** 128-bit tiles, then tiles of pairs for 256-bit vectors. */
const TILES = [
  [3, 4],
  [5, 2],
  [6, 2],
  [4, 4],
  [5, 4],
  [6, 4],
] as const;

/** GFLOP/s of the best tile, each the quickest of many short windows. */
export function peakOf(fused: boolean): number {
  return Math.max(...TILES.map(([mr, nv]) => rate(mr, nv, fused)));
}

/** for r in 0..repeats, p in 0..DEPTH: c[y][x] += A[p, y] · B[p, x] */
function rate(mr: number, nv: number, fused: boolean): number {
  const a = floatBuffer("a", [DEPTH, mr]);
  const b = floatBuffer("b", [DEPTH, 4 * nv]);
  const c = floatBuffer("c", [mr, 4 * nv]);
  const product = kernel("peak", (k) => {
    for (const buffer of [a, b, c]) k.use(buffer);
    const repeats = k.param("repeats", { min: 0, max: REPEATS });
    // One zero for all: the revectorizer pairs accumulators that start from the same splat.
    const zero = k.let("zero", splat(float(0)));
    const tile = grid(mr, nv, () => k.let("c", zero));
    k.loop("r", repeats, () =>
      k.loop("p", { to: DEPTH, step: 4 }, (p) => {
        for (let u = 0; u < 4; u++) {
          const row = vector(nv, (x) =>
            k.let("b", load4(b, plus(times(plus(p, u), 4 * nv), 4 * x))),
          );
          for (let y = 0; y < mr; y++) {
            const s = k.let("a", loadSplat(a, plus(times(plus(p, u), mr), y)));
            for (let x = 0; x < nv; x++) k.set(tile[y][x], fma(s, row[x], tile[y][x]));
          }
        }
      }),
    );
    for (let y = 0; y < mr; y++) {
      for (let x = 0; x < nv; x++) k.store4(c, [y, 4 * x], tile[y][x]);
    }
  });
  const addresses = new Map([
    [a, 0],
    [b, 32768],
    [c, 57344],
  ]);
  const code = lower(product, { fma: fused, addressOf: (buffer) => addresses.get(buffer)! });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const module = new WebAssembly.Module(
    encode({ memory: { pages: 1, shared: false }, functions: [code] }),
  );
  const run = new WebAssembly.Instance(module, { env: { memory } }).exports.peak as (
    repeats: number,
  ) => void;
  const end = performance.now() + 60;
  while (performance.now() < end) run(REPEATS);
  let best = Infinity;
  for (let w = 0; w < WINDOWS; w++) {
    const start = performance.now();
    run(REPEATS);
    best = Math.min(best, performance.now() - start);
  }
  return (2 * mr * 4 * nv * DEPTH * REPEATS) / best / 1e6;
}
