/** Bytes written one after another: what the binary format is made of. */

const FIRST_SIZE = 4096;
const float = new Float32Array(1);
const floatBytes = new Uint8Array(float.buffer);

export class Writer {
  private buffer = new Uint8Array(FIRST_SIZE);
  private length = 0;

  byte(value: number): void {
    if (this.length === this.buffer.length) this.grow(1);
    this.buffer[this.length++] = value;
  }

  /** Unsigned LEB128 of an integer below 2³². */
  unsigned(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit integer. */
  signed(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** Little-endian, whatever the machine: WebAssembly's own order. */
  float(value: number): void {
    float[0] = value;
    for (const byte of floatBytes) this.byte(byte);
  }

  bytes(values: Uint8Array): void {
    if (this.length + values.length > this.buffer.length) this.grow(values.length);
    this.buffer.set(values, this.length);
    this.length += values.length;
  }

  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    this.bytes(encoded);
  }

  /** A count, then every item. */
  vector<T>(items: readonly T[], write: (item: T, index: number) => void): void {
    this.unsigned(items.length);
    items.forEach(write);
  }

  /** What `write` writes, with its size in bytes in front. */
  sized(write: (inner: Writer) => void): void {
    const inner = new Writer();
    write(inner);
    this.unsigned(inner.length);
    this.bytes(inner.finish());
  }

  /** All that was written; no copy, so the writer must not be used after. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.length);
  }

  private grow(by: number): void {
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + by));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
