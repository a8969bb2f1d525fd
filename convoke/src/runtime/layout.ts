/** Where every buffer of a program lies: one fixed memory, known before anything is allocated. */
import { UnsupportedError } from "../errors.ts";
import { CONTROL_BYTES } from "../host/share.ts";
import type { Buffer } from "../ir/tree.ts";
import { BYTES } from "../ir/types.ts";
import type { Allocation } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { MAX_PAGES, PAGE } from "../wasm/module.ts";

export interface Layout {
  /** Byte address of every buffer. */
  readonly addresses: ReadonlyMap<Buffer, number>;
  /** Pages of memory, first and last: views never detach. */
  readonly pages: number;
}

/** Buffers begin on a cache line. */
const ALIGNMENT = 64;

/**
 * @param gap bytes kept free in front of every buffer and behind the last; tests fill them and look
 * afterwards whether a kernel wrote there.
 * @throws UnsupportedError when the buffers need more than a 32-bit memory has.
 */
export function layOut(allocations: readonly Allocation[], gap = 0): Layout {
  const addresses = new Map<Buffer, number>();
  let next = CONTROL_BYTES;
  for (const { buffer } of allocations) {
    const address = Math.ceil((next + gap) / ALIGNMENT) * ALIGNMENT;
    addresses.set(buffer, address);
    next = address + bytesOf(buffer);
  }
  const pages = Math.ceil((next + gap) / PAGE);
  if (pages > MAX_PAGES) {
    throw new UnsupportedError(
      `the problem needs ${Math.ceil(next / 2 ** 20)} MiB in one memory, WebAssembly has 4096 MiB`,
    );
  }
  return { addresses, pages };
}

/** Bytes of a buffer, the elements behind its end that may be read included. */
export const bytesOf = ({ element, shape, slack }: Buffer): number =>
  BYTES[element] * (sizeOf(shape) + slack);
