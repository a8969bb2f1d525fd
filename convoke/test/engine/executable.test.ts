import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clearCache, withExecutable } from "../../src/cache.ts";
import { conv1d, conv2d, conv3d, convTranspose2d } from "../../src/conv.ts";
import { OptionError, RuntimeError, ShapeError, UnsupportedError } from "../../src/errors.ts";
import { STATE } from "../../src/host/share.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { ALGORITHM_NAMES } from "../../src/plan/plan.ts";
import { detectMachine, setMachine } from "../../src/planner/detect.ts";
import { Pool } from "../../src/runtime/pool.ts";
import { reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { integers } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { verify } from "../../src/verify.ts";
import { compile, explain, plan, tune, wat } from "../../src/whole.ts";
import { anyProblem, randomData, woken } from "../support/problems.ts";

const LAYER = "ic16ih40oc24kh3ph1_bias_relu";

test("one, two, three and seven threads give the same bits", async () => {
  await fc.assert(
    fc.asyncProperty(anyProblem, async (problem) => {
      const { input, ...parameters } = randomData(problem);
      const outputs: Float32Array[] = [];
      for (const threads of [1, 2, 3, 7]) {
        using executable = await compile(
          woken(plan(problem, { threads, algorithm: "im2col" })),
          parameters,
        );
        executable.input.data.set(input.data);
        await executable.run();
        outputs.push(executable.output.data.slice());
      }
      for (const other of outputs.slice(1)) expect(other).toEqual(outputs[0]);
    }),
    { numRuns: 25 },
  );
});

test("a thousand runs on two threads, every one right", async () => {
  const p = woken(plan(LAYER, { threads: 2 }));
  const { input, ...parameters } = randomData(p.problem);
  using executable = await compile(p, parameters);
  executable.input.data.set(input.data);
  await executable.run();
  const first = executable.output.data.slice();
  for (let i = 0; i < 1000; i++) {
    executable.output.data.fill(Number.NaN);
    await executable.run();
    expect(Object.is(executable.output.data[i % first.length], first[i % first.length])).toBe(true);
  }
  expect(executable.output.data).toEqual(first);
});

test("views stay the same, and a second weight takes effect", async () => {
  const p = plan("ic1iw8oc1kw1", { threads: 1 });
  using executable = await compile(p, { weight: tensor([1, 1, 1], [2]) });
  const { input, output } = executable;
  input.data.fill(3);
  await executable.run();
  expect([...output.data]).toEqual(new Array(8).fill(6));
  executable.setWeight(tensor([1, 1, 1], [5]));
  await executable.run();
  expect(executable.output.data).toBe(output.data);
  expect([...output.data]).toEqual(new Array(8).fill(15));
});

test("a disposed executable says so", async () => {
  const executable = await compile(plan("ic1iw8oc1kw1"), { weight: tensor([1, 1, 1], [2]) });
  executable[Symbol.dispose]();
  executable[Symbol.dispose]();
  await expect(executable.run()).rejects.toThrow("the executable has been disposed");
});

test("wrong weights are refused by shape and by count", async () => {
  await expect(compile(plan("ic2iw8oc1kw3"), { weight: tensor([1, 2, 4]) })).rejects.toThrow(
    "expected [1, 2, 3] for the shape of weight, got [1,2,4]",
  );
  await expect(
    compile(plan("ic2iw8oc1kw3"), { weight: { shape: [1, 2, 3], data: new Float32Array(5) } }),
  ).rejects.toThrow(ShapeError);
  await expect(
    compile(plan("ic2iw8oc1kw3"), { weight: tensor([1, 2, 3]), bias: tensor([1]) }),
  ).rejects.toThrow("none (the problem has no bias)");
});

describe("a helper that dies", () => {
  /** As if a thread had taken a chunk of the run, and died with it in its hands. */
  class DoomedPool extends Pool {
    control: Int32Array = new Int32Array(2);
    private fail: (reason: Error) => void = () => {};

    constructor() {
      super(() => ({
        send: () => {},
        onFailure: (listener) => {
          this.fail = listener;
        },
        stop: () => {},
      }));
    }

    override mayHelp(): boolean {
      return true;
    }

    override call(id: number): void {
      super.call(id);
      Atomics.add(this.control, STATE, 1);
      setTimeout(() => this.fail(new Error("out of luck")), 5);
    }
  }

  test("rejects the run, does not hang, and poisons the executable", async () => {
    const pool = new DoomedPool();
    const p = woken(plan(LAYER, { threads: 2 }));
    const { input, ...parameters } = randomData(p.problem);
    const executable = await compile(p, parameters, pool);
    pool.control = new Int32Array(executable.input.data.buffer, 0, 2);
    executable.input.data.set(input.data);
    const run = executable.run();
    await expect(executable.run()).rejects.toThrow(
      "expected the run before to have ended: await it first",
    );
    await expect(run).rejects.toThrow(RuntimeError);
    await expect(run).rejects.toThrow(
      "a helper thread died during the run (out of luck); compile the plan again",
    );
    await expect(executable.run()).rejects.toThrow("a helper thread died");
    executable[Symbol.dispose]();
  });

  test("a real thread that is killed is replaced for the next run", async () => {
    const pool = new Pool();
    const p = woken(plan(LAYER, { threads: 2 }));
    const { input, ...parameters } = randomData(p.problem);
    using executable = await compile(p, parameters, pool);
    executable.input.data.set(input.data);
    await executable.run();
    const expected = executable.output.data.slice();
    pool.stop();
    await executable.run();
    expect(executable.output.data).toEqual(expected);
    pool.stop();
  });
});

describe("one line", () => {
  test("conv1d, conv2d, conv3d and convTranspose2d give what the reference does", async () => {
    for (const [call, spec] of [
      [conv1d, { input: [2, 3, 20], weight: [5, 3, 4] }],
      [
        conv2d,
        {
          input: [1, 3, 9, 9],
          weight: [5, 3, 3, 3],
          stride: 2,
          padding: "same",
          border: "reflect",
        },
      ],
      [conv3d, { input: [1, 2, 4, 5, 6], weight: [3, 2, 2, 3, 2], dilation: [1, 2, 1] }],
      [
        convTranspose2d,
        {
          op: "convTranspose",
          input: [1, 3, 5, 5],
          weight: [3, 2, 3, 3],
          stride: 2,
          outputPadding: 1,
        },
      ],
    ] as const) {
      const problem = resolve(spec);
      const [input, weight] = [integers(spec.input, 1), integers(spec.weight, 2)];
      const { input: _, weight: __, ...rest } = spec;
      const options = Object.fromEntries(Object.entries(rest).filter(([key]) => key !== "op"));
      const y = await call(input, weight, options);
      expect(y.shape).toEqual(
        problem.op === "conv" ? reference(problem, { input, weight }).shape : [1, 2, 12, 12],
      );
      expect([...y.data].map((v) => v + 0)).toEqual(
        [...reference(problem, { input, weight }).data].map((v) => v + 0),
      );
    }
  });

  test("twenty calls at once share one executable and do not mix", async () => {
    const weight = tensor([1, 1, 1], [2]);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => conv1d(tensor([1, 1, 4], [i, i, i, i]), weight)),
    );
    results.forEach(({ data }, i) => {
      expect([...data]).toEqual([2 * i, 2 * i, 2 * i, 2 * i]);
    });
    clearCache();
    expect([...(await conv1d(tensor([1, 1, 2], [1, 2]), weight)).data]).toEqual([2, 4]);
  });

  test("what was compiled for another machine is not used, as before wide SIMD was switched on", async () => {
    const here = detectMachine();
    let made = 0;
    const call = () =>
      withExecutable(
        { caller: "call", problem: "any", settings: [undefined] },
        async () => ({ number: ++made, bytes: 1, [Symbol.dispose]: () => {} }),
        async ({ number }) => number,
      );
    expect([await call(), await call()]).toEqual([1, 1]);
    setMachine({ ...here, wide: !here.wide });
    try {
      expect(await call()).toBe(2);
    } finally {
      setMachine(here);
    }
    expect(await call()).toBe(1);
    clearCache();
  });

  test("a count of threads that is none is refused, whatever was kept", async () => {
    const [x, w] = [tensor([1, 1, 2], [1, 2]), tensor([1, 1, 1], [3])];
    await conv1d(x, w);
    await expect(conv1d(x, w, { threads: Number.NaN })).rejects.toThrow("from 1 to 64");
  });

  test("out receives the result; a wrong one is refused", async () => {
    const [x, w] = [tensor([1, 1, 3], [1, 2, 3]), tensor([1, 1, 2], [1, 1])];
    const out = tensor([1, 1, 2]);
    expect(await conv1d(x, w, { out })).toBe(out);
    expect([...out.data]).toEqual([3, 5]);
    await expect(conv1d(x, w, { out: tensor([1, 1, 3]) })).rejects.toThrow(
      "expected shape [1, 1, 2] for out, got [1,1,3]",
    );
    await expect(conv2d(x, w)).rejects.toThrow(
      "expected 4 axes for the shape of input in conv2d, got [1,1,3]",
    );
    await expect(conv1d(x, undefined as never)).rejects.toThrow(
      "expected a tensor, { shape, data } for weight of conv1d, got nothing",
    );
    await expect(conv1d(x, w, { strid: 1 } as never)).rejects.toThrow(OptionError);
  });
});

