/**
 * Weaves phases of an output together, adds the bias and applies the activation: output z, y, x is
 * element (z, y, x) div stride of phase (z, y, x) mod stride.
 *
 *   stride 2     a b c d                 a A b B   c C d D
 *                A B C D      becomes
 *
 *   for each task (batch, channel, row of phases), for each phase (fz, fy)
 *     for x by blocks of 4 · stride: one vector of every phase is loaded, shuffled, stored
 *
 * Channels last, four channels of four positions are transposed at a time instead.
 */
import {
  add,
  compare,
  float,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  shuffle,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Lanes } from "../ir/tree.ts";
import { activate } from "./epilogue.ts";
import type { Destination, Triple } from "./geometry.ts";

/** Where a phase lies: [batch, groups, outputs, counts…], the last two without gaps. */
export interface PhasePlace {
  readonly buffer: Buffer;
  readonly offset: number;
  /** Elements from one image, and from one group, to the next. */
  readonly batch: number;
  readonly group: number;
}

export interface WeaveConfig {
  readonly threads: number;
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly outputs: number;
  readonly extents: Triple;
  readonly stride: Triple;
  /** Positions of a phase: extents / stride, rounded up. */
  readonly counts: Triple;
  /** By (fz, fy, fx), the last running fastest, each below stride and extent; null: only the bias. */
  readonly phases: readonly (PhasePlace | null)[];
  readonly destination: Destination;
  /** Whether the destination has its channels last. */
  readonly channelsLast: boolean;
}

/** Above this stride phases are stored element by element. */
const WIDEST_BLOCK = 4;

/** Tasks are rows of phases, of one channel or (channels last) of all. */
export const weaveTasks = ({
  batch,
  groups,
  outputs,
  counts: [d, h],
  channelsLast,
}: WeaveConfig): number => batch * (channelsLast ? 1 : groups * outputs) * d * h;

export function weave(config: WeaveConfig): Kernel {
  const { threads, batch, groups, outputs, extents, stride, counts, destination } = config;
  const [depths, heights, widths] = stride.map((s, axis) => Math.min(s, extents[axis]));
  const tasks = weaveTasks(config);
  return kernel("weave", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const phase of config.phases) if (phase) k.use(phase.buffer);
    k.use(destination.buffer);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const y = k.let("y", remainder(task, counts[1]));
      const z = k.let("z", remainder(quotient(task, counts[1]), counts[0]));
      const image = quotient(task, counts[0] * counts[1]);
      const from = k.let("from", times(plus(times(z, counts[1]), y), counts[2]));
      const eachRow = (row: (row: Row) => void) => {
        for (let fz = 0; fz < depths; fz++) {
          for (let fy = 0; fy < heights; fy++) {
            const at = (fz * heights + fy) * widths;
            const phases = config.phases.slice(at, at + widths);
            where(
              k,
              plus(times(z, stride[0]), fz),
              (counts[0] - 1) * stride[0] + fz,
              extents[0],
              (oz) =>
                where(
                  k,
                  plus(times(y, stride[1]), fy),
                  (counts[1] - 1) * stride[1] + fy,
                  extents[1],
                  (oy) => row({ phases, from, to: plus(times(oz, extents[1]), oy) }),
                ),
            );
          }
        }
      };
      if (config.channelsLast) {
        const n = k.let("n", remainder(image, batch));
        k.loop("g", groups, (g) => eachRow((row) => transposeRow(k, config, row, n, g)));
        return;
      }
      const c = k.let("c", remainder(image, groups * outputs));
      const n = k.let("n", remainder(quotient(image, groups * outputs), batch));
      const bias = destination.bias && k.let("bias", loadSplat(destination.bias, c));
      eachRow((row) => weaveRow(k, config, row, n, c, bias));
    });
  });
}

/** One row of the output. */
interface Row {
  /** The phases it consists of. */
  readonly phases: readonly (PhasePlace | null)[];
  /** Offset of the row of every phase in its image. */
  readonly from: Expr;
  /** Number of the row in an image of the output. */
  readonly to: Expr;
}

/** Runs `body` where `index`, at most `most`, is below `extent`. */
function where(
  k: KernelBuilder,
  index: Expr,
  most: number,
  extent: number,
  body: (index: Expr) => void,
): void {
  const at = k.let("at", index);
  if (most < extent) body(at);
  else k.if(compare("lt", at, extent), () => body(at));
}

/** Where the row of a phase begins, for channel m of group g. */
function phaseRow(
  { counts }: WeaveConfig,
  { offset, batch, group }: PhasePlace,
  { from }: Row,
  [n, g, m]: readonly [Int, Int, Int],
): Expr {
  const image = counts[0] * counts[1] * counts[2];
  return [times(n, batch), times(g, group), times(m, image), from].reduce(
    (a, b) => plus(a, b),
    int(offset),
  );
}

