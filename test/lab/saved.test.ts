/** What pages beside the bench's layer let one save holds what they show: read again, and held to Node's. */
import { readFile } from "node:fs/promises";
import { layerCost } from "convoke/cost";
import { networkCost, networkFromOnnx } from "convoke/cost/network";
import { readNpy } from "convoke/formats";
import { onnxNumbers, readOnnx } from "convoke/formats/onnx";
import { onnxOf, pictureProblem } from "convoke/snippets";
import { readKernel, responseGrid } from "convoke/workshop";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { levelsOf } from "../../lab/src/pages/bench/receptive/fields.ts";
import { readStack } from "../../lab/src/pages/bench/receptive/stack.ts";
import { sampleBytes } from "../../lab/src/pages/models/sample.ts";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
let here: Opened;
beforeAll(async () => {
  lab = await openLab();
  if (lab) here = await lab.page("#/glossary");
});
afterAll(() => lab?.close());

/** The file that a button of the last menu of that name gives. */
async function saved(page: Page, menu: string, name: string): Promise<Buffer> {
  const button = page.getByRole("group", { name: menu, exact: true }).last();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    button.getByRole("button", { name, exact: true }).click(),
  ]);
  return readFile(await download.path());
}

/** Width and height of a PNG, from its first chunk. */
const sizeOfPng = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];

test("the kernel on the whole photograph as a model", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/?lang=en&kernel=sobel-x&border=wrap&colour=gray`);
  const button = page.getByRole("button", { name: /^ONNX \(1 × / });
  await button.waitFor();
  const [rows, columns] = (await button.textContent())!.match(/\d+/g)!.slice(1).map(Number);
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const kernel = readKernel("sobel-x");
  const weight = { shape: [1, 1, 3, 3], data: kernel.values };
  const expected = onnxOf(pictureProblem(kernel, [1, rows, columns], "wrap"), { weight });
  expect(new Uint8Array(await readFile(await download.path()))).toEqual(expected);
  const { layers } = networkCost(networkFromOnnx(readOnnx(expected)));
  expect(layers.at(-1)?.shape).toEqual([1, 1, rows, columns]);
  expect(troubles).toEqual([]);
});

test("kernels of a model as numbers and as the picture of them", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/models?lang=en&model=lenet`);
  const menu = "Save these kernels";
  await page.getByRole("group", { name: menu }).waitFor();
  const { graph } = readOnnx(sampleBytes("lenet"));
  const conv = graph.nodes.find(({ op }) => op === "Conv")!;
  const weight = graph.initializers.get(conv.inputs[1])!;
  const { shape, data } = readNpy(await saved(page, menu, "npy"));
  expect(shape).toEqual(weight.shape);
  expect([...data]).toEqual([...(onnxNumbers(weight) as Float32Array)]);
  const json = JSON.parse((await saved(page, menu, "JSON")).toString());
  expect(json.values).toEqual([...data]);
  const canvas = page.locator(".montage canvas");
  expect(sizeOfPng(await saved(page, menu, "PNG"))).toEqual([
    Number(await canvas.getAttribute("width")),
    Number(await canvas.getAttribute("height")),
  ]);
  expect(troubles).toEqual([]);
});

test("fields, responses, tiles and counts", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/bench/receptive?lang=en&stack=k3+k3s2&length=20&unit=2:3`);
  await page.getByRole("heading", { name: "In two dimensions" }).waitFor();
  const paths = levelsOf(readStack("k3 k3s2"), 20)[2].paths[3];
  const line = [...paths].filter((n) => n > 0);
  const field = readNpy(await saved(page, "Save", "npy"));
  expect(field.shape).toEqual([line.length, line.length]);
  expect([...field.data]).toEqual(line.flatMap((a) => line.map((b) => a * b)));
  expect(sizeOfPng(await saved(page, "Save", "PNG"))).toEqual([line.length, line.length]);
  const fields = JSON.parse((await saved(page, "Save", "JSON")).toString());
  expect(fields.layers[2].paths[3]).toEqual([...paths]);

  await page.goto(`${lab.url}#/bench/frequency?lang=en&typed=1+2+1`);
  await page.getByRole("heading", { name: "What it does to a signal" }).waitFor();
  const grid = responseGrid(readKernel("1 2 1"), 65);
  const response = readNpy(await saved(page, "Save", "npy"));
  expect([...response.data]).toEqual([...grid.magnitude]);

  await page.goto(`${lab.url}#/bench/winograd?lang=en&d=1+2+3+4&g=1/2+0+1`);
  await page.getByRole("group", { name: "Save all steps" }).waitFor();
  const steps = JSON.parse((await saved(page, "Save all steps", "JSON")).toString());
  expect(steps.exact.result).toEqual(["7/2", "5"]);

  await page.goto(`${lab.url}#/bench/engine?lang=en&layer=ic3ih8oc4kh3&threads=1`);
  await page.getByRole("group", { name: "Save the whole of it" }).waitFor();
  const wasm = await saved(page, "Save the whole of it", "kernel.wasm");
  expect(WebAssembly.validate(new Uint8Array(wasm))).toBe(true);
  const text = (await saved(page, "Save the whole of it", "kernel.wat")).toString();
  expect(text.trimStart().startsWith("(module")).toBe(true);

  await page.goto(`${lab.url}#/cost?lang=en&layer=ic3ih8oc4kh3`);
  await page.getByText("ic3ih8oc4kh3").first().waitFor();
  const counts = JSON.parse((await saved(page, "Save these counts", "JSON")).toString());
  expect(counts.layer.asWritten).toEqual(layerCost("ic3ih8oc4kh3").asWritten);
  expect(troubles).toEqual([]);
});
