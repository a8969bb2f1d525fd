/**
 * A program as a part of a larger one: its kernels over the buffers of the whole, and what it needs
 * besides (tables, scratch) kept as its own.
 */
import { type Binding, bindTo, rebind } from "../ir/rebind.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Allocation, Part } from "./program.ts";

/** What becomes of names: several parts of one program are told apart by them. */
export interface Renaming {
  readonly buffer?: (name: string) => string;
  readonly kernel?: (name: string) => string;
}

/**
 * @param placeOf where in the whole something lies; undefined for what the part keeps. What it keeps is
 * made anew by every call, so one program may be a part many times.
 */
export function embed(
  { allocations, steps }: Part,
  placeOf: (allocation: Allocation) => Binding | undefined,
  { buffer: renamed = asIs, kernel: called = asIs }: Renaming = {},
): Part {
  const own: Allocation[] = [];
  const keep = (allocation: Allocation): Binding => {
    const { buffer } = allocation;
    const made = { ...buffer, name: renamed(buffer.name) };
    own.push({ ...allocation, buffer: made });
    return bindTo(made);
  };
  const bindings = new Map<Buffer, Binding>(
    allocations.map((allocation) => [allocation.buffer, placeOf(allocation) ?? keep(allocation)]),
  );
  return {
    allocations: own,
    steps: steps.map(({ kernel, tasks }) => {
      const bound = rebind(kernel, bindings);
      return { kernel: { ...bound, name: called(kernel.name) }, tasks };
    }),
  };
}

const asIs = (name: string): string => name;

type Named<Name extends string> = Readonly<Partial<Record<Name, Buffer | null>>>;

/** Where the tensors of a part lie, told by their names in the part and in the whole. */
export function byName<Name extends string>(
  part: Named<Name>,
  whole: Named<Name>,
): (allocation: Allocation) => Binding | undefined {
  const places = new Map<Buffer, Binding>();
  for (const name of Object.keys(part) as Name[]) {
    const [own, place] = [part[name], whole[name]];
    if (own && place) places.set(own, bindTo(place));
  }
  return ({ buffer }) => places.get(buffer);
}
