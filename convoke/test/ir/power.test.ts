/** Powers and roots of vectors: within their stated error over all of float32. */
import { expect, test } from "vitest";
import type { KernelBuilder } from "../../src/ir/build.ts";
import { floatBuffer, kernel, load4 } from "../../src/ir/build.ts";
import { lower } from "../../src/ir/lower.ts";
import type { Expr } from "../../src/ir/tree.ts";
import { powerError, powerOf, rootError, rootOf } from "../../src/kernels/power.ts";
import { random } from "../../src/tensor/random.ts";
import { encode } from "../../src/wasm/encode.ts";

const COUNT = 4096;

/** Spread over all exponents, with the edges of the format. */
const next = random(1);
const inputs = Float32Array.from({ length: COUNT }, (_, i) =>
  i < 8
    ? [0, Infinity, Number.NaN, 2 ** -149, 2 ** -126, 1, (2 - 2 ** -23) * 2 ** 127, 2 ** -130][i]
    : 2 ** (i % 3 === 0 ? 277 * next() - 149 : 4 * next() - 2),
);

function computed(f: (k: KernelBuilder, x: Expr) => Expr): Float32Array {
  const buffer = floatBuffer("x", [COUNT]);
  const k = kernel("power", (b) => {
    b.use(buffer);
    b.loop("i", { to: COUNT, step: 4 }, (i) => {
      b.store4(buffer, [i], f(b, b.let("x", load4(buffer, i))));
    });
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const view = new Float32Array(memory.buffer, 0, COUNT);
  view.set(inputs);
  const code = lower(k, { fma: false, addressOf: () => 0 });
  const bytes = encode({ memory: { pages: 1, shared: false }, functions: [code] });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  (exports.power as () => void)();
  return view;
}

function check(got: Float32Array, exponent: number, error: number): void {
  inputs.forEach((x, i) => {
    const wanted = x ** exponent;
    // Half of the smallest number, and twice where a factor was rounded to a subnormal one.
    const bound = error * wanted + 2 ** -148;
    if (!Number.isFinite(wanted) || wanted > 2 ** 127.99) {
      if (Number.isNaN(wanted)) expect(got[i]).toBeNaN();
      else expect(got[i]).toBeGreaterThan(2 ** 127.9);
    } else expect(Math.abs(got[i] - wanted), `${x} ** ${exponent}`).toBeLessThanOrEqual(bound);
  });
}

test.each([1, 2, 3, 4, 1.5, 0.5, 5, 7.3, 12, 100])("x to the power of %d", (e) => {
  check(
    computed((k, x) => powerOf(k, x, e)),
    e,
    powerError(e),
  );
});

test.each([1, 2, 3, 4, 1.5, 5, 7.3, 100])("the root %d of x", (p) => {
  check(
    computed((k, x) => rootOf(k, x, p)),
    1 / p,
    rootError(p),
  );
});
