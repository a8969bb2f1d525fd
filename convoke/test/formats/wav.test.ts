import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { FormatError, OptionError } from "../../src/errors.ts";
import { WAV_ENCODINGS, type WavEncoding } from "../../src/formats/wav-encoding.ts";
import { readWav } from "../../src/formats/wav-read.ts";
import { writeWav } from "../../src/formats/wav-write.ts";

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));
const u16 = (n: number) => [n & 255, (n >> 8) & 255];
const u32 = (n: number) => [...u16(n & 0xffff), ...u16(n >>> 16)];
const chunk = (name: string, body: number[], size = body.length) => [
  ...ascii(name),
  ...u32(size),
  ...body,
  ...(body.length % 2 ? [0] : []),
];
const riff = (...chunks: number[][]) => {
  const body = [...ascii("WAVE"), ...chunks.flat()];
  return Uint8Array.from(chunk("RIFF", body));
};
const fmt = (tag: number, channels: number, bits: number, width = bits / 8, rest: number[] = []) =>
  chunk("fmt ", [
    ...u16(tag),
    ...u16(channels),
    ...u32(8000),
    ...u32(8000 * channels * width),
    ...u16(channels * width),
    ...u16(bits),
    ...rest,
  ]);
const GUID = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
const extension = (valid: number, tag: number) => [
  ...u16(22),
  ...u16(valid),
  ...u32(0),
  ...u16(tag),
  ...GUID,
];
const values = (bytes: Uint8Array) => [...readWav(bytes).samples.data];

describe("files written by hand", () => {
  test("bytes are unsigned, 128 is silence", () => {
    const sound = readWav(riff(fmt(1, 1, 8), chunk("data", [0, 128, 255])));
    expect(sound).toEqual({
      sampleRate: 8000,
      encoding: "pcm8",
      samples: { shape: [1, 3], data: Float64Array.of(-1, 0, 127 / 128) },
    });
  });

  test("16 bits, two channels: frames become rows", () => {
    const data = [...u16(1), ...u16(-32768), ...u16(2), ...u16(32767)];
    const { samples } = readWav(riff(fmt(1, 2, 16), chunk("data", data)));
    expect(samples.shape).toEqual([2, 2]);
    expect([...samples.data].map((x) => x * 32768)).toEqual([1, 2, -32768, 32767]);
  });

  test("24 and 32 bits, either sign", () => {
    const three = [1, 0, 0, 255, 255, 255, 0, 0, 128, 255, 255, 127];
    expect(values(riff(fmt(1, 1, 24), chunk("data", three))).map((x) => x * 2 ** 23)).toEqual([
      1,
      -1,
      -(2 ** 23),
      2 ** 23 - 1,
    ]);
    const four = [...u32(1), ...u32(-1), ...u32(-(2 ** 31))];
    expect(values(riff(fmt(1, 1, 32), chunk("data", four))).map((x) => x * 2 ** 31)).toEqual([
      1,
      -1,
      -(2 ** 31),
    ]);
  });

  test("20 valid bits in 3 bytes, extensible; 12 bits in 2 bytes, plain", () => {
    const body = chunk("data", [0, 0, 64]);
    expect(values(riff(fmt(0xfffe, 1, 24, 3, extension(20, 1)), body))).toEqual([0.5]);
    expect(values(riff(fmt(1, 1, 12, 2), chunk("data", [0, 64])))).toEqual([0.5]);
  });

  test("floats beyond full scale stay what they are, plain and extensible", () => {
    const data = [...new Uint8Array(Float32Array.of(-2.5, Infinity).buffer)];
    expect(values(riff(fmt(3, 1, 32), chunk("data", data)))).toEqual([-2.5, Infinity]);
    expect(values(riff(fmt(0xfffe, 1, 32, 4, extension(32, 3)), chunk("data", data)))).toEqual([
      -2.5,
      Infinity,
    ]);
  });

  test("other chunks, odd ones with their padding, and bytes behind the form are passed over", () => {
    const file = riff(
      chunk("LIST", [1, 2, 3]),
      fmt(1, 1, 8),
      chunk("data", [192]),
      chunk("cue ", [7]),
    );
    expect(values(Uint8Array.from([...file, ...ascii("TAG and more")]))).toEqual([0.5]);
  });

  test("bytes that begin anywhere in their buffer", () => {
    const file = riff(fmt(1, 1, 8), chunk("data", [192]));
    const buffer = new Uint8Array(file.length + 3);
    buffer.set(file, 3);
    expect(values(buffer.subarray(3))).toEqual([0.5]);
  });
});

