/** Poolings over the whole option space, small enough for the reference. */
import fc from "fast-check";
import { ShapeError } from "../../src/errors.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
} from "../../src/semantics/pool-problem.ts";
import { type PoolSpec, resolvePool } from "../../src/semantics/pool-spec.ts";
import { DATA_LAYOUTS } from "../../src/semantics/spec.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";

const axis = fc.record({
  input: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(4, 8, 13, 16, 21, 34)),
  kernel: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(2, 3, 7)),
  stride: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 5 })),
  dilation: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3 })),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
  output: fc.integer({ min: 1, max: 9 }),
});

const own = {
  max: fc.constant({}),
  average: fc.oneof(
    fc.boolean().map((countIncludePad) => ({ countIncludePad })),
    fc.constantFrom(1, 3, 8).map((divisorOverride) => ({ divisorOverride })),
  ),
  lp: fc.constantFrom(1, 2, 2, 3, 1.5, 4).map((normType) => ({ normType })),
} as const;

const anyPoolSpec = (op: PoolSpec["op"]): fc.Arbitrary<PoolSpec> =>
  fc
    .record({
      batch: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.constant(0)),
      channels: fc.constantFrom(1, 2, 3, 4, 5, 9, 18),
      axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
      adaptive: op === "lp" ? fc.constant(false) : fc.boolean(),
      ceilMode: fc.boolean(),
      own: own[op],
      dataLayout: fc.constantFrom(...DATA_LAYOUTS),
    })
    .map((r): PoolSpec => {
      const most = [34, 21, 6][r.axes.length - 1];
      const spatial = r.axes.map((a) => Math.min(a.input, most));
      const each = (key: keyof (typeof r.axes)[number]) => r.axes.map((a) => a[key]);
      const { dataLayout } = r;
      return {
        op,
        input:
          dataLayout === "nchw"
            ? [r.batch, r.channels, ...spatial]
            : [r.batch, ...spatial, r.channels],
        dataLayout,
        ...(r.adaptive
          ? { outputSize: each("output") }
          : {
              kernelSize: each("kernel"),
              stride: each("stride"),
              dilation: each("dilation"),
              padding: r.axes.map((a) => [a.before, a.after] as const),
              ceilMode: r.ceilMode,
              ...r.own,
            }),
      };
    });

/** More inputs than this, over all windows, take an interpreter too long. */
const MOST = 60_000;

const work = (p: PoolProblem): number =>
  p.axes.reduce((n, a) => n * (a.kind === "sliding" ? a.kernel : 2), sizeOf(poolOutputShape(p)));

export const anyPooling = (op: PoolSpec["op"]): fc.Arbitrary<PoolProblem> =>
  anyPoolSpec(op)
    .map((spec) => {
      try {
        return resolvePool(spec);
      } catch (error) {
        if (error instanceof ShapeError) return null;
        throw error;
      }
    })
    .filter((p): p is PoolProblem => p !== null && work(p) + sizeOf(poolInputShape(p)) <= MOST);
