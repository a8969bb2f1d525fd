/** Every vector operation, every load and store: the interpreter computes what the machine does. */
import { describe, expect, test } from "vitest";
import wabtModule from "wabt";
import {
  bits,
  floatBuffer,
  int,
  integerBuffer,
  type KernelBuilder,
  kernel,
  load,
  load4,
  loadAs,
  loadSplatInt,
  permute,
  simd,
} from "../../src/ir/build.ts";
import { check } from "../../src/ir/check.ts";
import { count } from "../../src/ir/count.ts";
import { interpret } from "../../src/ir/interpret.ts";
import { lower } from "../../src/ir/lower.ts";
import { print } from "../../src/ir/print.ts";
import type { Buffer, Element, Elements, Expr, Kernel, TreeType } from "../../src/ir/tree.ts";
import { BYTES, LANES } from "../../src/ir/types.ts";
import { VECTOR_OPS, type VectorOpName } from "../../src/ir/vector-ops.ts";
import { encode } from "../../src/wasm/encode.ts";
import { text } from "../../src/wasm/text.ts";

const ARRAYS = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
} as const;

/** Where the machine keeps the buffers: 256 bytes each. */
const addressOf = (buffers: readonly Buffer[]) => (b: Buffer) => 256 * buffers.indexOf(b);

/** The named buffers after a run of the kernel, interpreted and on the machine. */
function both(k: Kernel, fill: (b: Buffer, i: number) => number): [Elements[], Elements[]] {
  check(k);
  const fresh = () =>
    k.buffers.map((b): Elements => {
      const values = new ARRAYS[b.element](256 / BYTES[b.element]);
      return values.map((_, i) => fill(b, i));
    });
  const told = fresh();
  interpret(k, [], new Map(k.buffers.map((b, i) => [b.name, told[i]])), { fma: false });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const views = k.buffers.map(
    (b, i) => new ARRAYS[b.element](memory.buffer, 256 * i, 256 / BYTES[b.element]),
  );
  fresh().forEach((values, i) => views[i].set(values));
  const code = lower(k, { fma: false, addressOf: addressOf(k.buffers) });
  const bytes = encode({ memory: { pages: 1, shared: false }, functions: [code] });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  (exports[k.name] as () => void)();
  return [told, views];
}

const noise = (b: Buffer, i: number): number => {
  if (b.element === "f32") return floatNoise(b, i);
  const wild = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(b.name.length, 0x85ebca6b)) >>> 0;
  // Ends of the ranges too: wrapping and saturation must agree.
  const ends = [0, 1, -1, 127, 128, 255, 32767, -32768, 65535, 2 ** 31 - 1, -(2 ** 31)];
  return i % 3 === 0 ? ends[(i / 3) % ends.length] : wild | 0;
};

/** Floats of all sizes and signs: ties of rounding, what no integer holds, and what is no number. */
function floatNoise({ name }: Buffer, i: number): number {
  const edges = [0, -0, 0.5, -0.5, 1.5, 2.5, 2 ** 31, -(2 ** 32), Number.NaN, Infinity, -Infinity];
  const wild = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(name.length, 0x85ebca6b)) | 0;
  return i % 2 === 0 ? edges[(i / 2) % edges.length] : wild / 2 ** (i % 40);
}

const ELEMENT_OF: Partial<Record<TreeType, Exclude<Element, "f32">>> = {
  i8x16: "u8",
  i16x8: "i16",
  i32x4: "i32",
};

/** A vector of a buffer of its own, or a number. */
function operand(b: KernelBuilder, type: TreeType, name: string, at: number, first: boolean): Expr {
  if (type === "i32") return int(first ? -7 : 3);
  if (type === "v128") return load4(b.use(floatBuffer(name, [64])), at);
  const element = ELEMENT_OF[type]!;
  return loadAs(type, b.use(integerBuffer(name, element, [64])), Math.min(at, 64 - LANES[type]));
}

