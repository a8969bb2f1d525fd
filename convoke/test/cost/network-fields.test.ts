/** Receptive fields against sets of positions, followed tap by tap through random networks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { networkFromJson } from "../../src/cost/network/index.ts";

interface Stage {
  readonly op: "Conv" | "MaxPool" | "ConvTranspose";
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Whether what went in is added to what a second convolution of 2 · branch + 1 taps makes of it. */
  readonly branch: number;
}

const stage = (ops: readonly Stage["op"][]): fc.Arbitrary<Stage> =>
  fc.record({
    op: fc.constantFrom(...ops),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 1 }),
    branch: fc.integer({ min: 0, max: 2 }),
  });

const LONG = 4096;

/** The network, its fields at the end, and the positions that output o sees: none is left out. */
function both(stages: readonly Stage[]) {
  const nodes: object[] = [];
  const weights: Record<string, number[]> = {};
  let last = "x";
  let sees = (o: number): ReadonlySet<number> => new Set([o]);
  stages.forEach(({ op, kernel, stride, dilation, before, branch }, i) => {
    const inner = sees;
    const common = { inputs: [last], name: `s${i}`, strides: [stride], dilations: [dilation] };
    const pads = op === "MaxPool" ? [0, 0] : [before, 0];
    if (op === "MaxPool") nodes.push({ ...common, op, kernel_shape: [kernel] });
    else {
      weights[`s${i}.weight`] = [1, 1, kernel];
      nodes.push({ ...common, op, pads, inputs: [last, `s${i}.weight`] });
    }
    const taps = Array.from({ length: kernel }, (_, k) => k * dilation);
    sees = (o) =>
      union(
        op === "ConvTranspose"
          ? taps
              .map((tap) => (o + pads[0] - tap) / stride)
              .filter(Number.isInteger)
              .map(inner)
          : taps.map((tap) => inner(o * stride + tap - pads[0])),
      );
    last = `s${i}`;
    if (branch === 0) return;
    const size = 2 * branch + 1;
    weights[`b${i}.weight`] = [1, 1, size];
    nodes.push(
      { op: "Conv", name: `b${i}`, inputs: [last, `b${i}.weight`], pads: [branch, branch] },
      { op: "Add", name: `a${i}`, inputs: [last, `b${i}`] },
    );
    const plain = sees;
    sees = (o) =>
      union([plain(o), ...Array.from({ length: size }, (_, k) => plain(o + k - branch))]);
    last = `a${i}`;
  });
  const network = networkFromJson({ inputs: { x: [1, 1, LONG] }, weights, nodes });
  const field = network.values.get(last)!.fields.find(({ axis }) => axis === 2)!;
  return { field, sees };
}

const union = (sets: readonly ReadonlySet<number>[]): ReadonlySet<number> =>
  new Set(sets.flatMap((set) => [...set]));

test("convolutions, poolings and sums: first and last position of every output", () => {
  fc.assert(
    fc.property(
      fc.array(stage(["Conv", "MaxPool"]), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 20 }),
      (stages, o) => {
        const { field, sees } = both(stages);
        const seen = [...sees(o)];
        expect(Math.min(...seen)).toBe(o * field.jump + field.low);
        expect(Math.max(...seen)).toBe(o * field.jump + field.high);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

test("a transposed convolution: as many as some output sees, and no output sees others", () => {
  fc.assert(
    fc.property(stage(["ConvTranspose"]), (only) => {
      const { field, sees } = both([{ ...only, branch: 0, dilation: 1 }]);
      const outputs = Array.from({ length: 12 }, (_, o) => [...sees(o)].sort((a, b) => a - b));
      const extents = outputs.map((seen) => (seen.at(-1) ?? 0) - (seen[0] ?? 0) + 1);
      expect(Math.floor(field.high - field.low + 1e-9) + 1).toBe(Math.max(...extents));
      outputs.forEach((seen, o) => {
        if (seen.length === 0) return;
        expect(seen[0]).toBeGreaterThanOrEqual(o * field.jump + field.low - 1 + 1e-9);
        expect(seen.at(-1)).toBeLessThanOrEqual(o * field.jump + field.high + 1e-9);
      });
    }),
    { numRuns: 100, seed: 2 },
  );
});
