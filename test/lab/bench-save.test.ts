/** What the bench saves gives the numbers of the page: scripts are run, files are read. */
import { readFile } from "node:fs/promises";
import { parse, type Tensor } from "convoke";
import { readNpy } from "convoke/formats";
import { readOnnx } from "convoke/formats/onnx";
import { reference } from "convoke/reference";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonHas, run } from "../../convoke/test/support/scripts.ts";
import { benchAt, type Given, layerWith, numbersOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** The file that a button of the page gives. */
async function saved(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".save").getByRole("button", { name, exact: true }).click(),
  ]);
  return readFile(await download.path());
}

const LAYERS: Given[] = [
  { padding: 1, stride: 2, border: "reflect", inChannels: 2, outChannels: 4, groups: 2 },
  { op: "convTranspose", stride: 2, padding: 1, dilation: 2, orientation: "convolution" },
  { rows: 1, kernelRows: 1, columns: 9, pads: "same-lower", kernelColumns: 4, border: "constant" },
];

test("scripts for PyTorch, NumPy and Convoke print the output of the page", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/window");
  const scripts = { python: [] as [string, string][], node: [] as [string, string][] };
  const outputs = new Map<string, { shown: number[]; shape: readonly number[] }>();
  for (const [i, given] of LAYERS.entries()) {
    await page.goto(lab.url + benchAt("window", { ...given, lang: "en" }));
    const { y } = layerWith(given);
    await expect.poll(() => numbersOf(page, "Output")).toEqual([...y.data]);
    const shown = await numbersOf(page, "Output");
    for (const [name, where] of [
      ["PyTorch", "python"],
      ["NumPy", "python"],
      ["Convoke", "node"],
    ] as const) {
      const called = `${name.toLowerCase()}${i}`;
      if (where === "python" && !pythonHas(name === "PyTorch" ? "torch" : "numpy")) continue;
      scripts[where].push([called, (await saved(page, name)).toString()]);
      outputs.set(called, { shown, shape: y.shape });
    }
  }
  const printed = [...run("python", scripts.python), ...run("node", scripts.node)];
  expect(printed.length).toBe(outputs.size);
  for (const [name, { shape, values }] of printed) {
    expect(shape, name).toEqual(outputs.get(name)?.shape);
    expect(values, name).toEqual(outputs.get(name)?.shown);
  }
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("JSON, npy and ONNX hold the layer; own numbers come out as they were typed", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const w = "0 1/3 -0.5 2 1e-3 7";
  const given = { kernelRows: 2, w, padding: 1, border: "wrap" };
  const { page, troubles } = await lab.page(benchAt("flip", { ...given, lang: "en" }));
  await page.waitForSelector(".save");
  const layer = layerWith(given);
  const json = JSON.parse((await saved(page, "JSON")).toString());
  const tensor = (name: "x" | "w" | "y"): Tensor<Float64Array> => ({
    shape: json[name].shape,
    data: Float64Array.from(json[name].data),
  });
  const [rows, columns] = layer.y.shape.slice(-2);
  const png = await saved(page, "output .png");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([columns + 2, rows + 2]);
  expect(reference(parse(json.layer), { input: tensor("x"), weight: tensor("w") })).toEqual(
    tensor("y"),
  );
  expect(tensor("y")).toEqual(layer.y);
  expect(json.link).toContain("w=0+1%2F3");
  for (const [name, own] of [
    ["input .npy", layer.x],
    ["kernel .npy", layer.w],
    ["output .npy", layer.y],
  ] as const)
    expect(readNpy(await saved(page, name))).toEqual(own);
  const model = readOnnx(await saved(page, "ONNX"));
  expect(JSON.stringify(model.graph.nodes.map(({ op }) => op))).toContain("Conv");
  await page.getByRole("link", { name: "This layer in the engine" }).click();
  await expect.poll(() => page.url()).toContain("bench/engine?layer=");
  expect(troubles).toEqual([]);
  await page.context().close();
});
