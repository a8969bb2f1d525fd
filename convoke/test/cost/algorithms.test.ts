/** What algorithms make of a layer: the count of their kernels against a run, and against the definition. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backwardProgram } from "../../src/backward/program.ts";
import {
  algorithmCosts,
  backwardCost,
  gradientWork,
  layerCost,
  measurePeak,
  patchMatrix,
  peakOf,
  ratioValue,
  roofline,
} from "../../src/cost/index.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { unfold } from "../../src/semantics/unfold.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { operations, plan, programOf } from "../../src/whole.ts";
import { executedOperations } from "../support/executed.ts";
import { anyProblem, wholeData } from "../support/problems.ts";

const machine = { ...PLAIN_MACHINE, fma: true };

/** Few enough products for an interpreter; some are products of whole tiles. */
const tiny = anyProblem.filter((p) => layerCost(p).asWritten.macs <= 3000);

describe("counted kernels", () => {
  test("the count of every algorithm's kernels is what their run computes and loads", () => {
    fc.assert(
      fc.property(tiny, (p) => {
        for (const { algorithm, work } of algorithmCosts(p, { machine })) {
          if (work === null) continue;
          const program = programOf(plan(p, { machine, threads: 1, algorithm }));
          expect(executedOperations(program)).toEqual({
            multiplications: work.multiplications,
            additions: work.additions,
            others: work.others,
            bytesLoaded: work.bytesLoaded,
            bytesStored: work.bytesStored,
          });
        }
      }),
      // Two parts of its program have a table of one name.
      { numRuns: 60, examples: [[parse("ic1ih1iw1oc1kh1kw3sh2pw2qh2qw0_constant0.5")]] },
    );
  });

  test("the count of the gradients' kernels is what their run computes, loads and stores", () => {
    fc.assert(
      fc.property(
        tiny.filter((p) => p.batch > 0),
        (p) => {
          const work = gradientWork(p, { machine });
          const { multiplications, additions } = backwardCost(p).weight.exact;
          for (const [name, only] of [
            ["input", { dx: true, dw: false, db: false }],
            ["weight", { dx: false, dw: true, db: false }],
            ["bias", { dx: false, dw: false, db: true }],
          ] as const) {
            const program = backwardProgram({
              problem: p,
              wanted: only,
              machine,
              threads: 1,
              accuracy: "faithful",
            });
            expect(work[name]).toMatchObject(executedOperations(program));
          }
          // Sums in order do at least what is needed.
          const sums = gradientWork(p, { machine, accuracy: "exact" }).weight;
          if (p.border.kind === "constant") return;
          expect(sums.multiplications).toBeGreaterThanOrEqual(multiplications);
          expect(sums.additions).toBeGreaterThanOrEqual(additions);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a plan's products are the formula's; sums in order do at least what is needed", () => {
    fc.assert(
      fc.property(anyProblem, (p) => {
        const { asWritten, needed } = layerCost(p);
        const chosen = plan(p, { machine, threads: 1, accuracy: "exact" });
        expect(chosen.work.macs).toBe(asWritten.macs);
        expect(operations(chosen).multiplications).toBeGreaterThanOrEqual(
          p.border.kind === "constant" ? 0 : needed.macs,
        );
      }),
      { numRuns: 60 },
    );
  });

  test("Winograd's F(4×4, 3×3) takes a quarter of the products where tiles fit, pointwise all", () => {
    const by = (word: string, name: string) =>
      algorithmCosts(word, { machine }).find((a) => a.algorithm === name)!.work!;
    const winograd = by("ic64ih32oc64kh3ph1", "winograd");
    const { macs } = layerCost("ic64ih32oc64kh3ph1").asWritten;
    // 36 products a tile of 16 outputs instead of 144; the transforms multiply as well.
    expect(winograd.multiplications).toBeGreaterThan(macs / 4);
    expect(winograd.multiplications).toBeLessThan(macs / 3);
    expect(winograd.accuracy).toBe("faithful");
    const pointwise = by("ic64ih32oc48kh1", "pointwise");
    expect(pointwise.multiplications).toBe(64 * 48 * 1024);
    expect(ratioValue(pointwise.toNeeded)).toBe(1);
  });

  test("who refuses says why; known weights let two more take part", () => {
    const costs = algorithmCosts("ic1ih20oc1kh5", { machine });
    const refused = costs.filter((c) => c.work === null);
    expect(refused.map((c) => c.algorithm)).toContain("separable");
    for (const { refusal } of refused) expect(refusal).toMatch(/\w/);
    const weight = { shape: [1, 1, 5, 5], data: new Float32Array(25).fill(1) };
    const known = algorithmCosts("ic1ih20oc1kh5", { machine, weight });
    const direct = known.find((c) => c.algorithm === "direct")!.work!;
    const separable = known.find((c) => c.algorithm === "separable")!.work!;
    expect(separable.multiplications).toBeLessThan(direct.multiplications / 2);
  });

  test("some of them, as if all had been asked", () => {
    const all = algorithmCosts("ic1ih20oc1kh5", { machine });
    const some = algorithmCosts("ic1ih20oc1kh5", { machine, only: ["direct", "fft"] });
    expect(some).toEqual(all.filter((c) => ["direct", "fft"].includes(c.algorithm)));
    const wrong = ["dierct"] as unknown as ["direct"];
    expect(() => algorithmCosts("ic1ih20oc1kh5", { machine, only: wrong })).toThrow(
      '"dierct" (nearest legal: "direct")',
    );
  });
});

test("the matrix of patches has the size of the one that unfold makes", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.op === "conv" && p.batch > 0),
      (p) => {
        const { matrices, rows, columns, bytes, blowUp } = patchMatrix(p);
        const made = sizeOf(unfold(p, wholeData(p).input).shape);
        expect(matrices * rows * columns).toBe(made);
        expect(bytes).toBe(4 * made);
        expect(ratioValue(blowUp)).toBeCloseTo(made / sizeOf(layerCost(p).inputShape), 12);
      },
    ),
    { numRuns: 200 },
  );
  // Where windows cover the input, k_h·k_w / (s_h·s_w).
  expect(patchMatrix("ic8ih64oc8kh3ph1").blowUp).toEqual({ over: 9, under: 1 });
  expect(patchMatrix("ic8ih64oc8kh4sh2ph1").blowUp).toEqual({ over: 4, under: 1 });
});

