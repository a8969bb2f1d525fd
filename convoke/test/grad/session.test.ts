/** Sessions: optimizers against their formulas in double precision, what stays, and what is refused. */
import { describe, expect, test } from "vitest";
import {
  adam,
  add,
  dropout,
  indices,
  input,
  mean,
  meanSquaredError,
  mul,
  noGrad,
  type Optimizer,
  openSession,
  parameter,
  relu,
  reshape,
  scale,
  sgd,
  state,
  tanh,
  type Value,
} from "../../src/grad/index.ts";
import type { Operation } from "../../src/grad/operation.ts";
import { apply, runNumber } from "../../src/grad/value.ts";
import { DONE, STATE } from "../../src/host/share.ts";
import { Pool } from "../../src/runtime/pool.ts";
import { uniform } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";

const START = uniform([5], 7).data;

/** mean(p²) of five numbers: its gradient is 2p/5. */
function bowl() {
  const p = parameter("p", tensor([5], START));
  return { p, loss: mean(mul(p, p)) };
}

describe("optimizers follow their formulas", () => {
  const rate = (step: number) => 0.5 / step;

  test("sgd with momentum and weight decay", async () => {
    const { p, loss } = bowl();
    const optimizer = sgd({ rate, momentum: 0.9, weightDecay: 0.01 });
    using session = await openSession({ train: { minimize: loss, optimizer } });
    const [now, velocity] = [Float64Array.from(START), new Float64Array(5)];
    for (let step = 1; step <= 20; step++) {
      await session.run("train");
      now.forEach((x, i) => {
        velocity[i] = 0.9 * velocity[i] + (2 * x) / 5 + 0.01 * x;
        now[i] -= rate(step) * velocity[i];
      });
    }
    for (let i = 0; i < 5; i++) expect(session.read(p)[i]).toBeCloseTo(now[i], 5);
    expect(session.optimization("train")?.steps).toBe(20);
  });

  test("adam with decoupled weight decay", async () => {
    const { p, loss } = bowl();
    const optimizer = adam({ rate: 0.05, betas: [0.8, 0.99], weightDecay: 0.1 });
    using session = await openSession({ train: { minimize: loss, optimizer } });
    const now = Float64Array.from(START);
    const [m, s] = [new Float64Array(5), new Float64Array(5)];
    for (let step = 1; step <= 20; step++) {
      await session.run("train");
      now.forEach((x, i) => {
        const g = (2 * x) / 5;
        m[i] = 0.8 * m[i] + 0.2 * g;
        s[i] = 0.99 * s[i] + 0.01 * g * g;
        const root = Math.sqrt(s[i] / (1 - 0.99 ** step)) + 1e-8;
        now[i] = x * (1 - 0.05 * 0.1) - (0.05 * m[i]) / (1 - 0.8 ** step) / root;
      });
    }
    for (let i = 0; i < 5; i++) expect(session.read(p)[i]).toBeCloseTo(now[i], 5);
  });
});

test("gradients of several runs add up until the optimizer has used them", async () => {
  const p = parameter("p", tensor([3], [1, 2, 3]));
  const x = input("x", [3]);
  const loss = mean(mul(p, x));
  using session = await openSession({
    add: { minimize: loss, accumulate: true },
    move: { optimizer: sgd({ rate: 1 }) },
  });
  const feed = async (numbers: number[]) => {
    session.write(x, numbers);
    await session.run("add");
  };
  await feed([3, 0, 0]);
  await feed([3, 6, 0]);
  expect([...session.gradient(p)]).toEqual([2, 2, 0]);
  await session.run("move");
  expect([...session.read(p)]).toEqual([-1, 0, 3]);
  await feed([0, 0, 9]);
  expect([...session.gradient(p)]).toEqual([0, 0, 3]);
});

test("a parameter used twice, and a value in between three times, over several runs", async () => {
  const p = parameter("p", tensor([2], [3, -1]));
  const x = input("x", [2]);
  // Σ (x·p + p)²·(x·p) over two numbers: s = u·p with u = x + 1, so d = u²·x·3p².
  const product = mul(x, p);
  const sum = add(product, p);
  const loss = scale(mean(mul(mul(sum, sum), product)), 2);
  using session = await openSession({
    once: { minimize: loss },
    add: { minimize: loss, accumulate: true },
  });
  const gradientOf = async (name: "once" | "add", numbers: number[]) => {
    session.write(x, numbers);
    await session.run(name);
    return [...session.gradient(p)];
  };
  expect(await gradientOf("once", [1, 2])).toEqual([4 * 27, 18 * 3]);
  expect(await gradientOf("add", [2, 1])).toEqual([108 + 18 * 27, 54 + 4 * 3]);
  expect(await gradientOf("add", [0, 0])).toEqual([594, 66]);
});

