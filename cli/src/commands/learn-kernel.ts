/** `convoke learn-kernel`: the filter between two pictures, by gradients and by least squares. */
import { extname } from "node:path";
import { grouped, inDigits } from "@convoke/studies/words";
import { type Command, Option } from "commander";
import { type Tensor, tensor } from "convoke";
import { type LearnedKernel, learnKernel, METHODS, type Method } from "convoke/learn";
import { Failure } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import { interruptible } from "../learn/interrupt.ts";
import { learnedPicture } from "../learn/picture.ts";
import { type Planes, readPlanes } from "../learn/pictures.ts";
import { jsonOf, type Learned, linesOf, rowsOf } from "../learn/report.ts";
import type { Words } from "../strings.ts";
import { progressLine } from "../terminal/progress.ts";
import { checkPicture, writePicture } from "../train/picture/file.ts";
import { border, choice, pair, threadsOf, whole } from "./filter-options.ts";

export interface RawLearnOptions {
  readonly size: string;
  readonly border?: string;
  readonly constant?: boolean;
  readonly perChannel?: boolean;
  readonly method: Method;
  readonly steps: string;
  readonly threads?: string;
  readonly out?: string;
  readonly picture?: string;
  readonly maxPixels: string;
  readonly json?: boolean;
}

/** For `learn-kernel`, and for `kernel fit`, which is the same. */
export const addLearnOptions = (command: Command, t: Words): Command =>
  command
    .argument("<BEFORE>", t.before)
    .argument("<AFTER>", t.after)
    .requiredOption("--size <K>", t.size)
    .option("--border <B>", t.borderUsed)
    .option("--constant", t.constant)
    .option("--per-channel", t.perChannel)
    .addOption(choice("--method <M>", t.method, METHODS).default("conjugate"))
    .addOption(new Option("--steps <N>", t.steps).default("2000"))
    .option("--threads <N>", t.threads)
    .option("--out <FILE>", t.kernelFile)
    .option("--picture <FILE>", t.pictureFile)
    .addOption(new Option("--max-pixels <N>", t.maxPixels).default("200000000"))
    .option("--json", t.json);

const CHANNELS = ["red", "green", "blue"] as const;

