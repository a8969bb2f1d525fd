/** The home page: a photograph filtered while its kernel is dragged, and the numbers are the library's. */
import { readFileSync } from "node:fs";
import { readNpy } from "convoke/formats";
import { compileImage, type ImageSpec, imageFilter } from "convoke/images";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** A page whose picture has been filtered, or null where no browser starts. */
async function home(query = "", skip: (why: string) => never = () => undefined as never) {
  if (!lab) return skip("no Chromium starts here");
  const opened = await lab.page(`#/?lang=en${query}`);
  await filtered(opened.page);
  return opened;
}

const filtered = (page: Page) => page.waitForSelector(".status-line:has-text('megapixels')");

async function done({ page, troubles }: Opened): Promise<void> {
  expect(troubles).toEqual([]);
  await page.context().close();
}

/** What a button of the row "Save" gives. */
async function saved(page: Page, name: string): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name, exact: true }).click();
  return readFileSync(await (await coming).path());
}

async function pixels(page: Page, name: string) {
  const { shape, data } = readNpy(await saved(page, name));
  return { shape, data: Uint8Array.from(data) };
}

async function inNode(
  picture: { shape: readonly number[]; data: Uint8Array },
  spec: Pick<ImageSpec, "kernel" | "border" | "scale" | "offset">,
): Promise<Uint8Array> {
  const [height, width, channels = 1] = picture.shape;
  using filter = await compileImage(imageFilter({ width, height, channels, ...spec, threads: 1 }));
  filter.input.set(picture.data);
  await filter.run();
  return filter.output.slice() as Uint8Array;
}

const square = (values: readonly number[]) => {
  const n = Math.sqrt(values.length);
  return { rows: n, columns: n, values };
};

const cell = (page: Page, row: number, column: number) =>
  page.getByLabel(`row ${row}, column ${column}`);

const given = (page: Page): Promise<Record<string, string>> =>
  page.evaluate("Object.fromEntries(new URLSearchParams(location.hash.split('?')[1] ?? ''))");

test.for([1, 2])("results are Node's, bit for bit: %i threads", async (threads, { skip }) => {
  const sevens = Array.from({ length: 49 }, (_, i) => ((i * 37) % 11) - 5);
  const text = Array.from({ length: 7 }, (_, y) => sevens.slice(7 * y, 7 * y + 7).join(" "));
  for (const [query, spec] of [
    [
      "kernel=laplacian8&range=middle",
      { kernel: square([1, 1, 1, 1, -8, 1, 1, 1, 1]), offset: 128 },
    ],
    [
      `kernel=${encodeURIComponent(text.join("; "))}&range=fit&border=wrap&colour=gray`,
      {
        kernel: square(sevens),
        border: "wrap",
        ...fit(sevens),
      },
    ],
  ] as const) {
    const opened = await home(`&threads=${threads}&${query}`, skip);
    const picture = await pixels(opened.page, "Original, npy");
    expect(picture.shape).toEqual([1024, 790, ...(query.includes("gray") ? [] : [3])]);
    const result = await pixels(opened.page, "Result, npy");
    expect(result.shape).toEqual(picture.shape);
    const expected = await inNode(picture, spec);
    expect(Buffer.compare(result.data, expected)).toBe(0);
    await done(opened);
  }
});

/** All results between 0 and 255. */
function fit(values: readonly number[]) {
  const above = values.reduce((sum, v) => sum + Math.max(0, v), 0);
  const below = values.reduce((sum, v) => sum + Math.max(0, -v), 0);
  return { scale: 1 / (above + below), offset: Math.round((255 * below) / (above + below)) };
}