describe("each operation, interpreted and on the machine", () => {
  test.each(Object.keys(VECTOR_OPS) as VectorOpName[])("%s", (op) => {
    const { takes, gives } = VECTOR_OPS[op];
    // Every lane of sixteen vectors, so that each edge meets each.
    for (let at = 0; at < 64; at += 4) {
      const k = kernel("one", (b) => {
        const operands = takes.map((type, i) => operand(b, type, "x".repeat(i + 1), at, i === 0));
        if (op === "v128.bitselect") operands[2] = simd("f32x4.lt", operands[0], operands[1]);
        const result = b.let("r", simd(op, ...operands));
        if (gives === "v128") b.store4(b.use(floatBuffer("result", [64])), [8], result);
        else b.storeAs(b.use(integerBuffer("result", ELEMENT_OF[gives]!, [64])), [8], result);
      });
      const [told, machine] = both(k, noise);
      expect(told).toEqual(machine);
      expect(print(k)).toContain(op);
    }
  });
});

const MOVES: readonly (readonly [Exclude<Element, "f32">, TreeType])[] = [
  ["u8", "i8x16"],
  ["u8", "i16x8"],
  ["u16", "i16x8"],
  ["u16", "i32x4"],
  ["i16", "i16x8"],
  ["i16", "i32x4"],
  ["i32", "i32x4"],
];

test.each(MOVES)("%s loaded as %s, and stored in part", (element, type) => {
  for (let lanes = 1; lanes <= LANES[type]; lanes++) {
    const k = kernel("move", (b) => {
      const from = b.use(integerBuffer("from", element, [64]));
      const to = b.use(integerBuffer("to", ELEMENT_OF[type]!, [64]));
      const value = b.let("v", loadAs(type, from, 5));
      b.storeAs(to, [7], value, lanes);
      b.store(from, [0], load(from, 3));
    });
    const [told, machine] = both(k, noise);
    expect(told).toEqual(machine);
    const { bytesStored } = count(k, []);
    expect(bytesStored).toBe(lanes * BYTES[ELEMENT_OF[type]!] + BYTES[element]);
  }
});

test("permute picks lanes of two vectors, bits reads them as another type", () => {
  const k = kernel("pick", (b) => {
    const x = b.use(integerBuffer("x", "i16", [16]));
    const pair = b.use(integerBuffer("pair", "i32", [4]));
    const y = b.use(integerBuffer("y", "i16", [16]));
    const [low, high] = [loadAs("i16x8", x, 0), loadAs("i16x8", x, 8)];
    b.storeAs(y, [0], permute(low, high, [15, 0, 8, 1, 9, 2, 10, 3]));
    b.storeAs(y, [8], bits("i16x8", loadSplatInt(pair, 1)));
  });
  const [told, machine] = both(k, noise);
  expect(told).toEqual(machine);
});

test("a wrong vector cannot be built", () => {
  const bytes = integerBuffer("bytes", "u8", [32]);
  const v = loadAs("i16x8", bytes, 0);
  expect(() => simd("i32x4.add", v, v)).toThrow("i32x4.add takes i32x4, i32x4, got i16x8, i16x8");
  expect(() => loadAs("i32x4", bytes, 0)).toThrow("u8 is not loaded as i32x4");
  expect(() => permute(v, v, [0, 1, 2])).toThrow("permute takes 8 lanes");
  expect(() => kernel("k", (k) => k.storeAs(bytes, [0], v))).toThrow("u8 is not stored as i16x8");
  const far = kernel("k", (k) => k.storeAs(k.use(bytes), [17], loadAs("i8x16", bytes, 0)));
  expect(() => check(far)).toThrow("access to bytes[32] may reach 17..32");
});

test("the text of every operation assembles to the bytes we write", async () => {
  const wabt = await wabtModule();
  for (const op of Object.keys(VECTOR_OPS) as VectorOpName[]) {
    const { takes, gives } = VECTOR_OPS[op];
    const k = kernel("one", (b) => {
      const args = takes.map((type) => operand(b, type, `from_${type}`, 0, false));
      b.let("r", simd(op, ...args));
      expect(b.finish("one").body.length, gives).toBe(1);
    });
    const module = {
      memory: { pages: 1, shared: false },
      functions: [lower(k, { fma: false, addressOf: addressOf(k.buffers) })],
    };
    const { buffer } = wabt.parseWat("one.wat", text(module), { simd: true }).toBinary({});
    expect(WebAssembly.validate(Uint8Array.from(buffer))).toBe(true);
    expect([...encode(module)]).toEqual([...buffer]);
  }
});
