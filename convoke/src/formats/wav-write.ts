/** The other direction of `wav-read.ts`, where the sources stand. */
import { fault, guard, OptionError, ShapeError, UnsupportedError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import { expectTensor } from "../tensor/tensor.ts";
import type { Sound } from "./sound.ts";
import { WAV_ENCODINGS, type WavEncoding, wavCodec } from "./wav-encoding.ts";
import { EXTENSIBLE, IEEE_FLOAT, PCM, SUBFORMAT } from "./wav-read.ts";

export interface WavOptions {
  readonly encoding?: WavEncoding;
  /** What becomes of samples beyond full scale, which PCM has no codes for. */
  readonly overload?: "refuse" | "clip";
}

/**
 * A WAV file of the sound. PCM is rounded to the nearest code, halves up; 1 takes the largest code.
 * float32 is rounded to the nearest float32, float64 is written as it is. More than two channels and
 * PCM wider than 16 bits get the extensible header, as its specification asks.
 *
 * @throws OptionError for another encoding, a sampling rate that is no whole number of hertz or
 *   whose bytes a second reach 2³², or a sample that PCM cannot write: NaN always, beyond ±1 unless it may be clipped.
 * @throws ShapeError unless the samples are [channels, samples], as many channels as
 *   65535 bytes hold.
 * @throws UnsupportedError when the file would not be smaller than 4 GiB.
 */
export function writeWav(sound: Sound, options: WavOptions = {}): Uint8Array<ArrayBuffer> {
  readOptions("writeWav", options, ["encoding", "overload"]);
  const { encoding = "pcm16", overload = "refuse" } = options;
  const { sampleRate, samples } = sound;
  choice("encoding", encoding, WAV_ENCODINGS);
  choice("overload", overload, ["refuse", "clip"]);
  expectTensor("samples", samples);
  const { tag, width, write } = wavCodec(encoding);
  const [channels, length] = samples.shape;
  // One sample of every channel is a frame, whose bytes the header counts with 16 bits.
  const most = Math.floor(65535 / width);
  guard(samples.shape.length === 2 && channels >= 1 && channels <= most, ShapeError, () => ({
    name: "the shape of samples",
    expected: `[channels, samples] with 1 to ${most} channels`,
    got: samples.shape,
  }));
  // … and the bytes of a second with 32.
  const highest = Math.floor((2 ** 32 - 1) / (channels * width));
  guard(
    Number.isInteger(sampleRate) && sampleRate >= 1 && sampleRate <= highest,
    OptionError,
    () => ({
      name: "sampleRate",
      expected: `a whole number of hertz from 1 to ${highest}`,
      got: sampleRate,
    }),
  );

  const header = headerOf(encoding, channels, sampleRate, length);
  const size = channels * length * width;
  guard(header.length + size + 1 < 2 ** 32, UnsupportedError, () => ({
    name: "the size of the WAV file",
    expected: "less than 4294967296 bytes",
    got: header.length + size,
  }));
  const bytes = new Uint8Array(header.length + size + (size % 2));
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length - 8, true);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < length; i++) {
      let value = samples.data[channel * length + i];
      if (tag === PCM && !(Math.abs(value) <= 1)) {
        if (overload === "refuse" || Number.isNaN(value)) {
          throw fault(OptionError, {
            name: `sample ${i} of channel ${channel} as ${encoding}`,
            expected: 'a number from -1 to 1 (or { overload: "clip" })',
            got: value,
          });
        }
        value = Math.sign(value);
      }
      write(view, header.length + (i * channels + channel) * width, value);
    }
  }
  return bytes;
}

/** Everything in front of the first sample; the size of the form is left zero. */
function headerOf(encoding: WavEncoding, channels: number, sampleRate: number, length: number) {
  const { tag, width } = wavCodec(encoding);
  const frame = channels * width;
  const extensible = channels > 2 || (tag === PCM && width > 2);
  const u16 = (value: number) => [value & 255, (value >> 8) & 255];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  const text = (word: string) => [...word].map((c) => c.charCodeAt(0));
  const chunk = (name: string, body: number[]) => [...text(name), ...u32(body.length), ...body];

  const format = [
    ...u16(extensible ? EXTENSIBLE : tag),
    ...u16(channels),
    ...u32(sampleRate),
    ...u32(sampleRate * frame),
    ...u16(frame),
    ...u16(8 * width),
  ];
  // Loudspeakers: mono is the front centre, two channels are left and right, more are not assigned.
  const speakers = channels === 1 ? 4 : channels === 2 ? 3 : 0;
  if (extensible)
    format.push(...u16(22), ...u16(8 * width), ...u32(speakers), ...u16(tag), ...SUBFORMAT);
  else if (tag === IEEE_FLOAT) format.push(...u16(0));
  // Whatever is not PCM says how many samples a channel has.
  const fact = tag === IEEE_FLOAT ? chunk("fact", u32(length)) : [];
  return Uint8Array.from([
    ...chunk("RIFF", []),
    ...text("WAVE"),
    ...chunk("fmt ", format),
    ...fact,
    ...text("data"),
    ...u32(length * frame),
  ]);
}