test("an optimizer moves what its own run minimizes, and no other parameter", async () => {
  const [p, q] = [parameter("p", tensor([1], [3])), parameter("q", tensor([1], [5]))];
  const of = (value: Value) => ({
    minimize: mean(mul(value, value)),
    optimizer: sgd({ rate: 0.25, momentum: 0.5 }),
  });
  const held = noGrad(() => mul(p, p));
  using session = await openSession({
    first: of(p),
    // p is part of it, but no gradient flows there.
    second: { ...of(q), minimize: mean(mul(held, mul(q, q))) },
  });
  await session.run("first");
  expect(session.read(p)[0]).toBe(1.5);
  await session.run("second");
  expect(session.read(p)[0]).toBe(1.5);
  expect(session.read(q)[0]).toBe(5 - 0.25 * 2 * 1.5 ** 2 * 5);
  expect([...session.optimization("second")!.slots.keys()]).toEqual(["velocity.q"]);
});

test("no gradient flows out of noGrad", async () => {
  const p = parameter("p", tensor([2], [2, 3]));
  const held = noGrad(() => mul(p, p));
  const loss = mean(mul(held, p));
  using session = await openSession({ run: { minimize: loss } });
  await session.run("run");
  // d mean(c·p)/dp with c = p² held: c/2.
  expect([...session.gradient(p)]).toEqual([2, 4.5]);
});

test("parameters are saved, and other sessions start there", async () => {
  const { p, loss } = bowl();
  const optimizer = sgd({ rate: 0.1 });
  using first = await openSession({ train: { minimize: loss, optimizer } });
  await first.run("train");
  first.save();
  using second = await openSession({ look: { outputs: [loss] } });
  expect(second.read(p)).toEqual(first.read(p));
  second.write(p, [0, 0, 0, 0, 0]);
  await second.run("look");
  expect(second.read(loss)[0]).toBe(0);
});

describe("runs that share a memory", () => {
  /** A helper that takes a chunk of a run and finishes it when it is told to, or dies with it. */
  class SlowPool extends Pool {
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
    }

    finish(): void {
      Atomics.add(this.control, DONE, 1);
    }

    die(): void {
      this.fail(new Error("out of luck"));
    }
  }

  async function slow() {
    const pool = new SlowPool();
    const p = parameter("p", tensor([1000], uniform([1000], 1).data));
    const dropped = mean(mul(dropout(p, 0.5, 1), p));
    const optimizer = sgd({ rate: 0.1, momentum: 0.9 });
    const session = await openSession(
      { train: { minimize: dropped, optimizer }, predict: { outputs: [scale(p, 2)] } },
      { threads: 2 },
      pool,
    );
    pool.control = new Int32Array(session.read(p).buffer, 0, 2);
    return { session, pool, p };
  }

  test("take turns: what comes in between is refused, and counts for nothing", async () => {
    const { session, pool, p } = await slow();
    const number = session.read(runNumber);
    const run = session.run("train");
    expect([session.optimization("train")!.steps, number[0]]).toEqual([1, 1]);
    const busy = "expected the run before to have ended";
    await expect(session.run("predict")).rejects.toThrow(busy);
    await expect(session.run("train")).rejects.toThrow(busy);
    for (const act of [
      () => session.write(p, new Float32Array(1000)),
      () => session.load(),
      () => session.save(),
      () => session.resume("train", 7),
    ])
      expect(act).toThrow(busy);
    expect([session.optimization("train")!.steps, number[0]]).toEqual([1, 1]);
    pool.finish();
    await run;
    const next = session.run("predict");
    pool.finish();
    await next;
    session[Symbol.dispose]();
    await expect(session.run("predict")).rejects.toThrow("has been disposed");
  });

  test("end together when a helper dies", async () => {
    const { session, pool } = await slow();
    const run = session.run("train");
    pool.die();
    await expect(run).rejects.toThrow("a helper thread died during the run (out of luck)");
    await expect(session.run("predict")).rejects.toThrow("a helper thread died");
  });
});

test("one and two threads, awake or not, give the same bits", async () => {
  const train = async (threads: number) => {
    const p = parameter("p", uniform([40_000], 1));
    const x = input("x", [40_000]);
    const loss = meanSquaredError(tanh(mul(p, x)), x);
    using session = await openSession(
      { train: { minimize: loss, optimizer: adam({ rate: 0.01 }) } },
      { threads },
    );
    for (let step = 0; step < 10; step++) {
      session.write(x, uniform([40_000], step).data);
      await session.run("train");
    }
    return session.read(p).slice();
  };
  expect(await train(2)).toEqual(await train(1));
});

