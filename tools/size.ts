/** `npm run size`: what a bundle that imports each subpath weighs, minified and gzipped. */
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const ENTRIES = {
  convoke: "index.js",
  "convoke/reference": "reference.js",
  "convoke/formats": "formats/index.js",
  "convoke/data": "data/index.js",
  "convoke/images": "images/index.js",
  "convoke/backward": "backward/index.js",
  "convoke/pool": "pooling/index.js",
  "convoke/grad": "grad/index.js",
  "convoke/nets": "nets/index.js",
  "convoke/ir": "ir/index.js",
};
const dist = join(import.meta.dirname, "..", "convoke", "dist");

for (const [name, file] of Object.entries(ENTRIES)) {
  const bundle = await rolldown({
    input: join(dist, file),
    platform: "browser",
    external: [/^node:/],
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ minify: true });
  const code = Buffer.from(output.map((part) => (part.type === "chunk" ? part.code : "")).join(""));
  const sizes = [code.length, gzipSync(code, { level: 9 }).length, brotliCompressSync(code).length];
  const [minified, gzipped, brotli] = sizes.map((bytes) => `${(bytes / 1024).toFixed(1)} kB`);
  console.log(`${name.padEnd(18)} ${minified} minified, ${gzipped} gzipped, ${brotli} brotli`);
}
