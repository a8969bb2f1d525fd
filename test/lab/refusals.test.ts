/** What is wrong is told in the language of the page, at once, and again when the language changes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
let here: Opened;
beforeAll(async () => {
  lab = await openLab();
  if (lab) here = await lab.page("#/glossary?lang=zh");
});
afterAll(() => lab?.close());

const CASES = [
  ["bench/window?stride=9", "stride 应为 1 到 4 的整数，实际为 9"],
  ["bench/window?stride=2&stride=3", "stride 应只有一个值，实际有几个"],
  ["bench/window?strid=2", "，实际为 strid（最接近的：stride）"],
  ["bench/window?x=1+2+q", 'x 应为数，实际为 "q"'],
  [
    "bench/window?rows=2&kernelRows=5",
    "高度方向的输入加填充应不小于卷积核的跨度 5（R1、R2），实际为 2",
  ],
  ["bench/receptive?stack=j", "各层应形如 k3、k3s2、k3d2p1、pool2（核不超过"],
  ["bench/engine?at=x", "at 应为 0 到 99999 的整数，实际为 x"],
  ["workshop?kernel=1+2;3", "应每行一样长"],
  ["workshop?kernel=1/0", "1/0"],
  ["workshop/gaussian?sigma=0", "sigma 应为 0.2 到 10 的数，实际为 0"],
  ["workshop/stencil?nodesAre=own&derivative=9&nodes=0+1", "求 9 阶导数应至少有 10 个节点"],
  ["cost?layer=ic1ih2oc1kh5", "应不小于卷积核的跨度 5（R1、R2），实际为 2"],
  ["cost?layer=banana", "描述符"],
  ["studies/6.1-1?side=99", "side 应为 1 到 6 的整数，实际为 99"],
  ["bench/window?at=500", "at 应为 0 到 11 的整数，实际为 500"],
  ["bench/receptive?unit=9:9", "，实际为 9:9"],
  ["workshop/stencil?form=partial&orders=q", "，实际为 q"],
  ["models?layer=99", "，实际为 99"],
  ["models?in=99", "in 应为 0 到 2 的整数，实际为 99"],
  ["glossary?term=3", "，实际为 term"],
  ["studies?threads=0", "，实际为 0"],
] as const;

test.for(CASES)("%s", async ([address, sentence], { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/${address}&lang=zh`);
  const alert = page.getByRole("alert").first();
  await expect.poll(() => alert.textContent()).toContain(sentence);
  const told = (await alert.textContent()) ?? "";
  expect(told).not.toMatch(/\b(expected|got)\b/);
  expect(await alert.locator("[lang=en]").count()).toBe(0);
  // The same sentence, once the page speaks English.
  await page.goto(`${lab.url}#/${address}&lang=en`);
  await expect.poll(() => alert.textContent()).toMatch(/^expected .*, got /);
  expect(troubles).toEqual([]);
});