/** Channel first: phases are neighbours along the row. */
function weaveRow(
  k: KernelBuilder,
  config: WeaveConfig,
  row: Row,
  n: Expr,
  c: Expr,
  bias: Expr | null,
): void {
  const { groups, outputs, extents, stride, destination } = config;
  const [depth, height, width] = extents;
  const to = k.let(
    "to",
    plus(times(plus(times(n, groups * outputs), c), depth * height * width), times(row.to, width)),
  );
  const channel = [n, quotient(c, outputs), remainder(c, outputs)] as const;
  const rows = row.phases.map(
    (phase) => phase && k.let("row", phaseRow(config, phase, row, channel)),
  );
  const value = (f: number, q: Int, splatted: boolean): Expr => {
    const phase = row.phases[f];
    if (!phase) return splat(float(0));
    const at = plus(rows[f]!, q);
    return splatted ? loadSplat(phase.buffer, at) : load4(phase.buffer, at);
  };
  const finished = (sum: Expr) =>
    k.let("v", activate(destination.activation, bias ? add(sum, bias) : sum));

  if (stride[2] > WIDEST_BLOCK) {
    row.phases.forEach((_, f) => {
      k.loop("q", Math.ceil((width - f) / stride[2]), (q) => {
        const x = plus(to, plus(times(q, stride[2]), f));
        k.store4(destination.buffer, [x], finished(value(f, q, true)), 1);
      });
    });
    return;
  }
  const block = (q: Int, columns: number) => {
    const vectors = row.phases.map((_, f) => k.let("p", value(f, q, false)));
    for (let x = 0; x < columns; x += 4) {
      const lanes = vector(4, (lane) => {
        const f = (x + lane) % stride[2];
        // A row shorter than the stride has no more phases; those lanes are not stored.
        return { from: vectors[f] ?? vectors[0], lane: Math.floor((x + lane) / stride[2]) };
      });
      const at = plus(to, plus(times(q, stride[2]), x));
      k.store4(destination.buffer, [at], finished(gathered(lanes)), columns - x);
    }
  };
  const whole = Math.floor(width / (4 * stride[2]));
  k.loop("q", { to: 4 * whole, step: 4 }, (q) => block(q, 4 * stride[2]));
  if (width > whole * 4 * stride[2]) block(4 * whole, width - whole * 4 * stride[2]);
}

/** Channels last: four channels of four positions change places. */
function transposeRow(k: KernelBuilder, config: WeaveConfig, row: Row, n: Expr, g: Expr): void {
  const { groups, outputs, extents, stride, destination } = config;
  const [depth, height, width] = extents;
  const channels = groups * outputs;
  const to = k.let(
    "to",
    [
      times(n, depth * height * width * channels),
      times(row.to, width * channels),
      times(g, outputs),
    ].reduce((a, b) => plus(a, b)),
  );
  row.phases.forEach((phase, f) => {
    const positions = Math.ceil((width - f) / stride[2]);
    const begin = phase && k.let("row", phaseRow(config, phase, row, [n, g, 0]));
    const pitch = config.counts[0] * config.counts[1] * config.counts[2];

    const square = (m: Int, q: Int, channelsHere: number, positionsHere: number) => {
      const columns = vector(channelsHere, (i) =>
        phase && begin
          ? k.let("p", load4(phase.buffer, plus(plus(begin, times(plus(m, i), pitch)), q)))
          : k.let("p", splat(float(0))),
      );
      const bias =
        destination.bias && k.let("bias", load4(destination.bias, plus(times(g, outputs), m)));
      for (let i = 0; i < positionsHere; i++) {
        const lanes = vector(4, (lane) => ({ from: columns[lane] ?? columns[0], lane: i }));
        const sum = gathered(lanes);
        const done = activate(destination.activation, bias ? add(sum, bias) : sum);
        const x = plus(times(plus(q, i), stride[2]), f);
        const at = plus(to, plus(times(x, channels), m));
        k.store4(destination.buffer, [at], k.let("v", done), channelsHere);
      }
    };
    const along = (m: Int, channelsHere: number) => {
      const whole = positions - (positions % 4);
      k.loop("q", { to: whole, step: 4 }, (q) => square(m, q, channelsHere, 4));
      if (positions > whole) square(m, whole, channelsHere, positions - whole);
    };
    const whole = outputs - (outputs % 4);
    k.loop("m", { to: whole, step: 4 }, (m) => along(m, 4));
    if (outputs > whole) along(whole, outputs - whole);
  });
}

/** Any four lanes of any vectors, by as few shuffles as two at a time allow. */
function gathered(lanes: readonly { readonly from: Expr; readonly lane: number }[]): Expr {
  const [a, ...more] = [...new Set(lanes.map(({ from }) => from))];
  if (more.length === 0 && lanes.every(({ lane }, i) => lane === i)) return a;
  if (more.length <= 1) {
    const picks = lanes.map(({ from, lane }) => (from === a ? lane : 4 + lane));
    return shuffle(a, more[0] ?? a, picks as unknown as Lanes);
  }
  const pair = (x: (typeof lanes)[number], y: (typeof lanes)[number]) =>
    shuffle(x.from, y.from, [x.lane, 4 + y.lane, x.lane, 4 + y.lane]);
  return shuffle(pair(lanes[0], lanes[1]), pair(lanes[2], lanes[3]), [0, 1, 4, 5]);
}
