/** Where a process has no room for a memory: it is waited for, and missed in a sentence. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { compileBackward } from "../../src/backward/executable.ts";
import { RuntimeError } from "../../src/errors.ts";
import { mean, openSession, parameter } from "../../src/grad/index.ts";
import { compileImage, imageFilter } from "../../src/images/index.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { clearCache, maxPool2d } from "../../src/pooling/index.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { hasSharedMemory } from "../../src/wasm/probe.ts";
import { compile, plan } from "../../src/whole.ts";

const LAYER = parse("ic1ih3oc1kh2");
const weight = tensor([1, 1, 2, 2], [1, 2, 3, 4]);

/** What asks for a memory; settled, it has one. */
const ENTRANCES: Readonly<Record<string, () => Promise<unknown>>> = {
  layer: () => compile(plan(LAYER, { threads: 1 }), { weight }),
  gradients: () => compileBackward(LAYER, { threads: 1 }),
  pooling: () => maxPool2d(tensor([1, 1, 5, 7]), { kernelSize: 3 }),
  image: () =>
    compileImage(
      imageFilter({
        width: 9,
        height: 5,
        kernel: { columns: 1, rows: 1, values: [2] },
        threads: 1,
      }),
    ),
  session: () => openSession({ run: { outputs: [mean(parameter("p", tensor([4])))] } }),
};

/** Times that a memory was asked for in vain. */
let refused = 0;
let most = 0;

// Asked once: what it finds out is not what is tested.
detectMachine();
const { Memory } = WebAssembly;

class ScarceMemory extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    if (refused < most) {
      refused++;
      throw new RangeError("could not allocate memory");
    }
    super(descriptor);
  }
}

beforeEach(() => {
  clearCache();
  [refused, most] = [0, Infinity];
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  WebAssembly.Memory = ScarceMemory;
});
afterEach(() => {
  WebAssembly.Memory = Memory;
  vi.useRealTimers();
});

/** The value or the error, the clock going on as soon as somebody waits for it. */
async function settled<T>(promise: Promise<T>): Promise<T | Error> {
  let over = false;
  const end = promise.catch((error) => error).finally(() => (over = true));
  while (!over) {
    await vi.advanceTimersByTimeAsync(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return end;
}

test.each(Object.entries(ENTRANCES))("%s: comes as soon as there is room", async (_, enter) => {
  most = 5;
  expect(await settled(enter())).not.toBeInstanceOf(Error);
  expect(refused).toBe(5);
});

test.each(Object.entries(ENTRANCES))(
  "%s: is refused in a sentence after a while",
  async (_, enter) => {
    const error = await settled(enter());
    expect(error).toBeInstanceOf(RuntimeError);
    expect((error as Error).message).toMatch(
      /^no room for another memory: dispose of executables$/,
    );
    most = 0;
    expect(await settled(enter())).not.toBeInstanceOf(Error);
  },
);

test("a process that has no room just now is not taken for one that shares no memory", () => {
  expect(hasSharedMemory()).toBe(true);
  expect(refused).toBe(1);
});

test("what computes afterwards is right", async () => {
  most = 1;
  const executable = await settled(compile(plan(LAYER, { threads: 1 }), { weight }));
  if (executable instanceof Error) throw executable;
  executable.input.data.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await executable.run();
  expect([...executable.output.data]).toEqual([37, 47, 67, 77]);
  executable[Symbol.dispose]();
});
