/**
 * WAV files: chunks of a RIFF form, of which `fmt ` says how samples are written and `data` has them.
 *
 * Source: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991;
 * Microsoft, "Multiple Channel Audio Data and WAVE Files" (WAVEFORMATEXTENSIBLE), 2007.
 */
import { FormatError } from "../errors.ts";
import type { Sound } from "./sound.ts";
import { WAV_ENCODINGS, type WavEncoding, wavCodec } from "./wav-encoding.ts";

export const PCM = 1;
export const IEEE_FLOAT = 3;
export const EXTENSIBLE = 0xfffe;
/** What follows the tag in the identifier of an extensible format's samples. */
export const SUBFORMAT = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Names of what other tags mean, for the sentence that refuses them. */
const OTHER_TAGS: Record<number, string> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "mu-law",
  17: "IMA ADPCM",
  85: "MP3",
};

interface WavFormat {
  readonly encoding: WavEncoding;
  readonly channels: number;
  readonly sampleRate: number;
}

export interface WavSound extends Sound<Float64Array> {
  /** How the file wrote its samples: `writeWav` with the same encoding gives the same samples. */
  readonly encoding: WavEncoding;
}

/**
 * PCM of 8, 16, 24 and 32 bits and floats of 32 and 64, any number of channels, as float64: every
 * sample exactly as written. PCM is divided by 2^(bits − 1), so it lies in [−1, 1); floats may be
 * anything. What else is in the file (names, cue points, bytes behind the RIFF form) is passed over.
 *
 * @throws FormatError when the bytes are no WAV file, contradict themselves, are cut short, or hold
 *   compressed samples.
 */
export function readWav(bytes: Uint8Array): WavSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = bytes.length < 12 ? "other bytes" : `${word(view, 0)} ${word(view, 8)}`;
  if (kind !== "RIFF WAVE") {
    const known = /^(RIFF|RIFX|RF64|FORM) /.test(kind);
    throw new FormatError(
      `expected a WAV file (RIFF WAVE), got ${known ? JSON.stringify(kind) : "other bytes"}`,
    );
  }
  const { fmt, data } = chunksOf(view);
  if (!fmt) throw new FormatError("expected a chunk fmt in the WAV file, got none");
  if (!data) throw new FormatError("expected a chunk data in the WAV file, got none");

  const { encoding, channels, sampleRate } = formatOf(fmt);
  const { width, read } = wavCodec(encoding);
  const frame = channels * width;
  if (data.byteLength % frame !== 0) {
    throw new FormatError(
      `expected a multiple of ${frame} bytes of samples in the WAV file, got ${data.byteLength}`,
    );
  }
  const length = data.byteLength / frame;
  const samples = new Float64Array(channels * length);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0, at = channel * width; i < length; i++, at += frame)
      samples[channel * length + i] = read(data, at);
  }
  return { sampleRate, encoding, samples: { shape: [channels, length], data: samples } };
}

/** The chunks `fmt ` and `data`; every chunk has a name, a size, and a byte of padding when odd. */
function chunksOf(view: DataView): { fmt?: DataView; data?: DataView } {
  const end = 8 + view.getUint32(4, true);
  if (end > view.byteLength) {
    throw new FormatError(
      `expected ${end} bytes in the WAV file, as its header says, got ${view.byteLength}`,
    );
  }
  const found: { fmt?: DataView; data?: DataView } = {};
  let at = 12;
  while (at < end) {
    if (end - at < 8) {
      throw new FormatError(
        `expected a chunk of at least 8 bytes at byte ${at} of the WAV file, got ${end - at}`,
      );
    }
    const size = view.getUint32(at + 4, true);
    const name = word(view, at).trimEnd();
    if (size > end - at - 8) {
      throw new FormatError(
        `expected ${size} bytes in the chunk ${JSON.stringify(name)} of the WAV file, got ${end - at - 8}`,
      );
    }
    if (name === "fmt" || name === "data") {
      if (found[name]) throw new FormatError(`expected one chunk ${name} in the WAV file, got two`);
      found[name] = new DataView(view.buffer, view.byteOffset + at + 8, size);
    }
    at += 8 + size + (size % 2);
  }
  return found;
}

/** Bits below the container's width are padding at the low end, which the scale does not see. */
function formatOf(fmt: DataView): WavFormat {
  if (fmt.byteLength < 16)
    throw new FormatError(`expected a chunk fmt of at least 16 bytes, got ${fmt.byteLength}`);
  const outer = fmt.getUint16(0, true);
  const tag = outer === EXTENSIBLE ? subformatOf(fmt) : outer;
  const [channels, sampleRate] = [fmt.getUint16(2, true), fmt.getUint32(4, true)];
  const [frame, bits] = [fmt.getUint16(12, true), fmt.getUint16(14, true)];
  if (tag !== PCM && tag !== IEEE_FLOAT) {
    const name = OTHER_TAGS[tag] ? ` (${OTHER_TAGS[tag]})` : "";
    throw new FormatError(
      `expected PCM or float samples in the WAV file, got format ${tag}${name}`,
    );
  }
  if (channels === 0 || sampleRate === 0) {
    throw new FormatError(
      `expected at least 1 channel and 1 sample a second in the WAV file, got ${channels} and ${sampleRate}`,
    );
  }
  const width = Math.ceil(bits / 8);
  const encoding = WAV_ENCODINGS.find((name) => {
    const codec = wavCodec(name);
    return codec.tag === tag && codec.width === width && (tag === PCM || bits === 8 * width);
  });
  if (!encoding) {
    const widths = tag === PCM ? "1 to 32 bits a PCM sample" : "32 or 64 bits a float";
    throw new FormatError(`expected ${widths} in the WAV file, got ${bits}`);
  }
  if (frame !== channels * width) {
    throw new FormatError(
      `expected ${channels * width} bytes for ${channels} samples of ${bits} bits in the WAV file, got ${frame}`,
    );
  }
  return { encoding, channels, sampleRate };
}

/** The tag at the front of an extensible format's identifier. */
function subformatOf(fmt: DataView): number {
  if (fmt.byteLength < 40)
    throw new FormatError(`expected an extensible fmt of at least 40 bytes, got ${fmt.byteLength}`);
  if (SUBFORMAT.some((byte, i) => fmt.getUint8(26 + i) !== byte))
    throw new FormatError("expected PCM or float samples in the WAV file, got another subformat");
  const [valid, bits] = [fmt.getUint16(18, true), fmt.getUint16(14, true)];
  if (valid > bits)
    throw new FormatError(`expected at most ${bits} valid bits in the WAV file, got ${valid}`);
  return fmt.getUint16(24, true);
}

const word = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
