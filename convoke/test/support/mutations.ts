/** Files damaged in the ways files are damaged, and in those that somebody thinks of. */
import { stream } from "../../src/tensor/random.ts";

/** Copies of `bytes`, each cut, changed, lengthened or shuffled at random places. */
export function* mutations(bytes: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const next = stream(seed, 0);
  const below = (n: number) => Math.min(n - 1, Math.floor(next() * n));
  for (let i = 0; i < count; i++) {
    const copy = Uint8Array.from(bytes);
    const at = below(copy.length);
    const length = 1 + below(Math.min(64, copy.length - at));
    switch (i % 6) {
      case 0:
        yield copy.subarray(0, at);
        break;
      case 1:
        copy[at] ^= 1 << below(8);
        yield copy;
        break;
      case 2:
        for (let n = 1 + below(8); n > 0; n--) copy[below(copy.length)] = below(256);
        yield copy;
        break;
      case 3:
        yield Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(at + length)]);
        break;
      case 4: {
        const from = below(copy.length - length + 1);
        const piece = copy.slice(from, from + length);
        yield Uint8Array.from([...copy.subarray(0, at), ...piece, ...copy.subarray(at)]);
        break;
      }
      default:
        copy.fill(255, at, at + length);
        yield copy;
    }
  }
}
