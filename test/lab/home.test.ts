/** The home page: a photograph filtered while its kernel is dragged, and the numbers are the library's. */
import { readFileSync } from "node:fs";
import { readNpy } from "convoke/formats";
import { compileImage, type ImageSpec, imageFilter } from "convoke/images";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonHas, run } from "../../convoke/test/support/scripts.ts";
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

/** What is saved as npy: bytes, all but the header. */
async function pixels(page: Page, name: string) {
  const file = await saved(page, name);
  const head = /'descr': '\|u1', .*'shape': \(([\d, ]+)\)/.exec(file.toString("latin1", 0, 128));
  const shape = head![1].split(", ").map(Number);
  return { shape, data: file.subarray(file.length - shape.reduce((a, b) => a * b)) };
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

test("results are Node's, bit for bit, with one thread and with two", async ({ skip }) => {
  const sevens = Array.from({ length: 49 }, (_, i) => ((i * 37) % 11) - 5);
  const text = Array.from({ length: 7 }, (_, y) => sevens.slice(7 * y, 7 * y + 7).join(" "));
  const cases = [
    [
      "kernel=laplacian8&range=middle",
      { kernel: square([1, 1, 1, 1, -8, 1, 1, 1, 1]), offset: 128 },
    ],
    [
      `kernel=${encodeURIComponent(text.join("; "))}&range=fit&border=wrap&colour=gray`,
      { kernel: square(sevens), border: "wrap", ...fit(sevens) },
    ],
  ] as const;
  const opened = await home(`&${cases[0][0]}`, skip);
  const { page } = opened;
  for (const [query, spec] of cases) {
    let expected: Uint8Array | null = null;
    for (const threads of [1, 2]) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/?lang=en&threads=${threads}&${query}`);
      await page
        .locator(".status summary", { hasText: new RegExp(`^${threads} thread`) })
        .waitFor();
      const picture = await pixels(page, "Original, npy");
      expect(picture.shape).toEqual(query.includes("gray") ? [1024, 790] : [1024, 790, 3]);
      const result = await pixels(page, "Result, npy (uint8)");
      expect(result.shape).toEqual(picture.shape);
      expected ??= await inNode(picture, spec);
      expect(Buffer.compare(result.data, expected)).toBe(0);
    }
  }
  await done(opened);
});

/** All results between 0 and 255. */
function fit(values: readonly number[]) {
  const above = values.reduce((sum, v) => sum + Math.max(0, v), 0);
  const below = values.reduce((sum, v) => sum + Math.max(0, -v), 0);
  return { scale: 1 / (above + below), offset: Math.round((255 * below) / (above + below)) };
}

test("a cell is dragged with the mouse, moved by keys and typed; the link holds it", async ({
  skip,
}) => {
  const opened = await home("&kernel=box:3", skip);
  const { page } = opened;
  const middle = cell(page, 2, 2);
  const box = (await middle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 15, { steps: 3 });
  await page.mouse.move(x, y - 24, { steps: 3 });
  // 24 pixels up are four steps, and a step of ninths is one ninth.
  expect(await middle.inputValue()).toBe("5/9");
  await page.mouse.up();
  await page.mouse.move(x, y + 60);
  expect(await middle.inputValue()).toBe("5/9");

  await cell(page, 1, 1).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("PageDown");
  expect(await cell(page, 2, 3).inputValue()).toBe("−8/9");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("-1/4");
  await page.keyboard.press("Enter");
  await cell(page, 1, 1).fill("one");
  await cell(page, 1, 1).blur();
  expect(await page.getByRole("alert").textContent()).toContain("a fraction such as 1/9");
  expect(await cell(page, 1, 1).inputValue()).toBe("1/9");

  const kernel = "1/9 1/9 1/9; 1/9 5/9 -8/9; 1/9 1/9 -1/4";
  await expect.poll(async () => (await given(page)).kernel).toBe(kernel);
  const picture = await pixels(page, "Original, npy");
  const values = [1, 1, 1, 1, 5, -8, 1, 1, -9 / 4].map((v) => v / 9);
  const result = await pixels(page, "Result, npy (uint8)");
  expect(Buffer.compare(result.data, await inNode(picture, { kernel: square(values) }))).toBe(0);
  await done(opened);
});

test("the link holds the picture, the kernel, the border, the view", async ({ skip }) => {
  const opened = await home("", skip);
  const { page } = opened;
  await page.getByRole("button", { name: "test picture: zone plate and edges" }).click();
  await page.getByLabel("Known kernels").selectOption("sobel-x");
  await page.getByLabel("Size").selectOption("5");
  await page.getByLabel("Values", { exact: true }).selectOption("middle");
  await page.getByLabel("Border").selectOption("wrap");
  await page.getByLabel("Channels").selectOption("gray");
  await page.getByRole("slider").focus();
  await page.keyboard.press("PageUp");
  await page.getByRole("button", { name: "1 : 1" }).click();
  await page.getByRole("group", { name: "Picture and result" }).focus();
  await page.keyboard.press("ArrowRight");
  const link = {
    lang: "en",
    picture: "plate",
    kernel: "0 0 0 0 0; 0 -1 0 1 0; 0 -2 0 2 0; 0 -1 0 1 0; 0 0 0 0 0",
    range: "middle",
    border: "wrap",
    colour: "gray",
    split: "60",
    zoom: "1",
  };
  await expect.poll(() => given(page)).toMatchObject(link);
  // The pixel under the pointer stays where it is; keys and wheel know each other's zoom.
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, -500);
  await expect.poll(async () => (await given(page)).zoom).toBe("4");
  await page.keyboard.press("-");
  await expect.poll(async () => (await given(page)).zoom).toBe("3.2");
  const result = await pixels(page, "Result, npy (uint8)");
  const again = await lab!.page(new URL(page.url()).hash);
  await filtered(again.page);
  expect(await again.page.getByRole("slider").getAttribute("aria-valuenow")).toBe("60");
  expect(await given(again.page)).toEqual(await given(page));
  expect((await pixels(again.page, "Result, npy (uint8)")).data.equals(result.data)).toBe(true);
  expect(result.shape).toEqual([768, 1024]);
  await done(again);
  await done(opened);
});

const files = { photo: "image.jpg", png: "mine.png" };

test("own pictures come by file chooser and by drop, and the PNG holds Node's result", async ({
  skip,
}) => {
  const opened = await home("&kernel=sharpen&border=zero", skip);
  const { page } = opened;
  const shape = [37, 53, 3];
  const data = Uint8Array.from({ length: 37 * 53 * 3 }, (_, i) => (i * i * 31) % 251);
  const png = await encoded(page, shape, data);
  await page.setInputFiles("input[type=file]", {
    name: files.png,
    mimeType: "image/png",
    buffer: png,
  });
  await page.getByText(`${files.png}, 53 × 37`).waitFor();
  const picture = await pixels(page, "Original, npy");
  expect(picture.shape).toEqual(shape);
  expect([...picture.data]).toEqual([...data]);
  const expected = await inNode(picture, {
    kernel: square([0, -1, 0, -1, 5, -1, 0, -1, 0]),
    border: "zero",
  });
  const result = await decoded(page, await saved(page, "Result, PNG"));
  expect(result.width).toBe(53);
  expect(Buffer.compare(result.data, expected)).toBe(0);

  await drop(page, "dropped.png", png);
  await page.getByText("dropped.png, 53 × 37").waitFor();
  for (const [name, bytes] of [
    ["notes.txt", Buffer.from("no picture at all")],
    ["scan.tiff", Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0])],
    ["half.png", png.subarray(0, png.length >> 1)],
    ["empty.png", Buffer.alloc(0)],
  ] as const) {
    await drop(page, name, bytes);
    await page.getByText(`reads (PNG, JPEG, WebP, GIF or AVIF), got ${name}`).waitFor();
  }
  // What was there before is still there, also after a look at another page.
  await page.getByRole("link", { name: "Glossary" }).click();
  await page.getByRole("heading", { name: "Glossary" }).waitFor();
  await page.goBack();
  await page.getByText("dropped.png, 53 × 37").waitFor();
  expect([...(await pixels(page, "Result, npy (uint8)")).data]).toEqual([...expected]);
  await page.getByRole("button", { name: "photograph (acanthus leaves)" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await done(opened);
});

/** By the browser's own encoder and decoder: what it writes without loss, and reads. */
const encoded = async (page: Page, [rows, columns]: readonly number[], rgb: Uint8Array) =>
  Buffer.from(
    await page.evaluate(
      async ({ rows, columns, rgb }) => {
        const image = new ImageData(columns, rows);
        for (let i = 0; i < rows * columns; i++)
          image.data.set([rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2], 255], 4 * i);
        const canvas = new OffscreenCanvas(columns, rows);
        canvas.getContext("2d")!.putImageData(image, 0, 0);
        return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
      },
      { rows, columns, rgb: [...rgb] },
    ),
  );

async function decoded(page: Page, png: Buffer) {
  const { width, rgb } = await page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return { width: bitmap.width, rgb: [...data].filter((_, i) => i % 4 < 3) };
    },
    [...png],
  );
  return { width, data: Uint8Array.from(rgb) };
}

/** As if a file came from the desktop. */
const drop = (page: Page, name: string, bytes: Uint8Array) =>
  page.evaluate(
    ({ name, bytes }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      for (const kind of ["dragover", "drop"])
        document
          .querySelector(".stage")!
          .dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, bytes: [...bytes] },
  );

test("the camera is filtered live, and stops", async ({ skip }) => {
  const opened = await home("&kernel=emboss", skip);
  const { page } = opened;
  await page.getByRole("button", { name: "Camera", exact: true }).click();
  await page.getByText(/^(640|1280) × (480|720): .* megapixels/).waitFor();
  await page.getByText("A picture of your own is not part of the link.").waitFor();
  const one = await pixels(page, "Original, npy");
  await expect
    .poll(async () => Buffer.compare((await pixels(page, "Original, npy")).data, one.data))
    .not.toBe(0);
  await page.getByRole("button", { name: "Stop the camera" }).click();
  const still = await pixels(page, "Original, npy");
  await page.waitForTimeout(200);
  expect((await pixels(page, "Original, npy")).data.equals(still.data)).toBe(true);
  await done(opened);
});

test("a kernel that is none gives one sentence, in both languages the same page", async ({
  skip,
}) => {
  const opened = await home("&kernel=log:3", skip);
  const { page } = opened;
  expect(await page.getByRole("alert").textContent()).toContain("at most 9 × 9");
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "一张照片，一个卷积核" }).waitFor();
  await page.getByText("算了什么、怎样算、为什么").click();
  await page.getByRole("row", { name: "按公式直接计算 9 8" }).waitFor();
  await page.getByRole("row", { name: /integers 选中/ }).waitFor();
  expect((await saved(page, "PyTorch")).toString()).toContain("[1, -8, 1]");
  expect(JSON.parse((await saved(page, "卷积核，JSON")).toString())[1]).toEqual([1, -8, 1]);
  await done(opened);
});

test("the list of known kernels has few words for each", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  for (const lang of ["en", "zh"]) {
    const { page, troubles } = await lab.page(`#/?lang=${lang}`);
    const list = page.locator(".kernel-panel select").first().locator("option");
    await list.first().waitFor({ state: "attached" });
    const texts = await list.allTextContents();
    expect(texts).toHaveLength(22);
    // A character of Chinese is as wide as two.
    const wide = texts.map((text) => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0));
    for (const [i, width] of wide.entries()) expect(width, texts[i]).toBeLessThanOrEqual(41);
    expect(troubles).toEqual([]);
    await page.context().close();
  }
});

