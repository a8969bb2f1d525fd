/** The commands that look at problems instead of pictures: plan, verify, wat, info, kernels. */

import { grouped } from "@convoke/studies/words";
import Table from "cli-table3";
import {
  ALGORITHM_NAMES,
  type AlgorithmName,
  enableWideSimd,
  explain,
  learn,
  loops,
  measureMachine,
  operations,
  type Plan,
  plan as planOf,
  tune,
  verify as verifyProblem,
  type Wisdom,
  wat as watOf,
} from "convoke";
import { type CatalogueName, entryOf, namedKernel, wholeValues } from "convoke/workshop";
import { Failure } from "../failure.ts";
import { CATALOGUE, KERNEL_NAMES, kernelByName } from "../kernels/catalogue.ts";
import type { Language, Words } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { threadsOf } from "./filter-options.ts";
import { readWisdom, writeWisdom } from "./wisdom.ts";

export interface RawPlanOptions {
  readonly threads?: string;
  readonly algorithm?: string;
  /** False for `--no-wide`. */
  readonly wide: boolean;
  readonly rigor?: "estimate" | "measure";
  /** A file of wisdom. */
  readonly wisdom?: string;
  readonly json?: boolean;
  readonly loops?: boolean;
}

/** Tables without escapes: cli-table3 would colour heads and borders, NO_COLOR or not. */
const PLAIN = { head: [], border: [] };

function choose(descriptor: string, raw: RawPlanOptions, wisdom: Wisdom | null = null): Plan {
  const { threads, algorithm } = raw;
  if (algorithm !== undefined && !(ALGORITHM_NAMES as readonly string[]).includes(algorithm)) {
    throw new Failure(
      "usage",
      `expected one of ${ALGORITHM_NAMES.join(", ")} for --algorithm, got ${algorithm}`,
    );
  }
  return planOf(descriptor, {
    ...(threads === undefined ? {} : { threads: threadsOf(threads) }),
    ...(algorithm === undefined ? {} : { algorithm: algorithm as AlgorithmName }),
    ...(wisdom === null ? {} : { wisdom }),
  });
}

/** Measures, and keeps what was found where the caller said. */
async function measured(descriptor: string, raw: RawPlanOptions): Promise<Plan> {
  const { threads, algorithm, wisdom: path } = raw;
  if (algorithm !== undefined)
    throw new Failure("usage", "expected no --algorithm with --rigor measure: it chooses one");
  const before = path === undefined ? null : await readWisdom(path);
  const tuned = await tune(
    descriptor,
    threads === undefined ? {} : { threads: threadsOf(threads) },
  );
  if (path !== undefined && before !== null) await writeWisdom(path, learn(before, tuned));
  return tuned;
}

export async function plan(descriptor: string, raw: RawPlanOptions): Promise<void> {
  if (raw.wide) await enableWideSimd();
  measureMachine();
  const chosen =
    raw.rigor === "measure"
      ? await measured(descriptor, raw)
      : choose(descriptor, raw, raw.wisdom === undefined ? null : await readWisdom(raw.wisdom));
  const counted = operations(chosen);
  if (raw.json) return print(JSON.stringify({ ...chosen, operations: counted }, null, 2));
  const { multiplications, additions, bytesLoaded, bytesStored } = counted;
  print(explain(chosen));
  print(
    `  counted    ${grouped(multiplications)} multiplications, ${grouped(additions)} additions, ${grouped(bytesLoaded)} bytes loaded, ${grouped(bytesStored)} stored`,
  );
}

export function wat(descriptor: string, raw: RawPlanOptions): void {
  const chosen = choose(descriptor, raw);
  print(raw.loops ? loops(chosen) : watOf(chosen));
}

/** One of everything: axes, strides, dilation, groups, borders, layouts, transposed. */
export const DEFAULT_PROBLEMS = [
  "ic3ih17oc8kh3ph1_bias_relu",
  "ic16ih14oc24kh3ph1",
  "ic32ih9oc20kh1",
  "ic8ih9oc12kh1_nhwc_bias_hardswish",
  "ic3ih23oc7kh5sh2ph2_reflect",
  "g6ic6ih12oc12kh3dh2ph2_symmetric",
  "mb2ic4iw50oc6kw7sw3pw3_replicate",
  "ic2id6oc3kd3pd1_wrap_nhwc",
  "ic6ih8oc4kh3sh2ph1ah1_transposed_bias",
  "ic4iw20oc5kw4sw2pw1_transposed_reflect",
  "ic1ih30oc3kh7_convolution_constant0.5",
] as const;

