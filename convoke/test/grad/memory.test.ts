/**
 * Memory that buffers share: no two that are alive at once lie on each other, no step writes outside
 * what it says it writes, nothing reads what others left behind, and no bit of a result changes.
 */
import { describe, expect, test } from "vitest";
import {
  adam,
  add,
  batchNorm,
  concat,
  conv1d,
  conv2d,
  convTranspose2d,
  crossEntropy,
  dropout,
  embedding,
  flatten,
  gelu,
  indices,
  input,
  linear,
  max,
  maxPool2d,
  openSession,
  type Parameter,
  parameter,
  type RunSpec,
  relu,
  type Session,
  sgd,
  state,
  type Value,
} from "../../src/grad/index.ts";
import { programOf } from "../../src/grad/program.ts";
import { kernelsOf } from "../../src/host/share.ts";
import { accessesOf } from "../../src/ir/accesses.ts";
import { floatBuffer } from "../../src/ir/build.ts";
import { BYTES } from "../../src/ir/types.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { bytesOf, layOut } from "../../src/runtime/layout.ts";
import { link } from "../../src/runtime/link.ts";
import { meet, type Span } from "../../src/runtime/lives.ts";
import { Memory } from "../../src/runtime/memory.ts";
import { integers, random, uniform } from "../../src/tensor/random.ts";
import { sizeOf, tensor } from "../../src/tensor/tensor.ts";
import { encode } from "../../src/wasm/encode.ts";

let seed = 0;
const some = (...shape: number[]) => parameter(`p${++seed}`, uniform(shape, seed, -0.3, 0.3));

interface Net {
  readonly specs: Readonly<Record<string, RunSpec>>;
  readonly given: ReadonlyMap<Value, ArrayLike<number>>;
}

const NETS: Readonly<Record<string, () => Net>> = {
  "images: convolutions of every kind, poolings": () => {
    const x = input("x", [4, 1, 16, 16]);
    const labels = indices("labels", [4], 5);
    let y = maxPool2d(relu(conv2d(x, some(6, 1, 5, 5), { padding: 2, bias: some(6) })), {
      kernelSize: 2,
    });
    y = relu(conv2d(y, some(8, 6, 3, 3), { padding: 1, border: "reflect" }));
    y = add(y, conv2d(y, some(8, 1, 3, 3), { padding: 1, groups: 8 }));
    y = gelu(conv2d(y, some(12, 8, 3, 3), { padding: 2, dilation: 2, stride: 2 }));
    y = relu(convTranspose2d(y, some(12, 3, 2, 2), { stride: 2 }));
    const logits = linear(dropout(flatten(y), 0.25, 3), some(5, 192), some(5));
    const loss = crossEntropy(logits, labels);
    return {
      specs: {
        train: { outputs: [loss], minimize: loss, optimizer: sgd({ rate: 0.1, momentum: 0.9 }) },
        look: { outputs: [logits] },
      },
      given: new Map<Value, ArrayLike<number>>([
        [x, uniform([4, 1, 16, 16], 77).data],
        [labels, [0, 4, 2, 2]],
      ]),
    };
  },
  "Winograd and batch norm": () => {
    const x = input("x", [2, 16, 14, 14]);
    const states = () => ({
      mean: state(`m${++seed}`, tensor([16])),
      variance: state(`v${++seed}`, tensor([16], new Float32Array(16).fill(1))),
    });
    const labels = indices("labels", [2], 3);
    let y: Value = x;
    for (let block = 0; block < 2; block++) {
      const inner = relu(
        batchNorm(conv2d(y, some(16, 16, 3, 3), { padding: 1 }), {
          ...states(),
          weight: some(16),
          bias: some(16),
          training: true,
        }),
      );
      y = add(y, inner);
    }
    const loss = crossEntropy(linear(flatten(y), some(3, 3136), some(3)), labels);
    return {
      specs: { train: { outputs: [loss], minimize: loss, optimizer: adam({ rate: 0.01 }) } },
      given: new Map<Value, ArrayLike<number>>([
        [x, uniform([2, 16, 14, 14], 78).data],
        [labels, [0, 2]],
      ]),
    };
  },
  "texts: embedding, windows, maxima over time": () => {
    const words = indices("words", [3, 11], 20);
    const labels = indices("labels", [3], 2);
    const vectors = embedding(some(20, 6), words);
    const windows = [3, 4, 5].map((size) =>
      max(relu(conv1d(vectors, some(7, 6, size), { dataLayout: "nhwc", bias: some(7) })), 1),
    );
    const loss = crossEntropy(
      linear(dropout(concat(windows, 1), 0.5, 9), some(2, 21), some(2)),
      labels,
    );
    return {
      specs: {
        add: { outputs: [loss], minimize: loss, accumulate: true },
        move: { optimizer: adam({ rate: 0.01 }) },
      },
      given: new Map<Value, ArrayLike<number>>([
        [words, integers([3, 11], 5, 0, 19).data],
        [labels, [1, 0, 1]],
      ]),
    };
  },
};

const GAP = 64;
/** Of every byte: as floats NaN, as whole numbers outside of every table. */
const POISON = 0xff;

