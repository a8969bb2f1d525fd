/**
 * Programs made into code, the one way for all that runs: layers, gradients, poolings, images, graphs.
 * Modules are kept by their bytes: what differs in what does not reach the code, such as the layout or
 * the orientation of a weight, shares them.
 */
import type { Stage } from "../host/share.ts";
import type { Machine } from "../plan/machine.ts";
import type { Part } from "../plan/program.ts";
import { encode } from "../wasm/encode.ts";
import type { WasmMemory } from "../wasm/module.ts";
import { Kept } from "./kept.ts";
import type { Layout, LayoutOptions } from "./layout.ts";
import { type Linked, link } from "./link.ts";

/** All that is needed to run; the trees and instructions it came from may go. */
export interface Code<P extends Part = Part> {
  readonly program: P;
  readonly layout: Layout;
  readonly stages: readonly Stage[];
  readonly memory: WasmMemory;
  readonly module: WebAssembly.Module;
}

/** What code is made for. */
export interface CodeTarget {
  readonly machine: Machine;
  readonly threads: number;
}

const MOST_MODULES = 128;
const MOST_CODE = 16 * 2 ** 20;
const modules = new Kept<Promise<WebAssembly.Module>>(MOST_MODULES, MOST_CODE);

/** The module before it is bytes. */
export const linked = (
  program: Part,
  { machine: { fma, simd }, threads }: CodeTarget,
  places: LayoutOptions = {},
): Linked => link(program, { ...places, fma, simd, threads });

/** @throws UnsupportedError when the buffers need more than a 32-bit memory has. */
export async function compileProgram<P extends Part>(
  program: P,
  target: CodeTarget,
  places: LayoutOptions = {},
): Promise<Code<P>> {
  const { module: parts, layout, stages } = linked(program, target, places);
  const module = await moduleOf(encode(parts), target.machine.wide);
  return { program, layout, stages, memory: parts.memory!, module };
}

/** @param wide code compiled before the flag for wide SIMD was set must not be used after. */
function moduleOf(bytes: Uint8Array<ArrayBuffer>, wide: boolean): Promise<WebAssembly.Module> {
  const key = `${wide} ${characters(bytes)}`;
  return modules.get(
    key,
    () => WebAssembly.compile(bytes),
    () => bytes.length,
  );
}

/** Arguments that one call takes. */
const PART = 8192;

/** Every byte as one character: equal texts are equal bytes. The first TextDecoder takes 3 ms to make. */
function characters(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += PART)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(i, i + PART));
  return text;
}