describe("what is refused", () => {
  const p = parameter("p", tensor([2]));
  const words = indices("words", [3], 10);

  test.each<[string, () => unknown, string]>([
    ["another shape", () => add(p, words), "expected the shape of p [2] for the second of add"],
    ["another count", () => reshape(p, [3]), "extents whose product is 2"],
    [
      "labels as numbers to reckon with",
      () => relu(words),
      'expected floats for input 0 of relu, got "words [3], whole numbers"',
    ],
    [
      "labels in another shape",
      () => reshape(words, [3, 1]),
      "expected floats for input 0 of reshape",
    ],
    ["no momentum", () => sgd({ rate: 1, momentum: 1 }), "a number from 0 to below 1 for momentum"],
    ["an unknown option", () => adam({ rate: 1, beta: 2 } as never), "beta"],
    ["an empty extent", () => input("x", [0, 3]), "expected extents of at least 1"],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ["to minimize two numbers", () => openSession({ a: { minimize: p } }), "a single number"],
    [
      "to minimize what nothing leads to",
      () => openSession({ a: { minimize: mean(input("x", [2])) } }),
      "a value that a parameter leads to",
    ],
    [
      "an optimizer of nothing",
      () => openSession({ a: { optimizer: sgd({ rate: 1 }) } }),
      "something to minimize",
    ],
  ])("%s", async (_, act, message) => {
    await expect(act()).rejects.toThrow(message);
  });

  test("numbers that do not fit, and values of other graphs", async () => {
    const loss = mean(mul(p, p));
    using session = await openSession({ run: { minimize: loss, outputs: [scale(loss, 2)] } });
    expect(() => session.write(p, [1])).toThrow("expected 2 numbers for p [2], got 1");
    expect(() => session.write(loss, [1])).toThrow("expected an input or a parameter");
    expect(() => session.read(mean(p))).toThrow("an output of the session's runs");
    expect(() => session.gradient(parameter("q", tensor([1])))).toThrow("expected a parameter of");
    const unknown = 'expected one of run for a run of the session, got "walk"';
    await expect(session.run("walk" as never)).rejects.toThrow(unknown);
    expect(() => session.optimization("walk" as never)).toThrow(unknown);
    expect(() => session.resume("walk" as never, 1)).toThrow(unknown);
    expect(() => session.resume("run", 1)).toThrow(
      'expected a run with an optimizer for what is resumed, got "run"',
    );
  });

  test("to go on after half a step", async () => {
    const { loss } = bowl();
    using session = await openSession({ train: { minimize: loss, optimizer: sgd({ rate: 1 }) } });
    expect(() => session.resume("train", 0.5)).toThrow("a whole number of at least 0");
  });

  test("an index outside its range", async () => {
    const first: Operation = {
      name: "first",
      integers: [0],
      shape: [1],
      define: ([x]) => x.slice(0, 1),
      forward: () => ({ allocations: [], steps: [] }),
      backward: null,
    };
    using session = await openSession({ run: { outputs: [apply(first, [words])] } });
    expect(() => session.write(words, [0, 10, 3])).toThrow(
      "expected a whole number from 0 to 9 for number 1 of words [3], got 10",
    );
  });

  test("a state that two operations change, and one read beside its change", async () => {
    const s = state("running mean", tensor([1]));
    const writer: Operation = {
      name: "writer",
      shape: [1],
      writes: [0],
      define: ([x]) => x,
      forward: () => ({ allocations: [], steps: [] }),
      backward: null,
    };
    const once = apply(writer, [s]);
    await expect(openSession({ run: { outputs: [once, apply(writer, [s])] } })).rejects.toThrow(
      'expected one operation that changes it in a run for running mean [1], got "writer and writer"',
    );
    await expect(openSession({ run: { outputs: [once, mean(s)] } })).rejects.toThrow(
      "expected no other reader in a run in which writer changes it for running mean [1]",
    );
  });
});

test("a rate that is no number stops the run before it begins", async () => {
  const { p, loss } = bowl();
  const wild: Optimizer = sgd({ rate: (step) => (step < 3 ? 0.1 : Number.NaN) });
  using session = await openSession({ train: { minimize: loss, optimizer: wild } });
  await session.run("train");
  await session.run("train");
  const before = session.read(p).slice();
  await expect(session.run("train")).rejects.toThrow("at least 0 for the rate of step 3");
  expect(session.read(p)).toEqual(before);
});