describe.each(Object.entries(NETS))("%s", (_, make) => {
  const made = () => {
    seed = 0;
    return make();
  };

  test("sharing changes the memory and no bit", async () => {
    const results = async (sharing: boolean, threads: number) => {
      const { specs, given } = made();
      using session = await openSession(specs, { sharing, threads });
      for (const [value, numbers] of given) session.write(value, numbers);
      for (let step = 0; step < 3; step++)
        for (const name of Object.keys(specs)) await session.run(name);
      return { numbers: numbersOf(session, specs), bytes: session.bytes };
    };
    const alone = await results(false, 1);
    const shared = await results(true, 1);
    expect(shared.numbers).toEqual(alone.numbers);
    expect((await results(true, 2)).numbers).toEqual(alone.numbers);
    expect(shared.bytes).toBeLessThanOrEqual(alone.bytes);
  });

  test("every step writes into its own buffers alone", async () => {
    await stepByStep(made(), POISON, (name, written, own) => {
      const astray = written.find((at) => !own.some(({ from, to }) => at >= from && at < to));
      expect(astray, name).toBe(undefined);
    });
  });

  test("nothing is read that others left behind", async () => {
    const poisoned = await stepByStep(made(), POISON);
    expect(poisoned).toEqual(await stepByStep(made(), 0));
    for (const numbers of poisoned) expect(numbers).not.toContain(Number.NaN);
  });
});

interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * All runs of a net once, on one thread, in a memory of its own whose shared part was filled before.
 *
 * @param visit is told after every step which bytes have changed, and where the step may write.
 * @returns all numbers that a session would let see.
 */
async function stepByStep(
  { specs, given }: Net,
  fill: number,
  visit?: (name: string, written: readonly number[], own: readonly Place[]) => void,
): Promise<Float32Array[]> {
  const machine = detectMachine();
  const { assembly, runs, lives, readable } = programOf(specs, { machine, threads: 1 });
  const { allocations } = assembly;
  const steps = runs.flatMap((run) => run.steps);
  const options = { fma: machine.fma, threads: 1, gap: GAP, lives };
  const { module, layout, stages } = link({ allocations, steps }, options);
  const { wasm: memory } = new Memory({ program: { allocations }, layout, memory: module.memory! });
  const code = await WebAssembly.compile(encode(module));
  const kernels = kernelsOf(code, memory, stages);
  const bytes = new Uint8Array(memory.buffer);
  const addressOf = (value: Value) => layout.addresses.get(assembly.bufferOf(value))!;
  for (const [value, numbers] of given) {
    const Kind = value.element === "i32" ? Int32Array : Float32Array;
    new Kind(memory.buffer, addressOf(value), numbers.length).set(numbers);
  }
  for (const buffer of lives.keys()) {
    const at = layout.addresses.get(buffer)!;
    bytes.fill(fill, at, at + bytesOf(buffer));
  }
  steps.forEach(({ kernel, tasks }, i) => {
    const before = visit && bytes.slice();
    kernels[i](0, 0, tasks);
    if (!before) return;
    const written: number[] = [];
    for (let at = 0; at < bytes.length; at++) if (bytes[at] !== before[at]) written.push(at);
    const own = [...accessesOf(kernel).writes].map((buffer) => {
      const from = layout.addresses.get(buffer)!;
      return { from, to: from + BYTES[buffer.element] * sizeOf(buffer.shape) };
    });
    visit?.(`step ${i}, ${kernel.name}`, written, own);
  });
  return [...readable]
    .filter(({ element }) => element === "f32")
    .map((value) => new Float32Array(memory.buffer, addressOf(value), sizeOf(value.shape)).slice());
}

/** Everything that a session lets see, in the order of the graph. */
function numbersOf(session: Session, specs: Net["specs"]) {
  const ends = Object.values(specs).flatMap(({ outputs = [] }) => outputs);
  return [
    ...ends.map((end) => session.read(end).slice()),
    ...session.parameters().map((value: Parameter) => session.read(value).slice()),
  ];
}

test("no two buffers that are alive at once lie on each other", () => {
  const next = random(4);
  const whole = (most: number) => Math.floor(next() * most);
  for (let round = 0; round < 50; round++) {
    const buffers = Array.from({ length: 30 }, (_, i) => floatBuffer(`b${i}`, [1 + whole(300)], 3));
    const spanOf = (): Span => {
      const first = whole(20);
      return { first, last: first + whole(6) };
    };
    const lives = new Map(
      buffers.slice(5).map((buffer) => [buffer, [spanOf(), spanOf()].slice(whole(2))] as const),
    );
    const allocations = buffers.map(
      (buffer) => ({ buffer, role: "scratch", contents: null }) as const,
    );
    const { addresses, pages } = layOut(allocations, { gap: GAP, lives });
    const places = buffers.map((buffer) => {
      const at = addresses.get(buffer)!;
      return { at, end: at + bytesOf(buffer), spans: lives.get(buffer) };
    });
    places.forEach((a, i) => {
      expect(a.end + GAP).toBeLessThanOrEqual(pages * 2 ** 16);
      places.slice(0, i).forEach((b) => {
        const apart = a.at >= b.end + GAP || b.at >= a.end + GAP;
        const together = !a.spans || !b.spans || meet(a.spans, b.spans);
        expect(apart || !together).toBe(true);
      });
    });
    const most = Math.max(...places.map(({ end }) => end));
    const alone = places.reduce((sum, { at, end }) => sum + end - at, 0);
    expect(most).toBeLessThan(alone);
  }
});