describe("roofline", () => {
  const pinned = { ...machine, speed: { ...machine.speed, clock: 4, copy: { near: 50, far: 25 } } };

  test("on a pinned machine: 64 GFLOP/s, 50 GB/s, and the longer of the two times", () => {
    const peak = peakOf(pinned);
    // 6 × 2 vectors: 96 operations in 6 cycles, 4 cycles a nanosecond.
    expect(peak).toEqual({ flops: 64e9, bandwidth: 50e9 });
    expect(peakOf(pinned, 2)).toEqual({ flops: 128e9, bandwidth: 50e9 });
    const heavy = layerCost("ic64ih56oc64kh3ph1");
    const { bound, milliseconds, attainable } = roofline(
      { flops: heavy.asWritten.flops, bytes: heavy.bytes.total },
      peak,
    );
    expect(bound).toBe("arithmetic");
    expect(attainable).toBe(64e9);
    expect(milliseconds).toBeCloseTo(heavy.asWritten.flops / 64e6, 9);
    const light = layerCost("g64ic64ih56oc64kh1");
    const thin = roofline({ flops: light.asWritten.flops, bytes: light.bytes.total }, peak);
    expect(thin.bound).toBe("memory");
    expect(thin.milliseconds).toBeCloseTo(light.bytes.total / 50e6, 9);
    expect(thin.attainable).toBeCloseTo(thin.intensity * 50e9, 3);
  });

  test("a measured machine has peaks", () => {
    const { flops, bandwidth } = measurePeak();
    expect(measurePeak()).toBe(measurePeak());
    expect(flops).toBeGreaterThan(1e8);
    expect(flops).toBeLessThan(1e12);
    expect(bandwidth).toBeGreaterThan(1e8);
  });
});
