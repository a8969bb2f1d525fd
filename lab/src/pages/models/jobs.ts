/** Models read, counted and taken out of their files, apart from the page. The last one opened stays. */
import { FormatError, parse } from "convoke";
import { CHANGES, type Change, type ElementType, type Ratio, ratio, whatIf } from "convoke/cost";
import { type NetworkCost, networkCost } from "convoke/cost/network";
import { type Call, Handed, serve } from "../../engine/serve.ts";
import { type Alone, aloneOf, convolutionsAt } from "./alone.ts";
import {
  type Convolution,
  convolutionsOf,
  networkOf,
  type Opened,
  openFile,
  weightsOf,
} from "./opened.ts";
import type { Sample } from "./parameters.ts";
import { sampleBytes } from "./sample.ts";

let current: Opened | null = null;

export interface Overview {
  readonly kind: Opened["kind"];
  readonly name: string;
  readonly bytes: number;
  readonly tensors: number;
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | string | null)[] | null;
  }[];
}

export type Source =
  | { readonly sample: Sample }
  | { readonly file: string; readonly bytes: ArrayBuffer };

function open(source: Source): Overview {
  current = null;
  const [name, bytes] =
    "sample" in source
      ? [`${source.sample}.onnx`, sampleBytes(source.sample)]
      : [source.file, new Uint8Array(source.bytes)];
  current = openFile(name, bytes);
  return overviewOf(current);
}

function overviewOf(opened: Opened): Overview {
  const { kind, name, bytes } = opened;
  if (kind === "safetensors")
    return { kind, name, bytes, tensors: opened.file.tensors.size, inputs: [] };
  const { initializers, inputs } = opened.model.graph;
  return {
    kind,
    name,
    bytes,
    tensors: initializers.size,
    inputs: inputs
      .filter((input) => !initializers.has(input.name))
      .map(({ name: called, type }) => ({
        name: called,
        shape: type.kind === "tensor" ? type.shape : null,
      })),
  };
}

export interface Asked {
  /** What the page calls the open file: answers about another one are of no use to it. */
  readonly source: string;
  /** Extents of the first input between blanks; empty: as the file says. */
  readonly input: string;
  /** Of weights alone: extents of the input of each layer; empty: none are known. */
  readonly extents: string;
  readonly batch: number | null;
  readonly dtype: ElementType | null;
}

export interface Counted {
  readonly source: string;
  readonly convolutions: readonly Convolution[];
  /** Null for weights alone, and where extents are open. */
  readonly cost: NetworkCost | null;
  /** The same network with the extents that the file says. */
  readonly asStored: NetworkCost | null;
  readonly doubled: readonly Doubled[];
  /** Of weights alone, at extents that were given: each convolution by itself, in their order. */
  readonly alone: readonly Alone[] | null;
  /** Why there is no cost, in a sentence; null for weights alone. */
  readonly problem: string | null;
}

/** All convolutions with one number doubled in each: exact sums beside each other. */
export interface Doubled {
  readonly change: Change;
  readonly multiplications: Ratio;
  readonly parameters: Ratio;
  readonly activations: Ratio;
  /** Layers that do not exist so changed: they count as they are. */
  readonly without: number;
}

/** Newer questions come first: those that nobody waits for any more are not begun. */
async function count(
  { source, input, extents, batch, dtype }: Asked,
  { turn }: Call,
): Promise<Counted> {
  await turn();
  const opened = expectOpen();
  const nothing = { source, cost: null, asStored: null, doubled: [], alone: null, problem: null };
  const options = dtype === null ? {} : { dtype };
  try {
    if (opened.kind === "safetensors") {
      const given = extentsOf(extents, "56 56");
      const convolutions = convolutionsAt(convolutionsOf(opened, null), given);
      const alone = given && aloneOf(convolutions, options);
      return { ...nothing, convolutions, alone, doubled: alone ? doubledOf(convolutions) : [] };
    }
    const network = networkOf(opened, extentsOf(input, "1 3 224 224"), batch);
    const convolutions = convolutionsOf(opened, network);
    return {
      source,
      convolutions,
      cost: networkCost(network, { ...options, largest: 1 }),
      asStored: storedCost(opened),
      doubled: doubledOf(convolutions),
      alone: null,
      problem: null,
    };
  } catch (error) {
    const { message } = error as Error;
    return { ...nothing, convolutions: convolutionsOf(opened, null), problem: message };
  }
}

/** Null where the file leaves extents open. */
function storedCost(opened: Extract<Opened, { kind: "onnx" }>): NetworkCost | null {
  try {
    return networkCost(networkOf(opened, null, null));
  } catch {
    return null;
  }
}

function extentsOf(text: string, such: string): readonly number[] | null {
  if (text.trim() === "") return null;
  const list = text
    .trim()
    .split(/[\s,x×]+/)
    .map(Number);
  if (list.every((n) => Number.isSafeInteger(n) && n >= 1)) return list;
  throw new FormatError(`expected whole extents such as ${such} for the input, got ${text}`);
}

const DOUBLED = ["channels", "resolution", "kernel", "stride"] as const satisfies readonly Change[];

function doubledOf(convolutions: readonly Convolution[]): Doubled[] {
  const words = convolutions.flatMap(({ descriptor }) => descriptor ?? []);
  return CHANGES.filter((c) => (DOUBLED as readonly Change[]).includes(c)).map((change) => {
    const known = new Map<string, ReturnType<typeof whatIf> | null>();
    for (const word of words) if (!known.has(word)) known.set(word, attempt(word, change));
    const sum = (
      side: "before" | "after",
      of: "multiplications" | "parameters" | "activationBytes",
    ) =>
      words.reduce((total, word) => {
        const found = known.get(word) ?? whatIf(word, "batch", { factor: 1 });
        return total + found.figures[side][of];
      }, 0);
    const quotient = (of: Parameters<typeof sum>[1]) => ratio(sum("after", of), sum("before", of));
    return {
      change,
      multiplications: quotient("multiplications"),
      parameters: quotient("parameters"),
      activations: quotient("activationBytes"),
      without: words.filter((word) => known.get(word) === null).length,
    };
  });
}

function attempt(word: string, change: Change): ReturnType<typeof whatIf> | null {
  try {
    return whatIf(parse(word), change);
  } catch {
    return null;
  }
}

export interface Kernels {
  /** [out, in / groups, …kernel]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Of larger layers only the first output channels are taken out. */
const MOST_NUMBERS = 1 << 20;

async function kernels(
  { convolution }: { readonly convolution: Convolution },
  { turn }: Call,
): Promise<Handed<Kernels>> {
  await turn();
  const shape = convolution.weight;
  if (shape === null)
    throw new FormatError("expected weights that the file holds, got computed ones");
  const all = weightsOf(expectOpen(), convolution);
  const each = all.length / shape[0];
  const out = Math.max(1, Math.min(shape[0], Math.floor(MOST_NUMBERS / each)));
  const values = all.slice(0, out * each);
  return new Handed({ shape: [out, ...shape.slice(1)], values }, [values.buffer]);
}

function expectOpen(): Opened {
  if (current) return current;
  throw new FormatError("expected a model that has been opened, got none");
}

export const jobs = { open, count, kernels };
serve(jobs);
