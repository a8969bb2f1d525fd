/**
 * A known kernel that is a product of vectors, or a sum of few such products, in passes along the
 * axes: k + k products for each output instead of k·k (`kernels/separable.ts`).
 */
import { floatBuffer } from "../ir/build.ts";
import { blockLayout } from "../kernels/blocks.ts";
import { separable as kernelOf, levels, type Pass, type Span } from "../kernels/separable.ts";
import { type Strip, share, sharedWork } from "../kernels/sharing.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule } from "../plan/plan.ts";
import { U } from "../semantics/rounding.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { blockOf } from "./block-size.ts";
import { expand, rankOne, sumOfProducts, type Terms } from "./factor.ts";
import type { Precision } from "./precision.ts";
import {
  type Block,
  blocksOf,
  refusesStencil,
  type Stencil,
  stencilOf,
  type Values,
  variantTable,
  weightTable,
} from "./stencil.ts";

/** Operations of the tiles of all passes: what the code of the kernel grows with. */
const MOST_OPERATIONS = 6000;

/** The axes along which a kernel extends, and the terms of every kernel over them. */
interface Factors {
  readonly axes: readonly (0 | 1 | 2)[];
  /** [variant][output]; all have as many terms. */
  readonly terms: readonly (readonly Terms[])[];
}

export const separable: Algorithm = {
  name: "separable",
  decides: ["mr", "nv"],
  refuses: (setting) => {
    const reason = refusesStencil(setting);
    if (reason) return reason;
    const stencil = stencilOf(setting);
    if (stencil.inputs > 1) return `every output adds up ${stencil.inputs} channels`;
    const factors = factorsOf(stencil);
    if (typeof factors === "string") return factors;
    const count = operations(stencil, factors, setting.machine);
    return count > MOST_OPERATIONS
      ? `code for its values would have ${count} operations a tile, more than ${MOST_OPERATIONS}`
      : null;
  },
  schedules: (setting) => {
    const stencil = stencilOf(setting);
    const nv = Math.min(setting.machine.wide ? 2 : 1, Math.ceil(stencil.out[2] / 4));
    return [{ mr: 4, nv, ...blockOf(stencil, setting.threads) }];
  },
  precision: (setting) => precisionOf(stencilOf(setting)),
  cycles: (setting, schedule) => {
    const stencil = stencilOf(setting);
    return separableCycles(stencil, factors(stencil), schedule, setting.machine);
  },
  lower: (setting, schedule) => {
    const stencil = stencilOf(setting);
    const all = factors(stencil);
    const { terms } = all;
    const { blocks, allocations } = blocksOf(setting, stencil, schedule as Block & Schedule);
    const constants = weightTable([...terms.flat(4), 1]);
    const variants = variantTable(stencil);
    const room = levels(blocks, spansOf(stencil, stagesOf(all)), terms[0][0].length);
    const between = floatBuffer("between", [setting.threads * room.size], 8);
    const kernel = kernelOf({
      mr: schedule.mr,
      nv: schedule.nv,
      blocks,
      variants: terms.map((outputs) =>
        outputs.map((list) => passesOf(stencil, stagesOf(all), list, room)),
      ),
      variantOf: variants.buffer,
      weights: constants.allocation.buffer,
      indexOf: constants.indexOf,
      between,
    });
    return {
      allocations: [
        ...allocations,
        constants.allocation,
        variants,
        { buffer: between, role: "scratch", contents: null },
      ],
      steps: [{ kernel, tasks: blockLayout(blocks).tasks }],
      packWeight: () => new Float32Array(0),
    };
  },
};

const found = new WeakMap<Stencil, Factors | string>();

/** The factors of a stencil, or why there are none, in words. */
function factorsOf(stencil: Stencil): Factors | string {
  const known = found.get(stencil) ?? factorize(stencil);
  found.set(stencil, known);
  return known;
}

/** Where it does not refuse. */
const factors = (stencil: Stencil): Factors => factorsOf(stencil) as Factors;

