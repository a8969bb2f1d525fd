/** Code for the values of a known kernel: `kernels/constant.ts`. */
import { blockLayout } from "../kernels/blocks.ts";
import { constant as kernelOf } from "../kernels/constant.ts";
import { type Strip, share, sharedWork, type Tap } from "../kernels/sharing.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule } from "../plan/plan.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { blockOf } from "./block-size.ts";
import { SUMS } from "./precision.ts";
import {
  type Block,
  blocksOf,
  refusesStencil,
  type Stencil,
  stencilOf,
  variantTable,
  weightTable,
} from "./stencil.ts";

/** Operations of one tile, all variants and outputs: what the code of the kernel grows with. */
const MOST_OPERATIONS = 4000;

export const constant: Algorithm = {
  name: "constant",
  decides: ["mr", "nv"],
  refuses: (setting) => {
    const reason = refusesStencil(setting);
    if (reason) return reason;
    const stencil = stencilOf(setting);
    const { sums, products } = work(stencil, tileOf(stencil, setting.machine).mr);
    return sums + products > MOST_OPERATIONS
      ? `code for its values would have ${sums + products} operations a tile, more than ${MOST_OPERATIONS}`
      : null;
  },
  schedules: (setting) => {
    const stencil = stencilOf(setting);
    return [{ ...tileOf(stencil, setting.machine), ...blockOf(stencil, setting.threads) }];
  },
  precision: () => SUMS,
  cycles: (setting, schedule) => constantCycles(stencilOf(setting), schedule, setting.machine),
  lower: (setting, schedule) => {
    const stencil = stencilOf(setting);
    const { blocks, allocations } = blocksOf(setting, stencil, schedule as Block & Schedule);
    const constants = weightTable(stencil.variants.flat(2));
    const variants = variantTable(stencil);
    const kernel = kernelOf({
      mr: schedule.mr,
      nv: schedule.nv,
      blocks,
      variants: stripsOf(stencil, blockLayout(blocks)),
      variantOf: variants.buffer,
      weights: constants.allocation.buffer,
      indexOf: constants.indexOf,
    });
    return {
      allocations: [...allocations, constants.allocation, variants],
      steps: [{ kernel, tasks: blockLayout(blocks).tasks }],
      packWeight: () => new Float32Array(0),
    };
  },
};

/** The strips of every kernel, in windows of the given strides. */
function stripsOf(
  { kernel: [kd, kh, kw], dilation, variants }: Stencil,
  { plane, channel }: { readonly plane: number; readonly channel: number },
): Strip[][][] {
  return variants.map((kernels) =>
    kernels.map((values) =>
      share(
        values.map((weight, i): Tap => {
          const [x, y] = [i % kw, Math.floor(i / kw) % kh];
          const z = Math.floor(i / (kw * kh)) % kd;
          const c = Math.floor(i / (kw * kh * kd));
          return {
            at: c * channel + z * dilation[0] * plane + x * dilation[2],
            row: y * dilation[1],
            weight,
          };
        }),
      ),
    ),
  );
}

/** Operations of one tile of every variant and output together. */
function work(stencil: Stencil, mr: number) {
  // Any strides that keep channels, planes and columns apart will do.
  const plane = stencil.out[2] + stencil.kernel[2] * stencil.dilation[2];
  const channel = plane * stencil.kernel[0] * stencil.dilation[0];
  const total = { sums: 0, products: 0, loads: 0 };
  for (const strips of stripsOf(stencil, { plane, channel }).flat()) {
    const one = sharedWork(strips, mr);
    total.sums += one.sums;
    total.products += one.products;
    total.loads += one.loads;
  }
  return total;
}

/** Four rows share what they load; few rows get more columns, to keep as many sums going. */
function tileOf({ out, kernel }: Stencil, machine: Machine): { mr: number; nv: number } {
  const mr = Math.min(out[1], 4);
  const pair = machine.wide ? 2 : 1;
  const pairs = Math.max(1, Math.floor(4 / mr));
  const needed = Math.ceil(out[2] / 4);
  const nv = Math.min(pair * pairs, needed);
  return { mr, nv: kernel[2] > 0 && nv > 1 ? nv - (nv % 2) : nv };
}

function constantCycles(stencil: Stencil, schedule: Schedule, machine: Machine): number {
  const { sums, products, loads } = work(stencil, schedule.mr);
  const { batch, groups, out, kernel, dilation, inputs, variants } = stencil;
  const width = machine.wide ? 8 : 4;
  const kernels = variants.length;
  const tiles = (batch * groups * sizeOf(out)) / (width * schedule.mr);
  // Sums and products have units of their own; a product without fma is two operations.
  const perTile = Math.max(
    loads / 2,
    machine.fma ? sums / 2 : (sums + 2 * products) / 2,
    products / (machine.fma ? 2 : 1),
    (sums + products) / 4 + 2,
  );
  const block = [schedule.planes, schedule.rows, schedule.columns];
  const halo = block.reduce(
    (all, extent, axis) => all * (1 + ((kernel[axis] - 1) * dilation[axis]) / extent),
    1,
  );
  const copied = (4 * batch * groups * inputs * sizeOf(out) * halo) / 16;
  return (tiles * perTile) / kernels + copied;
}