export async function learn(from: string, to: string, raw: RawLearnOptions, t: Words) {
  const size = pair("--size", raw.size);
  const maxPixels = whole("--max-pixels", raw.maxPixels, 1);
  const options = {
    size,
    constant: raw.constant ?? false,
    method: raw.method,
    steps: whole("--steps", raw.steps, 1),
    ...(raw.border === undefined ? {} : { border: border(raw.border) }),
    ...(raw.threads === undefined ? {} : { threads: threadsOf(raw.threads) }),
  };
  if (from === "-" && to === "-")
    throw new Failure("usage", "expected a file for BEFORE or AFTER, got - for both");
  if (raw.picture !== undefined) checkPicture(raw.picture);
  if (raw.out !== undefined && !/\.json$/i.test(raw.out))
    throw new Failure("usage", `expected a name that ends in .json for --out, got ${raw.out}`);
  for (const file of [raw.out, raw.picture]) {
    if (file === undefined) continue;
    if (file === from || file === to)
      throw new Failure(
        "usage",
        `expected another file than BEFORE and AFTER to write to, got ${file}`,
      );
    await checkTarget(file);
  }
  const [before, after] = [await readPlanes(from, maxPixels), await readPlanes(to, maxPixels)];
  checkSizes(before, after, size);

  const began = performance.now();
  const count = before.numbers.shape[0];
  const names = Array.from({ length: count }, (_, c) => (count === 3 ? CHANNELS[c] : `${c + 1}`));
  const parts = raw.perChannel
    ? names.map((name, c) => [name, c] as const)
    : [[null, null] as const];
  const list: Learned[] = [];
  for (const [channel, c] of parts) {
    const found = await watched(
      {
        ...options,
        before: channelOf(before, c),
        after: channelOf(after, c),
        ...(after.codes ? { rounding: 1, limits: [0, after.white!] as const } : {}),
      },
      t,
      raw.json,
    );
    list.push({ channel, found: onWhite(found, before.white, after.white) });
  }
  const files: string[] = [];
  if (raw.out !== undefined) {
    for (const { channel, found } of list) {
      const file = channel === null ? raw.out : named(raw.out, channel);
      const text = JSON.stringify(rowsOf(found.solved, found.size));
      await writeWhole(file, new TextEncoder().encode(`${text}\n`));
      files.push(file);
    }
  }
  if (raw.picture !== undefined) {
    await writePicture(raw.picture, learnedPicture(`${from} → ${to}`, list, t));
    files.push(raw.picture);
  }
  if (raw.json) {
    const [channels, height, width] = before.numbers.shape;
    const report = {
      before: from,
      after: to,
      ...{ width, height, channels },
      ...{ size, border: options.border ?? null, constant: options.constant },
      kernels: list.map(jsonOf),
      seconds: (performance.now() - began) / 1000,
      files,
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const say = (line: string) => process.stderr.write(`${line}\n`);
  for (const learned of list) for (const line of linesOf(learned, t)) say(line);
  if (files.length > 0) say(`${t.wrote} ${files.join(", ")}`);
}

/** Shows how it goes. */
async function watched(
  options: Parameters<typeof learnKernel>[0],
  t: Words,
  quiet: boolean | undefined,
): Promise<LearnedKernel> {
  const progress = progressLine(t.left, { quiet });
  let gradients: string = t.gradientsTaken;
  const words = { equations: () => t.equations, errors: () => t.measuringErrors };
  try {
    return await interruptible(() =>
      learnKernel({
        ...options,
        onStep: ({ step, rms }) => {
          gradients = `${t.gradientsTaken} ${grouped(step)}  ${t.rms} ${inDigits(rms, 6)}`;
        },
        onProgress: (share, part) =>
          progress.show(share, part, part === "gradients" ? () => gradients : words[part]),
      }),
    );
  } finally {
    progress.clear();
  }
}

/** @throws Failure unless the second has as many channels, and the first's size or what is inside it. */
function checkSizes(
  before: Planes,
  after: Planes,
  [rows, columns]: readonly [number, number],
): void {
  const [planes, height, width] = before.numbers.shape;
  const [own, h, w] = after.numbers.shape;
  if (own !== planes)
    throw new Failure(
      "input",
      `expected as many channels in ${after.path} as in ${before.path}, ${planes}, got ${own}`,
    );
  if (rows > height || columns > width)
    throw new Failure(
      "usage",
      `expected at most the ${height} × ${width} of ${before.path} for --size, got ${rows} × ${columns}`,
    );
  const [y, x] = [height - rows + 1, width - columns + 1];
  if ((h === height && w === width) || (h === y && w === x)) return;
  throw new Failure(
    "input",
    `expected ${width} × ${height} pixels in ${after.path}, as in ${before.path}, or the ${x} × ${y} whose window is inside, got ${w} × ${h}`,
  );
}

function channelOf({ numbers }: Planes, channel: number | null): Tensor {
  if (channel === null) return numbers;
  const [, height, width] = numbers.shape;
  const size = height * width;
  const plane = numbers.data.subarray(channel * size, (channel + 1) * size);
  return tensor([1, height, width], plane);
}

/** Kernels as `filter` takes them: white to white, where pictures of 8 bits became ones of 16. */
function onWhite(found: LearnedKernel, before: number | null, after: number | null): LearnedKernel {
  if (before === null || after === null || before === after) return found;
  const factor = before / after;
  const scaled = (values: Float64Array) => values.map((v) => v * factor);
  const { learned, solved } = found;
  return {
    ...found,
    learned: { ...learned, kernel: scaled(learned.kernel) },
    solved: {
      ...solved,
      kernel: scaled(solved.kernel),
      expected: scaled(solved.expected),
      rounded: scaled(solved.rounded),
      found: scaled(solved.found),
    },
    difference: found.difference * factor,
  };
}

/** kernel.json → kernel-red.json */
function named(path: string, channel: string): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${channel}${extension}`;
}