const good = riff(fmt(1, 1, 16), chunk("data", [1, 2, 3, 4]));
test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(0), "expected a WAV file (RIFF WAVE), got other bytes"],
  ["text", Uint8Array.from(ascii("hello, world, hello")), "(RIFF WAVE), got other bytes"],
  [
    "big endian",
    Uint8Array.from([...ascii("RIFX"), 0, 0, 0, 4, ...ascii("WAVE")]),
    'expected a WAV file (RIFF WAVE), got "RIFX WAVE"',
  ],
  ["another form", Uint8Array.from([...chunk("RIFF", ascii("AVI "))]), 'got "RIFF AVI "'],
  [
    "a cut file",
    good.subarray(0, good.length - 1),
    `expected ${good.length} bytes in the WAV file, as its header says, got ${good.length - 1}`,
  ],
  ["no fmt", riff(chunk("data", [1, 2])), "expected a chunk fmt in the WAV file, got none"],
  ["no data", riff(fmt(1, 1, 16)), "expected a chunk data in the WAV file, got none"],
  [
    "two data",
    riff(fmt(1, 1, 8), chunk("data", [1, 2]), chunk("data", [1, 2])),
    "expected one chunk data in the WAV file, got two",
  ],
  ["a short fmt", riff(chunk("fmt ", u16(1)), chunk("data", [])), "at least 16 bytes, got 2"],
  [
    "data longer than the file",
    riff(fmt(1, 1, 16), chunk("data", [1, 2], 2 ** 32 - 1)),
    'expected 4294967295 bytes in the chunk "data" of the WAV file, got 2',
  ],
  [
    "half a frame",
    riff(fmt(1, 2, 16), chunk("data", [1, 2, 3, 4, 5, 6])),
    "expected a multiple of 4 bytes of samples in the WAV file, got 6",
  ],
  [
    "a rest too short for a chunk",
    riff(fmt(1, 1, 8), chunk("data", [1, 2]), [0, 0, 0, 0]),
    "expected a chunk of at least 8 bytes at byte 46 of the WAV file, got 4",
  ],
  [
    "mu-law",
    riff(fmt(7, 1, 8), chunk("data", [1])),
    "expected PCM or float samples in the WAV file, got format 7 (mu-law)",
  ],
  [
    "another subformat",
    riff(fmt(0xfffe, 1, 16, 2, extension(16, 1).fill(9, 10)), chunk("data", [])),
    "expected PCM or float samples in the WAV file, got another subformat",
  ],
  [
    "a short extension",
    riff(fmt(0xfffe, 1, 16, 2, u16(22)), chunk("data", [])),
    "expected an extensible fmt of at least 40 bytes, got 18",
  ],
  [
    "17 valid bits of 16",
    riff(fmt(0xfffe, 1, 16, 2, extension(17, 1)), chunk("data", [])),
    "expected at most 16 valid bits in the WAV file, got 17",
  ],
  ["no channel", riff(fmt(1, 0, 16), chunk("data", [])), "got 0 and 8000"],
  ["40 bits", riff(fmt(1, 1, 40), chunk("data", [])), "expected 1 to 32 bits a PCM sample"],
  ["floats of 16", riff(fmt(3, 1, 16), chunk("data", [])), "expected 32 or 64 bits a float"],
  [
    "frames of another size",
    riff(fmt(1, 2, 16, 4), chunk("data", [])),
    "expected 4 bytes for 2 samples of 16 bits in the WAV file, got 8",
  ],
])("%s is refused", (_, bytes, sentence) => {
  expect(() => readWav(bytes)).toThrow(FormatError);
  expect(() => readWav(bytes)).toThrow(sentence);
});

/** Samples that the encoding has codes for. */
const exact = (encoding: WavEncoding) => {
  const bits = Number(encoding.replace(/\D/g, ""));
  if (encoding === "float64") return fc.double();
  if (encoding === "float32") return fc.float();
  const half = 2 ** (bits - 1);
  return fc.integer({ min: -half, max: half - 1 }).map((code) => code / half);
};
const sounds = fc
  .record({
    encoding: fc.constantFrom(...WAV_ENCODINGS),
    channels: fc.integer({ min: 1, max: 5 }),
    length: fc.integer({ min: 0, max: 9 }),
    sampleRate: fc.integer({ min: 1, max: 192_000 }),
  })
  .chain((facts) => {
    const size = facts.channels * facts.length;
    return fc
      .array(exact(facts.encoding), { minLength: size, maxLength: size })
      .map((data) => ({ ...facts, data }));
  });

test("what is written is read back, every encoding, samples bit for bit", () => {
  fc.assert(
    fc.property(sounds, ({ encoding, channels, length, sampleRate, data }) => {
      const samples = { shape: [channels, length], data: Float64Array.from(data) };
      const bytes = writeWav({ sampleRate, samples }, { encoding });
      const back = readWav(bytes);
      expect(back).toEqual({ sampleRate, encoding, samples });
      expect(writeWav(back, { encoding })).toEqual(bytes);
    }),
  );
});

