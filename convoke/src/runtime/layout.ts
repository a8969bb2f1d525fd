/** Where every buffer of a program lies: one fixed memory, known before anything is allocated. */
import { UnsupportedError } from "../errors.ts";
import { CONTROL_BYTES } from "../host/share.ts";
import type { Buffer } from "../ir/tree.ts";
import { BYTES } from "../ir/types.ts";
import type { Allocation } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { MAX_PAGES, PAGE } from "../wasm/module.ts";
import { type Lives, meet } from "./lives.ts";

export interface Layout {
  /** Byte address of every buffer. */
  readonly addresses: ReadonlyMap<Buffer, number>;
  /** Pages of memory, first and last: views never detach. */
  readonly pages: number;
}

export interface LayoutOptions {
  /**
   * Bytes kept free in front of every buffer and behind the last; tests fill them and look afterwards
   * whether a kernel wrote there.
   */
  readonly gap?: number;
  /** Of buffers that share addresses where they can; the others have one of their own. */
  readonly lives?: Lives;
}

/** Buffers begin on a cache line. */
const ALIGNMENT = 64;

/** @throws UnsupportedError when the buffers need more than a 32-bit memory has. */
export function layOut(
  allocations: readonly Allocation[],
  { gap = 0, lives = new Map() }: LayoutOptions = {},
): Layout {
  const addresses = new Map<Buffer, number>();
  const after = (end: number) => Math.ceil((end + gap) / ALIGNMENT) * ALIGNMENT;
  let next = CONTROL_BYTES;
  for (const { buffer } of allocations) {
    if (lives.has(buffer)) continue;
    addresses.set(buffer, after(next));
    next = after(next) + bytesOf(buffer);
  }
  for (const [buffer, address] of shared(lives, after(next), after)) {
    addresses.set(buffer, address);
    next = Math.max(next, address + bytesOf(buffer));
  }
  const pages = Math.ceil((next + gap) / PAGE);
  if (pages > MAX_PAGES) {
    throw new UnsupportedError(
      `expected buffers of at most 4096 MiB in all, got ${Math.ceil(next / 2 ** 20)} MiB`,
    );
  }
  return { addresses, pages };
}

/**
 * The largest buffers first, each at the lowest address where it meets no other.
 *
 * Source: Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020, 5.2.
 */
function shared(
  lives: Lives,
  base: number,
  after: (end: number) => number,
): ReadonlyMap<Buffer, number> {
  const placed = new Map<Buffer, number>();
  // By address, so that a gap is found in one walk.
  const row: Buffer[] = [];
  for (const [buffer, spans] of [...lives].toSorted(([a], [b]) => bytesOf(b) - bytesOf(a))) {
    let address = base;
    for (const other of row) {
      if (!meet(spans, lives.get(other)!)) continue;
      const start = placed.get(other)!;
      if (after(address + bytesOf(buffer)) <= start) break;
      address = Math.max(address, after(start + bytesOf(other)));
    }
    placed.set(buffer, address);
    const place = row.findIndex((other) => placed.get(other)! > address);
    row.splice(place < 0 ? row.length : place, 0, buffer);
  }
  return placed;
}

/** Bytes of a buffer, the elements behind its end that may be read included. */
export const bytesOf = ({ element, shape, slack }: Buffer): number =>
  BYTES[element] * (sizeOf(shape) + slack);