describe("plan", () => {
  test("is a pure function of problem and machine, and JSON", () => {
    const machine = { ...PLAIN_MACHINE, fma: true, threads: 4, sharedMemory: true };
    const p = plan("ic64ih56oc64kh3ph1", { machine });
    expect(plan("ic64ih56oc64kh3ph1", { machine })).toEqual(p);
    expect(JSON.parse(JSON.stringify(p))).toEqual(p);
    expect(p.work.macs).toBe(64 * 64 * 9 * 56 * 56);
  });

  test("the losers and their reasons are part of the answer", () => {
    const text = explain(plan("ic64ih56oc64kh3ph1"));
    expect(text).toMatch(/chosen {5}(winograd|im2col|direct)/);
    expect(text).toContain("refused    pointwise  the kernel is 3×3, not 1×1");
  });

  test("refuses what cannot be", () => {
    expect(() => plan("ic1iw8oc1kw3", { algorithm: "pointwise" })).toThrow(UnsupportedError);
    expect(() => plan("ic1iw8oc1kw3", { algorithm: "pointwise" })).toThrow(
      "pointwise does not run ic1iw8oc1kw3: the kernel is 3, not 1×1",
    );
    expect(() => plan("ic1iw8oc1kw3", { threads: 0 })).toThrow(
      "expected a whole number from 1 to 64 for threads, got 0 (nearest legal: 1)",
    );
    expect(() => plan("ic1iw8oc1kw3", { threads: 2, machine: PLAIN_MACHINE })).toThrow(
      "memory cannot be shared between threads here",
    );
    expect(() => plan("ic64ih100000oc64kh3")).toThrow(
      "expected tensors of at most 4096 MiB in all for ic64ih100000oc64kh3, got ",
    );
    expect(() => plan(5 as never)).toThrow(
      "expected a descriptor such as ic64ih56oc64kh3ph1, a Spec or a Problem for a problem, got 5",
    );
    expect(() => plan(null as never)).toThrow(OptionError);
    expect(() => explain("ic1iw8oc1kw3" as never)).toThrow(
      'expected what plan(…) gives for a plan, got "ic1iw8oc1kw3"',
    );
    expect(() => plan("ic1iw8oc1kw3", { algorithm: "abacus" as never })).toThrow(
      `expected one of ${ALGORITHM_NAMES.join(", ")} for algorithm`,
    );
  });
});