test("a file with one byte changed or its end cut off is read or refused, in one sentence", () => {
  fc.assert(
    fc.property(
      sounds,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.boolean(),
      ({ encoding, channels, length, sampleRate, data }, place, byte, cut) => {
        const samples = { shape: [channels, length], data: Float64Array.from(data) };
        const bytes = writeWav({ sampleRate, samples }, { encoding });
        const at = place % bytes.length;
        const spoilt = cut ? bytes.subarray(0, at) : bytes.with(at, byte);
        try {
          const { samples: read } = readWav(spoilt);
          expect(cut).toBe(false);
          expect(read.data.length).toBe(read.shape[0] * read.shape[1]);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect((error as Error).message).toMatch(/^expected .*, got [^\n]*$/);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

describe("writing", () => {
  const mono = (...data: number[]) => ({
    sampleRate: 8000,
    samples: { shape: [1, data.length], data: Float64Array.from(data) },
  });

  test("PCM takes the nearest code, halves up, and 1 the largest", () => {
    const bytes = writeWav(mono(0.5 / 128, -0.5 / 128, 1, -1), { encoding: "pcm8" });
    expect([...bytes.slice(-4)]).toEqual([129, 128, 255, 0]);
  });

  test("what PCM has no code for is refused, or clipped where that is asked for", () => {
    expect(() => writeWav(mono(0, 1.5))).toThrow(
      'expected a number from -1 to 1 (or { overload: "clip" }) for sample 1 of channel 0 as pcm16, got 1.5',
    );
    expect(values(writeWav(mono(0, 1.5, -Infinity), { overload: "clip" }))).toEqual([
      0,
      32767 / 32768,
      -1,
    ]);
    expect(() => writeWav(mono(NaN), { overload: "clip" })).toThrow(OptionError);
    expect(values(writeWav(mono(1.5, NaN), { encoding: "float32" }))).toEqual([1.5, NaN]);
  });

  test("more than two channels, and PCM wider than 16 bits, get the extensible header", () => {
    const header = (channels: number, encoding: WavEncoding) =>
      writeWav(
        { sampleRate: 1, samples: { shape: [channels, 0], data: new Float32Array(0) } },
        { encoding },
      );
    const tag = (bytes: Uint8Array) => bytes[20] + 256 * bytes[21];
    expect(tag(header(2, "pcm16"))).toBe(1);
    expect(tag(header(2, "float32"))).toBe(3);
    expect(tag(header(1, "pcm24"))).toBe(0xfffe);
    expect(tag(header(3, "pcm16"))).toBe(0xfffe);
  });

  test.each<[string, () => unknown, string]>([
    [
      "rank",
      () => writeWav({ sampleRate: 1, samples: { shape: [2], data: new Float32Array(2) } }),
      "expected [channels, samples] with 1 to 32767 channels",
    ],
    [
      "rate",
      () => writeWav({ ...mono(0), sampleRate: 0.5 }),
      "expected a whole number of hertz from 1 to 2147483647 for sampleRate, got 0.5",
    ],
    [
      "encoding",
      () => writeWav(mono(0), { encoding: "pcm12" as "pcm8" }),
      "expected one of pcm8, pcm16",
    ],
    [
      "option",
      () => writeWav(mono(0), { codec: "pcm8" } as object),
      "expected one of encoding, overload",
    ],
  ])("another %s is refused", (_, write, sentence) => {
    expect(write).toThrow(sentence);
  });
});

const folder = sharedPath("data", "audio");
const found = existsSync(folder) ? readdirSync(folder) : [];
describe.skipIf(found.length === 0)(
  "recordings (skipped without the shared folder: set CONVOKE_SHARED)",
  () => {
    test.each(found.length > 0 ? found : ["none"])(
      "%s, read and written, is the same file",
      (name) => {
        const bytes = new Uint8Array(readFileSync(join(folder, name)));
        const sound = readWav(bytes);
        expect(sound.encoding).toBe("pcm16");
        expect(sound.samples.shape[1] / sound.sampleRate).toBeGreaterThan(0.9);
        const again = writeWav(sound, { encoding: sound.encoding });
        expect(readWav(again)).toEqual(sound);
        // The samples stand at the end of each, whatever chunks stand before them.
        const size = sound.samples.data.length * 2;
        const at = Buffer.from(bytes).indexOf("data") + 8;
        expect(again.slice(-size)).toEqual(bytes.slice(at, at + size));
      },
    );
  },
);
