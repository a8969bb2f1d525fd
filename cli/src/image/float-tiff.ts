/**
 * Float32 TIFF, a page a layer, not compressed. sharp writes float only as scRGB, which changes the
 * numbers; here they are written as they are, signs and all. What black and white are is said by
 * SMinSampleValue and SMaxSampleValue, so that whoever reads the file can make codes of it again.
 *
 * Source: TIFF 6.0 (Adobe, 1992), sections 2 and 19 (SampleFormat 3: IEEE floating point).
 */
export interface FloatPage {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly planes: 1 | 3;
  /** height × width × channels */
  readonly pixels: Float32Array;
  readonly white: number;
}

const SHORT = 3;
const LONG = 4;
const FLOAT = 11;
const BLACK_TAG = 340;
const WHITE_TAG = 341;

/** What a file of floats says white is; 1 where it says nothing. */
export function whiteOfTiff(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint16(0) === 0x4949;
  // 43 is BigTIFF, with tables of another form.
  if (view.getUint16(2, little) !== 42) return 1;
  const directory = view.getUint32(4, little);
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const at = directory + 2 + 12 * i;
    if (view.getUint16(at, little) !== WHITE_TAG || view.getUint16(at + 2, little) !== FLOAT)
      continue;
    const inside = view.getUint32(at + 4, little) === 1;
    const white = view.getFloat32(inside ? at + 8 : view.getUint32(at + 8, little), little);
    if (white > 0 && white < Infinity) return white;
  }
  return 1;
}

export function floatTiff(pages: readonly FloatPage[]): Uint8Array {
  const directories = pages.map(entriesOf);
  const sizes = pages.map((page, i) => page.pixels.byteLength + directorySize(directories[i]));
  const bytes = new Uint8Array(8 + sizes.reduce((a, b) => a + b, 0));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  let at = 8;
  let link = 4;
  pages.forEach(({ pixels }, i) => {
    const data = at;
    for (const value of pixels) {
      view.setFloat32(at, value, true);
      at += 4;
    }
    view.setUint32(link, at, true);
    link = writeDirectory(view, at, directories[i](data));
    at += directorySize(directories[i]);
  });
  return bytes;
}

type Entry = readonly [tag: number, type: number, values: readonly number[]];

function entriesOf({
  width,
  height,
  channels,
  planes,
  pixels,
  white,
}: FloatPage): (data: number) => Entry[] {
  const each = (value: number) => new Array<number>(channels).fill(value);
  const extra = channels > planes;
  return (data) => [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, each(32)],
    [259, SHORT, [1]],
    [262, SHORT, [planes === 1 ? 1 : 2]],
    [273, LONG, [data]],
    [277, SHORT, [channels]],
    [278, LONG, [height]],
    [279, LONG, [pixels.byteLength]],
    [284, SHORT, [1]],
    // Unassociated alpha: colours are not multiplied by it.
    ...(extra ? [[338, SHORT, [2]] as const] : []),
    [339, SHORT, each(3)],
    [BLACK_TAG, FLOAT, each(0)],
    [WHITE_TAG, FLOAT, each(white)],
  ];
}

const bytesOf = ([, type, values]: Entry): number => values.length * (type === SHORT ? 2 : 4);

function directorySize(entries: (data: number) => Entry[]): number {
  const list = entries(0);
  const outside = list.reduce((sum, e) => sum + (bytesOf(e) > 4 ? bytesOf(e) : 0), 0);
  return Math.ceil((2 + 12 * list.length + 4 + outside) / 4) * 4;
}

/** Returns where the offset of the next directory belongs. */
function writeDirectory(view: DataView, start: number, entries: readonly Entry[]): number {
  let outside = start + 2 + 12 * entries.length + 4;
  view.setUint16(start, entries.length, true);
  entries.forEach((entry, i) => {
    const [tag, type, values] = entry;
    const at = start + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, values.length, true);
    const long = bytesOf(entry) > 4;
    if (long) view.setUint32(at + 8, outside, true);
    values.forEach((value, j) => {
      const place = (long ? outside : at + 8) + j * (type === SHORT ? 2 : 4);
      if (type === SHORT) view.setUint16(place, value, true);
      else if (type === LONG) view.setUint32(place, value, true);
      else view.setFloat32(place, value, true);
    });
    if (long) outside += bytesOf(entry);
  });
  return start + 2 + 12 * entries.length;
}