test("compile and tune say what they miss", async () => {
  await expect(compile("ic1iw8oc1kw3" as never)).rejects.toThrow(
    'expected what plan(…) gives for a plan, got "ic1iw8oc1kw3"',
  );
  await expect(compile(plan("ic1iw8oc1kw3"))).rejects.toThrow(
    "expected a tensor of shape [1, 1, 3] for weight, got nothing",
  );
  await expect(compile(plan("ic1iw8oc1kw3"), null as never)).rejects.toThrow(
    "expected an object with weight and bias for the parameters of compile, got null",
  );
  await expect(tune("ic1iw8oc1kw3", { most: 0 })).rejects.toThrow(
    "expected a whole number of at least 1 for most, got 0 (nearest legal: 1)",
  );
});

test("verify reports every algorithm, and can fail", async () => {
  const good = await verify("ic3ih9oc5kh3ph1_bias");
  expect(good.passed).toBe(true);
  expect(good.rows.map((row) => row.algorithm)).toEqual([...ALGORITHM_NAMES]);
  const ran = good.rows.filter((row) => row.refusal === null);
  // Transforms promise a bound and no exactness.
  expect(ran.filter((row) => row.exact !== true).map((row) => row.algorithm)).toEqual(["fft"]);
  expect(ran.every((row) => row.exact !== false && row.shareOfBound > 0)).toBe(true);
});

