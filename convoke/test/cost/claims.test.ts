/** What a textbook says about the cost of layers, computed: where it holds, and what the exact numbers are. */
import { describe, expect, test } from "vitest";
import { backwardCost, layerCost, sweep, trainingMemory, whatIf } from "../../src/cost/index.ts";
import { outputExtent } from "../../src/semantics/extents.ts";
import { pooledExtent } from "../../src/semantics/pool-windows.ts";

describe("the shape formula", () => {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);

  test("⌊(H + 2p - d(k-1) - 1)/s + 1⌋ is the number of windows that fit, whatever the padding", () => {
    for (const input of range(1, 9))
      for (const kernel of range(1, 4))
        for (const stride of range(1, 3))
          for (const dilation of range(1, 2))
            for (const [before, after] of [
              [0, 0],
              [1, 1],
              [2, 0],
              [0, 3],
            ]) {
              let windows = 0;
              const last = input + before + after - dilation * (kernel - 1) - 1;
              for (let at = 0; at <= last; at += stride) windows++;
              const window = { input, kernel, stride, dilation, outputPadding: 0 };
              expect(Math.max(0, outputExtent("conv", window, [before, after]))).toBe(windows);
              // A transposed convolution undoes it, with output padding for what the floor dropped.
              if (windows === 0) continue;
              const back = { ...window, input: windows, outputPadding: last % stride };
              expect(outputExtent("convTranspose", back, [before, after])).toBe(input);
            }
  });

  test("pooling in ceil mode keeps a last window that begins in the input or the padding before", () => {
    for (const input of range(1, 12))
      for (const kernel of range(1, 4))
        for (const stride of range(1, 4))
          for (const pad of range(0, Math.floor(kernel / 2))) {
            const size = { input, kernel, stride, dilation: 1, before: pad, after: pad };
            if (input + 2 * pad < kernel) continue;
            let windows = 0;
            for (let at = -pad; ; at += stride) {
              const whole = at + kernel <= input + pad;
              if (!whole && (at - stride + kernel >= input + pad || at >= input)) break;
              windows++;
            }
            expect(pooledExtent(size, true)).toBe(windows);
          }
  });
});

test("stride: products and output bytes fall by s_h·s_w, exactly where s divides the output", () => {
  const base = layerCost("ic16ih56oc16kh3ph1");
  for (const [s, exact] of [
    [2, true],
    [3, false],
    [4, true],
  ] as const) {
    const strided = layerCost(`ic16ih56oc16kh3sh${s}ph1`);
    const products = base.asWritten.macs / strided.asWritten.macs;
    expect(base.bytes.output / strided.bytes.output).toBe(products);
    if (exact) expect(products).toBe(s * s);
    else expect(products).toBeCloseTo((56 / 19) ** 2, 12);
  }
});

test("forward: c_o h_o w_o c_i k_h k_w products, one addition less for each output, one more with a bias", () => {
  const [ci, co, k] = [3, 8, 5];
  const { asWritten, needed, paddingProducts, bytes, parameters } = layerCost(
    `ic${ci}ih14iw11oc${co}kh${k}ph2_bias`,
  );
  const outputs = co * 14 * 11;
  expect(asWritten).toEqual({
    macs: outputs * ci * k * k,
    multiplications: outputs * ci * k * k,
    additions: outputs * (ci * k * k - 1),
    biasAdditions: outputs,
    flops: 2 * outputs * ci * k * k,
  });
  // Along 14 rows with 2 of padding, 5 taps meet 70 - 2·(2 + 1) inputs; likewise 55 - 6 columns.
  expect(needed.macs).toBe(ci * co * 64 * 49);
  expect(paddingProducts).toBe(ci * co * (70 * 55 - 64 * 49));
  expect(bytes.total).toBe(4 * (ci * 14 * 11 + parameters.total + outputs));
  expect(layerCost("mb4g2ic6ih9oc4kh3").asWritten.macs).toBe((4 * 4 * 6 * 49 * 9) / 2);
  const bytesOf = (dtype: "float16" | "int8" | "float64") =>
    layerCost("ic6ih9oc4kh3", { dtype }).bytes.total;
  expect([bytesOf("int8"), bytesOf("float16"), bytesOf("float64")]).toEqual(
    [1, 2, 8].map((n) => n * (6 * 81 + 4 * 54 + 4 * 49)),
  );
});

