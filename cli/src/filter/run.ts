/** One picture, a stack of kernels: read, filter, map, write. */
import { extname } from "node:path";
import { Failure } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import { type Depth, type Picture, whiteOf } from "../image/image.ts";
import { withAlpha } from "../image/planes.ts";
import { readPicture } from "../image/read.ts";
import { encode, type Layer, type OutputFormat, type Pixels } from "../image/write.ts";
import type { FilterKernel } from "../kernels/kernel.ts";
import { filterCodes, planCodes } from "./codes.ts";
import type { Filtered, FloatReason, Pass } from "./filtered.ts";
import { filterFloats } from "./floats.ts";
import type { FilterOptions } from "./options.ts";
import { chosenMode, mapRange, type RangeReport } from "./range.ts";

export interface LayerReport {
  readonly kernel: FilterKernel;
  readonly file: string;
  /** Null for float output: nothing is mapped. */
  readonly range: RangeReport | null;
  readonly pass: Pass;
  /** Why it was filtered in floats; null where codes were filtered as they are. */
  readonly floatsFor: FloatReason | null;
}

export interface FilterReport {
  readonly input: Picture;
  readonly layers: readonly LayerReport[];
  readonly pictures: readonly Layer[];
  readonly depth: Depth;
  readonly format: OutputFormat;
  readonly passes: readonly Pass[];
  readonly bands: number;
  readonly milliseconds: {
    readonly read: number;
    readonly filter: number;
    readonly kernels: number;
    readonly write: number;
  };
}

export async function runFilter(
  from: string,
  to: string,
  options: FilterOptions,
  progress: (share: number) => void,
): Promise<FilterReport> {
  const format = outputFormat(to, options.format);
  await checkTarget(to);
  const started = performance.now();
  const input = await readPicture(from, options.maxPixels);
  const depth = outputDepth(input, format, options.depth);
  if (input.hasAlpha && format === "jpeg") {
    throw new Failure(
      "output",
      `expected PNG, WebP, TIFF or npy for a picture with transparency, got JPEG (${to}), which has none`,
    );
  }
  const targets = fileNames(to, options.kernels, format);
  for (const target of targets) await checkTarget(target);

  const decoded = performance.now();
  const results = await filterAll(input, options, depth, progress);
  const pictures: Layer[] = [];
  const layers = results.map((result, i): LayerReport => {
    const { kernel, floatsFor } = result;
    const mapped =
      depth === "float"
        ? null
        : mapRange(result.color, chosenMode(options.range, kernel), {
            white: input.white,
            code: input.bits === "float" ? input.white / whiteOf(depth) : 1,
          });
    pictures.push(layerOf(input, depth, result, mapped?.codes ?? result.color));
    const file = targets[i] ?? targets[0];
    return { kernel, file, range: mapped?.report ?? null, pass: result.pass, floatsFor };
  });

  const filtered = performance.now();
  if (targets.length === pictures.length) {
    for (let i = 0; i < targets.length; i++)
      await writeWhole(targets[i], await encode([pictures[i]], format, depth));
  } else {
    oneSize(pictures, to);
    await writeWhole(targets[0], await encode(pictures, format, depth));
  }
  const passes = [...new Set(results.map((r) => r.pass))];
  return {
    input,
    layers,
    pictures,
    depth,
    format,
    passes,
    bands: passes.reduce((sum, p) => sum + p.bands, 0),
    milliseconds: {
      read: decoded - started,
      filter: filtered - decoded,
      kernels: passes.reduce((sum, p) => sum + p.milliseconds, 0),
      write: performance.now() - filtered,
    },
  };
}