test("the text of a module is what an independent assembler reads as the same bytes", async () => {
  const { default: wabt } = await import("wabt");
  const tools = await wabt();
  const { bytes } = await import("../../src/whole.ts");
  for (const word of [
    "ic3ih9oc5kh3ph1_bias_relu",
    "ic4iw9oc6kw3_nhwc",
    "ic4iw9oc6kw3sw2_transposed_reflect",
  ]) {
    const p = plan(word, { threads: 1, machine: { ...PLAIN_MACHINE } });
    const parsed = tools.parseWat("kernel.wat", wat(p), { simd: true });
    const other = await WebAssembly.compile(parsed.toBinary({}).buffer as Uint8Array<ArrayBuffer>);
    const own = await WebAssembly.compile(bytes(p));
    expect(WebAssembly.Module.exports(other)).toEqual(WebAssembly.Module.exports(own));
    expect(parsed.toBinary({ canonicalize_lebs: true }).buffer.length).toBeGreaterThan(100);
  }
});

test("a plan for one weight runs with that weight only", async () => {
  const weight = tensor([1, 1, 2], [1, -2]);
  const p = plan("ic1iw8oc1kw2", { threads: 1, weight });
  expect(p.weight).toEqual([1, -2]);
  expect(explain(p)).toContain("for one weight");
  using executable = await compile(p, { weight });
  expect(() => executable.setWeight(tensor([1, 1, 2], [1, -3]))).toThrow(
    "expected -2 for weight[1] of a plan that was made for one weight, got -3",
  );
  expect(() => plan("ic1iw8oc1kw2", { weight: tensor([1, 1, 3]) })).toThrow(ShapeError);
});

test("accuracy is one of three words", () => {
  expect(plan(LAYER).accuracy).toBe("faithful");
  expect(plan(LAYER, { accuracy: "exact" }).accuracy).toBe("exact");
  expect(() => plan(LAYER, { accuracy: "fas" as "fast" })).toThrow(
    'expected one of exact, faithful, fast for accuracy, got "fas" (nearest legal: "fast")',
  );
});

test("tensors that fit and a workspace that does not: refused before anything is allocated", async () => {
  const p = plan("ic4ih11000iw11000oc4kh3_nhwc", { algorithm: "direct" });
  await expect(compile(p, { weight: tensor([4, 4, 3, 3]) })).rejects.toThrow(
    /^expected buffers of at most 4096 MiB in all, got \d+ MiB$/,
  );
});