function factorize({ kernel, variants }: Stencil): Factors | string {
  const axes = ([0, 1, 2] as const).filter((axis) => kernel[axis] > 1);
  if (axes.length < 2) return "the kernel extends along one axis only";
  const extents = axes.map((axis) => kernel[axis]);
  const [rows, columns] = extents;
  // More terms than these have more products than the kernel.
  const most = axes.length > 2 ? 1 : Math.ceil((rows * columns) / (rows + columns)) - 1;
  const terms = variants.map((outputs) =>
    outputs.map((values): Terms | null => {
      const one = rankOne(values, extents);
      if (one) return [one];
      return most > 1 ? sumOfProducts(values, rows, columns, most) : null;
    }),
  );
  if (terms.flat().includes(null))
    return `it is no product of vectors${most > 1 ? `, nor a sum of ${most}` : ""}`;
  const counts = (terms as Terms[][]).flat().map((list) => list.length);
  const count = Math.max(...counts);
  const nothing = extents.map((n) => new Array<number>(n).fill(0));
  return {
    axes,
    terms: (terms as Terms[][]).map((outputs) =>
      outputs.map((list) => [...list, ...Array(count - list.length).fill(nothing)]),
    ),
  };
}

/** One pass: along which of the axes, over how many taps, how far apart. */
interface Stage {
  readonly axis: 0 | 1 | 2;
  /** Number of the axis among those of the kernel. */
  readonly index: number;
  readonly length: number;
  readonly step: number;
  /** Whether the weights are still to come: a sum of neighbours as they are. */
  readonly plain: boolean;
}

/**
 * A pass an axis. A row of equal weights is summed in several: 15 neighbours are 5 sums of 3, each
 * 3 apart, which takes 2 + 4 additions instead of 14, and no running sum that rounding could carry
 * away.
 */
function stagesOf({ axes, terms }: Factors): Stage[] {
  return axes.flatMap((axis, index) => {
    const vectors = terms.flat(2).map((term) => term[index]);
    const { length } = vectors[0];
    const equal = terms[0][0].length === 1 && vectors.every((v) => v.every((x) => x === v[0]));
    const lengths = equal ? divisorsOf(length) : [length];
    let step = 1;
    return lengths.map((part, i): Stage => {
      const stage = { axis, index, length: part, step, plain: i < lengths.length - 1 };
      step *= part;
      return stage;
    });
  });
}

/** Prime factors, small ones together: a pass that adds two costs as much to store. */
function divisorsOf(n: number): number[] {
  const parts: number[] = [];
  for (let rest = n, p = 2; rest > 1; ) {
    if (rest % p > 0) p++;
    else {
      const last = parts.length - 1;
      if (last >= 0 && parts[last] * p <= 5) parts[last] *= p;
      else parts.push(p);
      rest /= p;
    }
  }
  return parts;
}

const spansOf = ({ dilation }: Stencil, stages: readonly Stage[]): Span[] =>
  stages.map(({ axis, length, step }) => ({ axis, reach: (length - 1) * step * dilation[axis] }));

/** Strips of every pass; the terms of the last one lie one after another. */
function passesOf(
  stencil: Stencil,
  stages: readonly Stage[],
  terms: Terms,
  room: ReturnType<typeof levels>,
): Pass[] {
  const last = stages.length - 1;
  const spans = spansOf(stencil, stages);
  return stages.map(({ axis, index, length, step, plain }, i): Pass => {
    const apart = step * stencil.dilation[axis];
    const taps = (vectors: Terms[number], base: number) =>
      Array.from({ length }, (_, t) => {
        const weight = plain ? 1 : vectors[index][t];
        return axis === 2
          ? { at: base + t * apart, row: 0, weight }
          : { at: base, row: t * apart, weight };
      });
    if (i < last) return { ...spans[i], strips: terms.map((vectors) => share(taps(vectors, 0))) };
    const size = room.levels[last - 1]?.size ?? 0;
    return { ...spans[i], strips: [share(terms.flatMap((v, t) => taps(v, t * size)))] };
  });
}

