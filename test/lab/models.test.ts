/** The models page in a browser: files read as in Node, kernels shown, links on, hostile bytes refused. */
import { existsSync, readFileSync } from "node:fs";
import { layerCost } from "convoke/cost";
import { networkCost, networkFromOnnx } from "convoke/cost/network";
import { writeSafetensors } from "convoke/formats";
import { readOnnx } from "convoke/formats/onnx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleBytes } from "../../lab/src/pages/models/sample.ts";
import { sharedPath } from "../shared.ts";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const choose = (page: Opened["page"], name: string, bytes: Uint8Array) =>
  page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });

const grouped = (n: number) => n.toLocaleString("en");

test("a model made here: Node's costs, colours of the first layer, and links with its numbers", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { totals, layers } = networkCost(networkFromOnnx(readOnnx(sampleBytes("colours"))));
  const { page, troubles } = await lab.page("#/models?lang=en");
  await page.getByText(grouped(totals.cost.macs)).first().waitFor();
  await page.getByText(grouped(totals.cost.flops)).first().waitFor();
  const rows = page.getByRole("table", { name: "Layers", exact: true }).locator("tbody tr");
  expect(await rows.count()).toBe(
    layers.filter(({ kind }) => kind !== "view" && kind !== "constant").length,
  );
  await page.getByRole("img", { name: /kernels of stem in colours: 24/ }).waitFor();
  // A click on the picture chooses the kernel below it.
  await page.getByRole("img", { name: /in colours/ }).click({ position: { x: 100, y: 100 } });
  await page.getByRole("grid", { name: /^kernel \[9, 0\]/ }).waitFor();
  await page.getByRole("button", { name: "Show the kernels of wide" }).click();
  await page.getByRole("img", { name: /32 output channels down, 32 input channels/ }).waitFor();
  await page.getByRole("spinbutton", { name: "input channel" }).fill("47");
  await page.getByRole("grid", { name: /^kernel \[0, 47\]/ }).waitFor();
  await expect.poll(() => page.evaluate("location.hash")).toContain("in=47");
  const again = await lab.page(await page.evaluate("location.hash"));
  await again.page.getByRole("grid", { name: /^kernel \[0, 47\]/ }).waitFor();
  const cells = (of: Opened["page"], name: RegExp) =>
    of.getByRole("grid", { name }).locator("td").allTextContents();
  expect(await cells(again.page, /^kernel \[0, 47\]/)).toEqual(
    await cells(page, /^kernel \[0, 47\]/),
  );
  await page.getByRole("link", { name: "Open in Kernels" }).click();
  await page.getByRole("textbox", { name: "kernel", exact: true }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "Open in Cost" }).first().click();
  await page.getByText("ic3ih96oc24kh9sh2ph4_bias").first().waitFor();
  expect([...troubles, ...again.troubles]).toEqual([]);
  await page.context().close();
  await again.page.context().close();
});

test("other extents beside the file's: exact quotients; a shape that does not fit is a sentence", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/models?lang=zh&input=1+3+192+192");
  await page.getByText("与文件自身的尺寸相比").waitFor();
  const model = readOnnx(sampleBytes("colours"));
  const { totals } = networkCost(networkFromOnnx(model, { inputs: { image: [1, 3, 192, 192] } }));
  await page.getByText(grouped(totals.cost.macs)).first().waitFor();
  await page.getByLabel("第一个输入").fill("3 192");
  await page.getByText("应有 4 个尺寸").waitFor();
  await page.getByLabel("第一个输入").fill("nothing");
  await page.getByText("应为整数尺寸，如").waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("files of one's own: real models as in Node, weights alone, and hostile bytes", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/models?lang=en");
  const weights = writeSafetensors(
    [
      [
        "features.0.weight",
        { shape: [2, 1, 3, 3], data: Float32Array.from({ length: 18 }, (_, i) => i - 9) },
      ],
    ],
    {},
  );
  await choose(page, "net.safetensors", weights);
  await page.getByText("A safetensors file holds weights alone").waitFor();
  await page.getByRole("grid", { name: /^kernel \[0, 0\]/ }).waitFor();
  // Extents make layers of the weights, each counted by itself.
  await page.getByRole("button", { name: "Try 56 × 56" }).click();
  const alone = page.getByRole("table", { name: "Each convolution by itself" }).locator("td");
  const { asWritten } = layerCost("ic1ih56oc2kh3ph1");
  await expect.poll(() => alone.allTextContents()).toContain(grouped(asWritten.macs));
  await page.getByLabel("extents of each layer's input").fill("56");
  await page.getByText("expected at least 2 extents for the input of features.0.weight").waitFor();
  await page.getByLabel("extents of each layer's input").fill("7 9");
  await page.getByRole("spinbutton", { name: "output channel" }).fill("1");
  await expect.poll(() => page.url()).toMatch(/model=file.*extents=7\+9.*out=1/);
  // The link says of the file that there is one; chosen again, it is shown as it was.
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.getByText("choose that file").waitFor();
  await choose(again.page, "net.safetensors", weights);
  await again.page.getByRole("grid", { name: /^kernel \[1, 0\]/ }).waitFor();
  expect(again.page.url()).toContain(new URL(page.url()).hash);
  expect(await again.page.getByRole("alert").count()).toBe(0);
  expect(again.troubles).toEqual([]);
  await again.page.context().close();
  const model = sampleBytes("lenet");
  const broken: readonly (readonly [string, Uint8Array, string])[] = [
    ["cut.onnx", model.slice(0, model.length >> 1), "expected"],
    ["empty.onnx", new Uint8Array(), "expected a model with a version and a graph"],
    ["noise.onnx", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251), "expected"],
    ["cut.safetensors", weights.slice(0, 40), "expected"],
    ["page.html", new TextEncoder().encode("<h1>no</h1>"), "expected a name that ends in .onnx"],
  ];
  for (const [name, bytes, sentence] of broken) {
    await choose(page, name, bytes);
    const alert = page.locator("main > [role=alert]");
    await alert.waitFor();
    const said = await alert.allTextContents();
    expect(said.length, name).toBe(1);
    expect(said[0], name).toContain(sentence);
    expect(said[0], name).not.toContain("\n");
    await page.getByRole("button", { name: "LeNet" }).click();
    await page.getByRole("button", { name: "Show the kernels of conv2" }).waitFor();
    expect(await alert.count()).toBe(0);
  }
  for (const name of ["mnist-8", "super-resolution-espcn-x3", "ultraface-rfb-320"]) {
    const path = sharedPath("data", "models", `${name}.onnx`);
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    const open = name.startsWith("super");
    await choose(page, `${name}.onnx`, bytes);
    await page.getByText(`${name}.onnx:`).waitFor();
    if (open) await page.getByRole("button", { name: "Try 1 × 1 × 224 × 224" }).click();
    const inputs = open ? { inputs: { input: [1, 1, 224, 224] } } : {};
    const { totals } = networkCost(networkFromOnnx(readOnnx(bytes), inputs));
    await page.getByText(grouped(totals.cost.macs)).first().waitFor();
    await page.locator("canvas.picture").first().waitFor();
  }
  expect(troubles).toEqual([]);
  await page.context().close();
});