/** Every kernel, as codes where that can be: in the order they were given. */
async function filterAll(
  input: Picture,
  options: FilterOptions,
  depth: Depth,
  progress: (share: number) => void,
): Promise<Filtered[]> {
  const plans = options.kernels.map((kernel) => planCodes(input, kernel, options, depth));
  const inFloats = new Map(
    options.kernels.flatMap((kernel, i) => {
      const plan = plans[i];
      return typeof plan === "string" ? [[kernel, plan] as const] : [];
    }),
  );
  const inCodes = plans.filter((plan) => typeof plan !== "string");
  const share = (done: number, of: number) => (part: number) =>
    progress((done + of * part) / plans.length);
  const results: Filtered[] = [];
  for (const plan of inCodes)
    results.push(await filterCodes(input, plan, share(results.length, 1)));
  if (inFloats.size > 0)
    results.push(
      ...(await filterFloats(input, inFloats, options, share(inCodes.length, inFloats.size))),
    );
  return options.kernels.map((kernel) => results.find((r) => r.kernel === kernel)!);
}

/** The pixels of a result on the scale of the file that is written. */
function layerOf(
  { white, planes }: Picture,
  depth: Depth,
  { kernel, width, height, alpha }: Filtered,
  codes: Pixels,
): Layer {
  const own = depth === "float" ? white : whiteOf(depth);
  const scale = own / white;
  const pixels = alpha ? withAlpha(codes, alpha, planes) : codes;
  return {
    name: kernel.name,
    width,
    height,
    planes,
    channels: (planes + (alpha ? 1 : 0)) as Layer["channels"],
    pixels: scale === 1 ? pixels : Float32Array.from(pixels, (v) => v * scale),
    white: own,
  };
}

const EXTENSIONS: Readonly<Record<string, OutputFormat>> = {
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
  ".tif": "tiff",
  ".tiff": "tiff",
  ".npy": "npy",
};

function outputFormat(to: string, wanted: OutputFormat | null): OutputFormat {
  if (wanted) return wanted;
  if (to === "-") return "png";
  const format = EXTENSIONS[extname(to).toLowerCase()];
  if (format) return format;
  throw new Failure(
    "usage",
    `expected an output name that ends in ${Object.keys(EXTENSIONS).join(", ")}, or --format, got ${to}`,
  );
}

/** What floats become where nothing else is asked for. */
const FINEST = { png: 16, jpeg: 8, webp: 8, tiff: "float" } as const;

function outputDepth({ bits }: Picture, format: OutputFormat, wanted: Depth | null): Depth {
  const depth = wanted ?? (format === "npy" ? "float" : bits === "float" ? FINEST[format] : bits);
  if (format === "npy" && depth !== "float") {
    throw new Failure("usage", `expected float for --depth with npy, got ${depth}`);
  }
  if (depth === "float" && format !== "npy" && format !== "tiff") {
    throw new Failure("usage", `expected npy or TIFF for --depth float, got ${format}`);
  }
  if (depth === 16 && (format === "jpeg" || format === "webp")) {
    throw new Failure(
      "usage",
      `expected PNG, TIFF or npy for 16 bits a channel, got ${format}, which holds 8 (--depth 8 gives the others up)`,
    );
  }
  return depth;
}

/** npy and TIFF hold a stack; other formats get a file a kernel: out.1-sobel-x.png. */
function fileNames(to: string, kernels: readonly FilterKernel[], format: OutputFormat): string[] {
  if (kernels.length === 1 || format === "npy" || format === "tiff") return [to];
  if (to === "-") {
    throw new Failure(
      "usage",
      `expected --format npy or tiff for ${kernels.length} kernels on the standard output, got ${format}`,
    );
  }
  const extension = extname(to);
  const stem = to.slice(0, to.length - extension.length);
  return kernels.map(({ name }, i) => {
    const word = name.replace(/[^\w.-]+/g, "_").slice(0, 40);
    return `${stem}.${i + 1}-${word}${extension}`;
  });
}

function oneSize(pictures: readonly Layer[], to: string): void {
  const [first] = pictures;
  const other = pictures.find((p) => p.width !== first.width || p.height !== first.height);
  if (!other) return;
  throw new Failure(
    "usage",
    `expected results of one size for the stack ${to}, got ${first.width}×${first.height} and ` +
      `${other.width}×${other.height}: use --padding same, or a format with a file a kernel`,
  );
}