/** Passes of all variants and outputs, as if every level had room for anything. */
function allStrips(stencil: Stencil, all: Factors): (readonly Strip[])[] {
  const size = 2 ** 20;
  const stages = stagesOf(all);
  const level = { extents: [1, 1, 1], pitch: 1, plane: 1, size, at: 0 } as const;
  const room = { levels: stages.map(() => level), size };
  return all.terms
    .flat()
    .flatMap((list) => passesOf(stencil, stages, list, room).flatMap(({ strips }) => strips));
}

function operations(stencil: Stencil, all: Factors, machine: Machine): number {
  const per = machine.wide ? 2 : 1;
  return allStrips(stencil, all)
    .map((strips) => sharedWork(strips, 4))
    .reduce((sum, { sums, products }) => sum + (per * (sums + products)) / 2, 0);
}

function separableCycles(
  stencil: Stencil,
  all: Factors,
  { mr, planes, rows, columns }: Schedule,
  machine: Machine,
): number {
  const { batch, groups, out, kernel, dilation, variants } = stencil;
  const block = [planes, rows, columns];
  const halo = block.map((extent, axis) => 1 + ((kernel[axis] - 1) * dilation[axis]) / extent);
  const width = machine.wide ? 8 : 4;
  const tiles = (batch * groups * sizeOf(out)) / (width * mr) / variants.length;
  const cycles = allStrips(stencil, all).map((strips) => {
    const { sums, products, loads } = sharedWork(strips, mr);
    // Rows of one tile go on as far as the next is independent: long chains wait for their sums.
    const chains = Math.max(products, sums) * (mr >= 4 ? 1 : 2);
    return Math.max(
      loads / 2,
      machine.fma ? Math.max(chains / 2, (sums + products) / 2) : (sums + 2 * products) / 2,
    );
  });
  const copied = (4 * batch * groups * sizeOf(out) * halo.reduce((a, b) => a * b, 1)) / 16;
  return tiles * cycles.reduce((a, b) => a + b, 0) * halo[2] + copied;
}

/** What rounding takes from the results. */
interface Losses {
  /** Whether every value is one product, exactly. */
  readonly none: boolean;
  /** How many products make a value, and how many roundings each passes through. */
  readonly terms: number;
  readonly roundings: number;
  /** [variant][output]: b of every tap. */
  readonly sizes: readonly (readonly Values[])[];
}

/**
 * The error of a product of rounded vectors has two parts: what they differ from the kernel, and
 * the roundings of as many sums as there are passes. Both are a multiple of Σ|x|·b, where b is
 * Σ_term Π|vector| plus the difference over m·u: with b for |w|, the bound for m roundings holds.
 */
export function lossesOf(stencil: Stencil): Losses {
  const { axes, terms } = factors(stencil);
  const count = terms[0][0].length;
  const lengths = axes.map((axis) => stencil.kernel[axis]);
  const roundings =
    lengths.slice(0, -1).reduce((a, b) => a + b, 0) + count * lengths[lengths.length - 1] + 2;
  let none = count === 1;
  const sizes = stencil.variants.map((outputs, v) =>
    outputs.map((values, m) => {
      const products = terms[v][m].map(expand);
      return values.map((value, i) => {
        const sum = products.reduce((s, p) => s + p[i], 0);
        const all = products.reduce((s, p) => s + Math.abs(p[i]), 0);
        if (sum !== value) none = false;
        return all + Math.abs(sum - value) / (roundings * U);
      });
    }),
  );
  return { none, terms: count, roundings, sizes };
}

function precisionOf(stencil: Stencil): Precision {
  const { none, roundings, sizes } = lossesOf(stencil);
  const limit = sizeOf(stencil.kernel) + 2;
  const total = (list: Values) => list.reduce((s, x) => s + Math.abs(x), 0);
  let [exact, worst] = [true, 0];
  stencil.variants.flat().forEach((values, n) => {
    const size = sizes.flat()[n];
    if (size.some((s, i) => s * roundings > limit * Math.abs(values[i]))) exact = false;
    worst = Math.max(worst, total(size) / Math.max(total(values), Number.MIN_VALUE));
  });
  return {
    accuracy: exact ? "exact" : worst <= 16 ? "faithful" : "fast",
    wholeNumbers: none && factors(stencil).terms.flat(4).every(Number.isInteger),
  };
}
