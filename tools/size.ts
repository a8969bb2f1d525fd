/**
 * `npm run size`: what bundles weigh, minified and compressed: each subpath, then engines of single
 * algorithms. Exits with 1 when the whole engine is over its budget, or a small one holds code of an
 * algorithm that it was not made of.
 */
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ALGORITHM_NAMES } from "convoke";
import { rolldown } from "rolldown";

const ENTRIES = {
  convoke: "index.js",
  "convoke/reference": "reference.js",
  "convoke/formats": "formats/index.js",
  "convoke/formats/onnx": "formats/onnx/index.js",
  "convoke/data": "data/index.js",
  "convoke/images": "images/index.js",
  "convoke/backward": "backward/index.js",
  "convoke/pool": "pooling/index.js",
  "convoke/grad": "grad/index.js",
  "convoke/nets": "nets/index.js",
  "convoke/cost": "cost/index.js",
  "convoke/learn": "learn/index.js",
  "convoke/workshop": "workshop/index.js",
  "convoke/snippets": "snippets/index.js",
  "convoke/cost/network": "cost/network/index.js",
  "convoke/ir": "ir/index.js",
};
/** Bytes, gzipped, that the engine of all algorithms may weigh. */
const BUDGET = 60 * 1024;
/** Runs every problem: what others are added to. */
const BASE = "im2col";
const dist = join(import.meta.dirname, "..", "convoke", "dist");
const at = (file: string) => JSON.stringify(join(dist, file));

interface Size {
  readonly minified: number;
  readonly gzipped: number;
  readonly brotli: number;
  /** Algorithms whose files are in it. */
  readonly holds: readonly string[];
}

/** A program of one module, bundled as an application would be. */
async function sizeOf(code: string): Promise<Size> {
  const bundle = await rolldown({
    input: "entry",
    platform: "browser",
    external: [/^node:/],
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? id : null),
        load: (id) => (id === "entry" ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true });
  const chunks = output.filter((part) => part.type === "chunk");
  const bytes = Buffer.from(chunks.map((chunk) => chunk.code).join(""));
  const files = chunks.flatMap((chunk) =>
    Object.entries(chunk.modules).flatMap(([file, { code }]) => (code?.trim() ? [file] : [])),
  );
  return {
    minified: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
    holds: ALGORITHM_NAMES.filter((name) => files.includes(join(dist, "algorithms", `${name}.js`))),
  };
}

/** Those that are given algorithms to work with. */
const TAKERS = ["subpixel", "polyphase"];

/** An engine of these; what an algorithm is not given it does not hold. */
function engineOf(names: readonly string[]): string {
  const imports = names.map((name) => `import { ${name} } from ${at(`algorithms/${name}.js`)};`);
  const values = names.map((name) => (TAKERS.includes(name) ? `${name}([${BASE}])` : name));
  return [
    ...imports,
    `import { engine } from ${at("engine.js")};`,
    `export const { plan, compile, tune, explain } = engine([${values}]);`,
  ].join("\n");
}

const kilo = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;
const line = (name: string, { minified, gzipped, brotli }: Omit<Size, "holds">, sign = "") =>
  `${name.padEnd(22)} ${sign}${kilo(minified)} minified, ${sign}${kilo(gzipped)} gzipped, ${sign}${kilo(brotli)} brotli`;

let good = true;
for (const [name, file] of Object.entries(ENTRIES)) {
  console.log(line(name, await sizeOf(`export * from ${at(file)};`)));
}
const whole = await sizeOf(engineOf(ALGORITHM_NAMES));
const over = whole.gzipped > BUDGET;
good &&= !over;
console.log(line("engine of all", whole) + (over ? `: more than ${kilo(BUDGET)} gzipped` : ""));
const base = await sizeOf(engineOf([BASE]));
console.log(line(`engine([${BASE}])`, base));
for (const name of ALGORITHM_NAMES.filter((n) => n !== BASE)) {
  const size = await sizeOf(engineOf([name, BASE]));
  const more = {
    minified: size.minified - base.minified,
    gzipped: size.gzipped - base.gzipped,
    brotli: size.brotli - base.brotli,
  };
  const strangers = size.holds.filter((held) => held !== name && held !== BASE);
  good &&= strangers.length === 0;
  console.log(
    line(`  ${name}`, more, "+") + (strangers.length > 0 ? `; holds ${strangers.join(", ")}` : ""),
  );
}
process.exitCode = good ? 0 : 1;