test("many kernels take no more memory and no more workers", async ({ skip }) => {
  const opened = await home("&kernel=box:3", skip);
  const { page } = opened;
  const client = await page.context().newCDPSession(page);
  const heap = async () => {
    await client.send("HeapProfiler.collectGarbage");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    return usedSize;
  };
  await cell(page, 2, 2).focus();
  const turn = async (times: number) => {
    for (let i = 0; i < times; i++) await page.keyboard.press("Shift+ArrowUp");
    await filtered(page);
  };
  await turn(40);
  const [memory, workers] = [await heap(), page.workers().length];
  await turn(160);
  expect(await cell(page, 2, 2).inputValue()).toBe("67/3");
  expect(page.workers().length).toBe(workers);
  expect((await heap()) - memory).toBeLessThan(1.5e6);
  await done(opened);
});

test("the result before rounding has signs; the code for NumPy and PyTorch gives it, and the page's bytes", async ({
  skip,
}) => {
  const opened = await home("&kernel=laplacian8", skip);
  const { page } = opened;
  const file = async (name: string) => {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name, exact: true }).click();
    return (await coming).path();
  };
  const [picture, bytes, floats] = [
    await file("Original, npy"),
    await file("Result, npy (uint8)"),
    await file("Result before rounding, npy (float32)"),
  ];
  const { shape, data } = readNpy(readFileSync(floats));
  expect(shape).toEqual([1024, 790, 3]);
  expect(data.some((v) => Number(v) < 0)).toBe(true);
  const shown = readNpy(readFileSync(bytes)).data;
  const off = data.findIndex(
    (v, i) => Math.min(255, Math.max(0, Math.floor(Number(v) + 0.5))) !== Number(shown[i]),
  );
  expect(off).toBe(-1);
  const check = (load: string) => `
import numpy as np
picture = ${load}
y, z = np.asarray(filtered(picture)), np.asarray(shown(picture))
print(list(y.shape))
print([int((y != np.load(${JSON.stringify(floats)})).sum()), int((z != np.load(${JSON.stringify(bytes)})).sum())])
`;
  const load = `np.load(${JSON.stringify(picture)})`;
  for (const [name, code, modules] of [
    ["NumPy, SciPy", check(load), ["numpy", "scipy"]],
    ["PyTorch", check(`torch.from_numpy(${load})`), ["torch", "numpy"]],
  ] as const) {
    if (!pythonHas(...modules)) continue;
    const source = readFileSync(await file(name), "utf8") + code;
    const { shape, values } = run("python", [["page", source]]).get("page")!;
    expect(shape, name).toEqual([1024, 790, 3]);
    expect(values, name).toEqual([0, 0]);
  }
  await done(opened);
});