describe("backward", () => {
  test("the weight gradient's figure holds for one sample without padding, additions too", () => {
    const { weight } = backwardCost("ic5ih12oc7kh3");
    expect(weight.exact).toEqual(weight.textbook);
    expect(weight.exact.additions).toBe(7 * 5 * 9 * (100 - 1));
  });

  test("the input gradient's figure is an upper bound: a quarter of it with stride 2, less padding", () => {
    // Windows without padding that see every input: exactly a quarter.
    const even = backwardCost("ic8ih32oc8kh2sh2");
    expect(even.input.ratio).toEqual({ over: 1, under: 4 });
    const { input } = backwardCost("ic64ih56oc64kh3sh2ph1");
    // 28 windows of 3 taps, of which one hangs over: (83/168)².
    expect(input.ratio).toEqual({ over: 83 ** 2, under: 168 ** 2 });
    expect(input.textbook.macs).toBe(64 * 56 * 56 * 64 * 9);
    expect(input.exact.macs).toBe(64 * 64 * 83 ** 2);
  });

  test("both together are twice the forward pass, by the text only where h_o w_o = h w", () => {
    const same = backwardCost("ic16ih20oc16kh3ph1");
    expect(same.toForward.textbook).toEqual({ over: 2, under: 1 });
    expect(same.toForward.exact).toEqual({ over: 2, under: 1 });
    // Stride 2: the text's figure is 1 + 4 times the forward pass, the exact one still twice.
    const strided = backwardCost("ic16ih20oc16kh3sh2ph1");
    expect(strided.toForward.textbook).toEqual({ over: 5, under: 1 });
    expect(strided.toForward.exact).toEqual({ over: 2, under: 1 });
    const forward = layerCost("ic16ih20oc16kh3sh2ph1");
    expect(strided.input.exact.macs).toBe(forward.asWritten.macs - forward.paddingProducts);
  });

  test("memory: twice input, output and weights", () => {
    const { textbook, peak, forward } = trainingMemory("ic16ih20oc16kh3ph1_relu");
    expect(textbook).toBe(2 * (forward.input + forward.output + forward.weight));
    expect(peak.backward).toBe(textbook);
    const linear = trainingMemory("ic16ih20oc16kh3ph1");
    expect(linear.peak.backward).toBe(textbook - forward.output);
  });
});

describe("scaling", () => {
  test("both channels doubled: 4 times the products and weights, twice the activations", () => {
    const { ratios } = whatIf("ic24ih30oc40kh3ph1", "channels");
    expect(ratios.multiplications).toEqual({ over: 4, under: 1 });
    expect(ratios.weightBytes).toEqual({ over: 4, under: 1 });
    expect(ratios.activationBytes).toEqual({ over: 2, under: 1 });
    expect(ratios.inputGradientMultiplications).toEqual({ over: 4, under: 1 });
  });

  test("padding doubled: with stride 1 the output is longer by 2p, exactly", () => {
    for (const p of [1, 2, 3, 5]) {
      const [before, after] = [p, 2 * p].map(
        (n) => layerCost(`ic3ih17oc4kh5ph${n}`).axes[0].output,
      );
      expect(after).toBe(before + 2 * p);
      const { ratios } = whatIf(`ic3ih17oc4kh5ph${p}`, "padding");
      const { over, under } = ratios.multiplications;
      expect(over * before ** 2).toBe(under * after ** 2);
    }
    // With stride 3 it depends.
    expect(layerCost("ic3ih17oc4kh5sh3ph2").axes[0].output).toBe(6);
    expect(layerCost("ic3ih17oc4kh5sh3ph4").axes[0].output).toBe(7);
  });

  test("more padding than windows reach adds products that all fall on it", () => {
    const points = sweep("ic2ih8oc2kh3", "padding", [0, 1, 2, 3, 4]).map((p) => p.figures!);
    expect(points.map((f) => f.outputs / 2)).toEqual([36, 64, 100, 144, 196]);
    expect(points.slice(2).map((f) => f.neededMultiplications)).toEqual(
      Array(3).fill(2 * 2 * 24 ** 2),
    );
  });
});

test("1×1: c_o h_o w_o c_i products", () => {
  const { asWritten, needed, parameters } = layerCost("ic64ih14iw9oc32kh1");
  expect(asWritten.macs).toBe(32 * 14 * 9 * 64);
  expect(needed).toEqual(asWritten);
  expect(parameters.weight).toBe(64 * 32);
});
