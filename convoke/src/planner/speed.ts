/**
 * How fast this machine is, measured: a few kernels that do nothing but multiply and add, or copy,
 * each the quickest of several short windows. Sixty milliseconds in all, most of them spent on giving
 * V8 the time to optimise; so it is asked for, and no first result waits for it.
 */
import { host } from "#host";
import { bestTile, tileCycles } from "../algorithms/rate.ts";
import {
  float,
  floatBuffer,
  grid,
  kernel,
  load4,
  loadSplat,
  plus,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Kernel } from "../ir/tree.ts";
import { multiplyInto } from "../kernels/tile.ts";
import type { Machine, Speed } from "../plan/machine.ts";
import { link } from "../runtime/link.ts";
import { encode } from "../wasm/encode.ts";
import { detectMachine, setMachine } from "./detect.ts";

const DEPTH = 256;
const WARM_UP = 25;
const WINDOWS = 8;
const NEAR = 2 ** 13;
export const FAR = 2 ** 23;

let answer: Machine | null = null;

/**
 * `detectMachine()` with its speed measured instead of usual; plans made from now on use it. The
 * first call measures, later ones remember. The result is plain data: it can be stored, and given to
 * `plan` in another process.
 */
export function measureMachine(): Machine {
  const machine = detectMachine();
  if (answer?.wide === machine.wide) return answer;
  answer = { ...machine, speed: speedOf(machine) };
  setMachine(answer);
  return answer;
}

function speedOf(machine: Machine): Speed {
  return {
    clock: clockOf(machine),
    copy: {
      near: copyRate(machine, NEAR, USUAL_EFFORT),
      far: copyRate(machine, FAR, { ...USUAL_EFFORT, warmUp: 0 }),
    },
    call: machine.speed.call,
  };
}

/** Cycles of the model a nanosecond, of the tile that the planner takes. */
function clockOf(machine: Machine): number {
  const { mr, nv } = bestTile(Infinity, machine);
  return tileCycles(mr, nv, machine) * tileRate(machine, { mr, nv }, USUAL_EFFORT);
}

/** How long to measure: milliseconds of warming up, then windows, of which the quickest counts. */
export interface Effort {
  readonly warmUp: number;
  readonly windows: number;
}

const USUAL_EFFORT: Effort = { warmUp: WARM_UP, windows: WINDOWS };

/** Steps a nanosecond of c[y][x] += A[p, y] · B[p, x], y < mr, x < 4·nv, over panels in the first-level cache. */
export function tileRate(
  machine: Machine,
  { mr, nv }: { readonly mr: number; readonly nv: number },
  effort: Effort,
): number {
  const a = floatBuffer("a", [DEPTH, mr]);
  const b = floatBuffer("b", [DEPTH, 4 * nv]);
  const c = floatBuffer("c", [mr, 4 * nv]);
  const product = kernel("product", (k) => {
    const repeats = repeatsOf(k);
    const zero = k.let("zero", splat(float(0)));
    const tile = grid(mr, nv, () => k.let("c", zero));
    k.loop("r", repeats, () =>
      k.loop("p", DEPTH, (p) =>
        multiplyInto(
          k,
          tile,
          (y) => loadSplat(a, plus(times(p, mr), y)),
          (x) => load4(b, plus(times(p, 4 * nv), 4 * x)),
        ),
      ),
    );
    tile.forEach((row, y) => {
      row.forEach((acc, x) => k.store4(c, [y, 4 * x], acc));
    });
  });
  const repeats = 64;
  return (repeats * DEPTH) / quickest(product, [a, b, c], machine, repeats, effort);
}

/** Bytes a nanosecond of to[i] = from[i], over so many bytes at each end, every byte counted once. */
export function copyRate(machine: Machine, bytes: number, effort: Effort): number {
  const from = floatBuffer("from", [bytes / 4]);
  const to = floatBuffer("to", [bytes / 4]);
  const copy = kernel("copy", (k) => {
    const repeats = repeatsOf(k);
    k.loop("r", repeats, () =>
      k.loop("i", { to: bytes / 4, step: 16 }, (i) => {
        for (let x = 0; x < 16; x += 4) k.store4(to, [plus(i, x)], load4(from, plus(i, x)));
      }),
    );
  });
  const repeats = Math.max(1, 2 ** 18 / bytes);
  return (repeats * bytes) / quickest(copy, [from, to], machine, repeats, effort);
}

const MOST_REPEATS = 64;
const repeatsOf = (k: Parameters<Parameters<typeof kernel>[1]>[0]) =>
  k.param("repeats", { min: 0, max: MOST_REPEATS });

/** Nanoseconds of the quickest window. */
function quickest(
  one: Kernel,
  buffers: readonly Buffer[],
  { fma, simd }: Machine,
  repeats: number,
  { warmUp, windows }: Effort,
): number {
  const allocations = buffers.map(
    (buffer) => ({ buffer, role: "scratch", contents: null }) as const,
  );
  const program = { allocations, steps: [{ kernel: one, tasks: 1 }] };
  const { module, layout, stages } = link(program, { fma, simd, threads: 1 });
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const compiled = new WebAssembly.Module(encode(module));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const run = exports[stages[0].name] as (repeats: number) => void;
  const end = host.now() + warmUp;
  do run(repeats);
  while (host.now() < end);
  let best = Infinity;
  for (let window = 0; window < windows; window++) {
    const start = host.now();
    run(repeats);
    best = Math.min(best, host.now() - start);
  }
  return best * 1e6;
}
