/** The README's picture of the lab: three of its pages as a browser shows them, side by side. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { openLab } from "../test/lab/lab.ts";

const root = join(import.meta.dirname, "..");
const need = createRequire(join(root, "cli", "package.json"));
const sharp = (await import(need.resolve("sharp"))).default as typeof import("sharp").default;
const PAGES = ["#/?lang=en", "#/bench/toeplitz?lang=en", "#/studies/6.1-4?lang=en"];
const VIEW = { width: 1120, height: 860 };
const [SHOWN, GAP] = [420, 8];

const lab = await openLab();
if (lab === null) {
  console.error("convoke: expected a Chromium for the picture of the lab, found none");
  process.exit(1);
}
const tiles: Buffer[] = [];
for (const address of PAGES) {
  const { page } = await lab.page(address);
  await page.setViewportSize(VIEW);
  if (address.includes("studies")) await page.waitForSelector("article.told:not(.stale)");
  // Until formulas are set and the first picture is filtered.
  await page.waitForTimeout(1500);
  const bytes = await page.screenshot();
  tiles.push(await sharp(bytes).resize({ width: SHOWN }).png().toBuffer());
}
await lab.close();
const { height } = await sharp(tiles[0]).metadata();
await sharp({
  create: {
    width: PAGES.length * (SHOWN + GAP) - GAP,
    height: height ?? 0,
    channels: 3,
    background: "#c9d0d8",
  },
})
  .composite(tiles.map((input, i) => ({ input, left: i * (SHOWN + GAP), top: 0 })))
  .jpeg({ quality: 84 })
  .toFile(join(root, "docs", "lab.jpg"));
console.log(`wrote docs/lab.jpg: ${PAGES.join(", ")}`);
