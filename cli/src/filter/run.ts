/** One picture, a stack of kernels: read, filter, map, write. */
import { extname } from "node:path";
import { explain, operations, type Plan, type Problem } from "convoke";
import { Failure } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import { type Picture, whiteOf } from "../image/image.ts";
import { toCodes, toLight } from "../image/light.ts";
import { readPicture } from "../image/read.ts";
import { type Depth, encode, type Layer, type OutputFormat } from "../image/write.ts";
import type { FilterKernel } from "../kernels/kernel.ts";
import { combine, premultiply } from "./alpha.ts";
import { type Convolved, convolve, type Planes } from "./convolve.ts";
import type { FilterOptions } from "./options.ts";
import { chosenMode, mapRange, type RangeReport } from "./range.ts";

export interface LayerReport {
  readonly kernel: FilterKernel;
  readonly file: string;
  /** Null for float output: nothing is mapped. */
  readonly range: RangeReport | null;
}

export interface FilterReport {
  readonly input: Picture;
  readonly layers: readonly LayerReport[];
  readonly pictures: readonly Layer[];
  readonly depth: Depth;
  readonly format: OutputFormat;
  /** Whole-picture problems, and the plans that their bands ran on. */
  readonly problems: readonly Problem[];
  readonly plans: readonly Plan[];
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
  if (input.alpha && format === "jpeg") {
    throw new Failure(
      "output",
      `expected PNG, WebP, TIFF or npy for a picture with transparency, got JPEG (${to}), which has none`,
    );
  }
  const targets = fileNames(to, options.kernels, format);
  for (const target of targets) await checkTarget(target);

  const decoded = performance.now();
  const white = whiteOf(input.bits);
  const color = options.linearLight ? toLight(input.color, white) : input.color;
  const source: Planes = {
    data: color,
    count: input.planes,
    width: input.width,
    height: input.height,
  };
  const planes = input.alpha ? premultiply(source, input.alpha, white) : source;
  const runs = await convolveAll(planes, options, progress);

  const layers: LayerReport[] = [];
  const pictures: Layer[] = [];
  const scale = depth === "float" ? 1 : whiteOf(depth) / white;
  options.kernels.forEach((kernel, k) => {
    const { planes: filtered, convolved } = runs[k];
    const combined = input.alpha
      ? combine(
          filtered,
          kernel,
          { color: source, alpha: input.alpha, white },
          convolved.problem.axes,
        )
      : { color: filtered.data, alpha: null };
    const coded = options.linearLight ? toCodes(combined.color, white) : combined.color;
    const mapped =
      depth === "float" ? null : mapRange(coded, chosenMode(options.range, kernel), white);
    const scaled = (values: Float32Array) => (scale === 1 ? values : values.map((v) => v * scale));
    pictures.push({
      name: kernel.name,
      width: filtered.width,
      height: filtered.height,
      planes: input.planes,
      color: scaled(mapped?.codes ?? coded),
      alpha: combined.alpha && scaled(combined.alpha),
    });
    layers.push({ kernel, file: targets[k] ?? targets[0], range: mapped?.report ?? null });
  });

  const filtered = performance.now();
  if (targets.length === pictures.length) {
    for (let i = 0; i < targets.length; i++)
      await writeWhole(targets[i], await encode([pictures[i]], format, depth));
  } else {
    oneSize(pictures, to);
    await writeWhole(targets[0], await encode(pictures, format, depth));
  }
  const different = [...new Set(runs.map((r) => r.convolved))];
  return {
    input,
    layers,
    pictures,
    depth,
    format,
    problems: different.map((c) => c.problem),
    plans: different.map((c) => c.plan),
    bands: different.reduce((sum, c) => sum + c.bands, 0),
    milliseconds: {
      read: decoded - started,
      filter: filtered - decoded,
      kernels: different.reduce((sum, c) => sum + c.milliseconds, 0),
      write: performance.now() - filtered,
    },
  };
}

/** Plan, exact cost and time, as `--explain` prints them. */
export function explainReport({ plans, problems, bands, milliseconds }: FilterReport): string {
  const whole = problems.reduce((sum, p) => sum + macsOf(p), 0);
  const lines = plans.map(explain);
  for (const plan of plans) {
    const { multiplications, additions, bytesLoaded, bytesStored } = operations(plan);
    lines.push(
      `  counted    ${multiplications} multiplications, ${additions} additions, ` +
        `${bytesLoaded} bytes loaded, ${bytesStored} stored (one band of ${bands})`,
    );
  }
  const rate = milliseconds.kernels > 0 ? (2 * whole) / milliseconds.kernels / 1e6 : 0;
  lines.push(
    `  time       read ${ms(milliseconds.read)}, filter ${ms(milliseconds.filter)} ` +
      `(kernels ${ms(milliseconds.kernels)}: ${rate.toFixed(1)} GFLOP/s), write ${ms(milliseconds.write)}`,
  );
  return lines.join("\n");
}

export const macsOf = ({ batch, outChannels, inChannels, groups, axes }: Problem): number =>
  axes.reduce(
    (product, a) => product * a.output * a.kernel,
    batch * outChannels * (inChannels / groups),
  );

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Kernels of one size share a problem: the input is read once for all of them. */
async function convolveAll(
  planes: Planes,
  options: FilterOptions,
  progress: (share: number) => void,
): Promise<{ planes: Planes; convolved: Convolved }[]> {
  const sizes = [...new Set(options.kernels.map((k) => `${k.rows}×${k.columns}`))];
  const results = new Map<FilterKernel, { planes: Planes; convolved: Convolved }>();
  for (const [i, size] of sizes.entries()) {
    const kernels = options.kernels.filter((k) => `${k.rows}×${k.columns}` === size);
    const convolved = await convolve(planes, kernels, options, (share) =>
      progress((i + share) / sizes.length),
    );
    kernels.forEach((kernel, k) =>
      results.set(kernel, { planes: convolved.results[k], convolved }),
    );
  }
  return options.kernels.map((kernel) => results.get(kernel)!);
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

function outputDepth({ bits }: Picture, format: OutputFormat, wanted: Depth | null): Depth {
  const depth = wanted ?? (format === "npy" ? "float" : bits);
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