export async function verify(
  descriptors: readonly string[],
  raw: { readonly json?: boolean; readonly wide: boolean },
  t: Words,
): Promise<void> {
  if (raw.wide) await enableWideSimd();
  const reports = [];
  const words = descriptors.length > 0 ? descriptors : DEFAULT_PROBLEMS;
  const status = statusLine({ quiet: raw.json });
  try {
    for (const [i, word] of words.entries()) {
      status.show(() => `${i + 1}/${words.length} ${word}`);
      reports.push(await verifyProblem(word));
    }
  } finally {
    status.clear();
  }
  const passed = reports.every((report) => report.passed);
  if (raw.json) print(JSON.stringify({ passed, reports }, null, 2));
  else {
    const table = new Table({
      head: ["problem", "algorithm", "integers", "max error", "of bound", "threads", ""],
      style: PLAIN,
    });
    for (const { descriptor, rows } of reports) {
      for (const row of rows) {
        if (row.refusal !== null)
          table.push([descriptor, row.algorithm, { colSpan: 5, content: row.refusal }]);
        else {
          table.push([
            descriptor,
            row.algorithm,
            row.exact === null ? "-" : row.exact ? "equal" : "differ",
            row.maxError.toExponential(1),
            `${(100 * row.shareOfBound).toFixed(1)} %`,
            row.sameBits === null ? "-" : row.sameBits ? "same bits" : "differ",
            row.passed ? "ok" : t.failed,
          ]);
        }
      }
    }
    print(table.toString());
    if (passed) print(t.passed);
  }
  if (!passed) {
    const bad = reports.filter((report) => !report.passed).map((report) => report.descriptor);
    throw new Failure(
      "verification",
      `expected every algorithm to agree with the definition, got differences in ${bad.join(", ")}`,
    );
  }
}

export async function info(raw: {
  readonly json?: boolean;
  readonly wide: boolean;
}): Promise<void> {
  if (raw.wide) await enableWideSimd();
  const machine = measureMachine();
  const node = process.version;
  const { v8 } = process.versions;
  const platform = `${process.platform} ${process.arch}`;
  if (raw.json) return print(JSON.stringify({ node, v8, platform, ...machine }, null, 2));
  const { simd, fma, wide, threads, sharedMemory, speed } = machine;
  const yes = (holds: boolean, otherwise = "no") => (holds ? "yes" : otherwise);
  const facts = {
    Node: `${node} (V8 ${v8})`,
    platform,
    SIMD: yes(simd),
    "multiply-add": fma ? "fused" : "multiply and add",
    "wide SIMD": yes(wide, raw.wide ? "no: this V8 does not do it" : "switched off"),
    threads: `${threads}${sharedMemory ? "" : " (memory cannot be shared)"}`,
    clock: `${speed.clock.toFixed(2)} cycles of the cost model a nanosecond`,
    copying: `${speed.copy.near.toFixed(0)} GB/s near, ${speed.copy.far.toFixed(0)} GB/s over 16 MiB`,
    waking: `${speed.call.awake} ms until a helper that is awake pays, ${speed.call.asleep} ms one that sleeps (usual, not measured)`,
  };
  for (const [name, value] of Object.entries(facts)) print(`${name.padEnd(13)} ${value}`);
}

export function kernels(raw: { readonly json?: boolean }, language: Language): void {
  print(raw.json ? kernelsJson() : kernelsTable(language));
}

function kernelsJson(): string {
  const listed = KERNEL_NAMES.map((name) => {
    const { en, zh, source, formula } = CATALOGUE[name];
    const { rows, columns, weights } = kernelByName(name)!;
    return { name, en, zh, source, formula, rows, columns, weights };
  });
  return JSON.stringify(listed, null, 2);
}

function kernelsTable(language: Language): string {
  const table = new Table({ head: ["--kernel", "", ""], style: PLAIN });
  for (const name of KERNEL_NAMES) {
    const { parameters, source, ...entry } = entryOf(name);
    const form = [name, ...parameters.map((p) => `${p.name.toUpperCase()}=${p.fallback}`)];
    const picture = matrixText(name);
    table.push([form.join(":"), `${entry[language]}\n${source}`, picture]);
  }
  return table.toString();
}

/** Small ones as they are, whole numbers over their denominator where they are fractions. */
function matrixText(name: CatalogueName): string {
  const { kernel } = namedKernel(name);
  const [rows, columns] = kernel.shape.length === 1 ? [1, kernel.shape[0]] : kernel.shape;
  if (rows > 5 || columns > 5) return `${rows}×${columns}`;
  const { over, under } = wholeValues(kernel);
  const shown = kernel.exact
    ? over.map(String)
    : [...kernel.values].map((w) => String(Number(w.toPrecision(3))));
  const width = Math.max(...shown.map((s) => s.length));
  const lines = Array.from({ length: rows }, (_, y) =>
    shown
      .slice(y * columns, (y + 1) * columns)
      .map((s) => s.padStart(width))
      .join(" "),
  );
  return lines.join("\n") + (kernel.exact && under !== 1n ? `\n/ ${under}` : "");
}

function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
