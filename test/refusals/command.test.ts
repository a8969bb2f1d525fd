/** What the command says in Chinese when something is wrong with what was typed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { run } from "../../cli/src/run.ts";

const folder = mkdtempSync(join(tmpdir(), "convoke-refusals-"));
const at = (name: string) => join(folder, name);
writeFileSync(at("rows.json"), "[[1, 2], [3]]");
writeFileSync(at("words.json"), '{"name": "net", "inputs": {"x": [1, 3, 8, 8]}, "nodes": [{}]}');
writeFileSync(at("broken.onnx"), new Uint8Array([1, 2, 3]));
writeFileSync(at("broken.npy"), new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
writeFileSync(at("broken.safetensors"), new Uint8Array([1, 2, 3]));
writeFileSync(at("broken.png"), "no picture");
afterAll(() => rmSync(folder, { recursive: true }));

async function said(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  try {
    expect(await run(["node", "convoke", ...args], env), args.join(" ")).toBeGreaterThan(1);
  } finally {
    write.mockRestore();
  }
  return text.replaceAll(folder, "…");
}

const KERNEL = (kernel: string, ...more: readonly string[]) => [
  ...["filter", "a.png", "b.png", "--kernel", kernel, ...more],
];
const SAID: readonly (readonly [readonly string[], string])[] = [
  [["filtre"], "没有命令 filtre（是不是 filter？）"],
  [["kernels", "--jsno"], "没有选项 --jsno（是不是 --json？）"],
  [["filter", "a.png"], "缺少参数 OUT"],
  [["plan", "ic1", "a", "b"], "plan 的参数太多：应为 1 个，实际有 3 个：ic1, a, b"],
  [["wat", "ic1", "--threads"], "选项 --threads <N> 之后缺少取值"],
  [["study", "6.1-1", "--quick", "--thorough"], "选项 --quick 不能与 --thorough 同时使用"],
  [["plan", "ic1ih8oc1kh3", "--threads", "0"], "--threads 应为 1 到 64 的整数，实际为 0"],
  [
    ["plan", "ic1ih8oc1kh3", "--rigor", "mesure"],
    "--rigor 应为 estimate 或 measure，实际为 mesure（是不是 measure？）",
  ],
  [
    ["plan", "ic1ih2oc1kh3"],
    "高度方向的输入加填充应不小于卷积核的跨度 3（R1、R2），实际为 2（最接近的：3）",
  ],
  [
    ["plan", "ic1ih8oc1kh3", "--algorithm", "pointwise"],
    "pointwise 不能计算 ic1ih8oc1kh3：卷积核为 3×3，而不是 1×1",
  ],
  [
    ["cost", "ic1ih8oc1kh3zz4"],
    '描述符 ic1ih8oc1kh3zz4 第 13 个字符处应为名字加数，如 ic64 或 kh3，实际为 "zz4"',
  ],
  [
    ["cost", "ic1ih8oc1kh3_relu_zelu"],
    '描述符 ic1ih8oc1kh3_relu_zelu 应在 _ 之后写 transposed、convolution、bias、某种布局、边界或激活函数，实际为 "zelu"',
  ],
  [["cost", at("words.json")], "网络描述的节点 0 应有 op，如 Conv，实际为 {}"],
  [["cost", at("none.onnx")], "无法读取 …/none.onnx：没有这个文件或文件夹"],
  [
    ["filter", at("broken.png"), at("out.png"), "--kernel", "box"],
    "…/broken.png 应为 PNG、JPEG、WebP 或 TIFF 图像，实际是别的东西",
  ],
  [KERNEL("1 2; 3"), '卷积核 "1 2; 3" 应每行一样长，实际各行长为 2、1'],
  [KERNEL("gaussian:-1"), "gaussian 的 sigma 应为大于 0、不大于 80 的数（像素），实际为 -1"],
  [KERNEL(at("rows.json")), "卷积核 …/rows.json 应每行一样长，实际各行长为 2、1"],
  [KERNEL(at("broken.npy")), "无法读取卷积核 …/broken.npy：应为 npy 文件，实际是别的字节"],
  [
    KERNEL(`${at("broken.safetensors")}:w`),
    "无法读取卷积核 …/broken.safetensors：safetensors 文件应至少有 8 个字节，实际为 3",
  ],
  [
    KERNEL("box", "--border", "mirorr"),
    "--border 应为 zero、replicate、reflect、symmetric、wrap 或一个数，实际为 mirorr",
  ],
  [["kernel", "factor", "1 0 0/0"], '卷积核 "1 0 0/0" 中应为数或分数（如 1/9），实际为 "0/0"'],
  [["kernel", "stencil", "--derivative", "x"], "--derivative 应为 0 到 32 的整数，实际为 x"],
  [["study", "6.1-1", "--param", "x"], "--param 应为 NAME=VALUE 的形式，实际为 x"],
  [
    ["study", "6.1-1", "--param", "sizee=3"],
    "参数应为 inputs、outputs、side、groups 之一，实际为 sizee",
  ],
  [["study", "6.1-1", "--param", "side=0"], "side 应为 1 到 6 的整数，实际为 0"],
  [
    ["study", "6.1-1", "--plant", "x"],
    "要在 6.1-1 中埋下的错误应为 rounded、leaking、mixed、copied 之一，实际为 x",
  ],
  [
    ["train", "digit"],
    "TASK 应为 digits、keywords、text、kernel 或 position，实际为 digit（是不是 digits？）",
  ],
  [["train", "kernel", "--data", "x"], "kernel 自己生成数据，不应带 --data，实际为 x"],
  [["train", "digits", "--rate", "0"], "--rate 应为大于 0 的数，实际为 0"],
  [["train", "text", "--data", at("none.tsv")], "无法读取 …/none.tsv：没有这个文件或文件夹"],
];

/** Too long to be written here, or with names that will change: no English word is left in them. */
const CHINESE: readonly (readonly string[])[] = [
  ["study", "6.9"],
  KERNEL("gausian"),
  ["filter", "a.png", "b.png"],
  ["cost", at("broken.onnx")],
];

test.each(CHINESE)("%s %s %s", async (...args) => {
  const sentence = await said([...args.filter((word) => word), "--lang", "zh"]);
  expect(sentence).toMatch(/^convoke: .*应.*，实际/);
  expect(sentence).not.toMatch(/\b(expected|got|for|the|of|with)\b/);
});

test.each(SAID)("%s: %s", async (args, sentence) => {
  expect(await said([...args, "--lang", "zh"])).toBe(`convoke: ${sentence}\n`);
});

test("the environment's language counts too, and English stays English", async () => {
  expect(await said(["filtre"], { LANG: "zh_CN.UTF-8" })).toMatch(/没有命令/);
  expect(await said(["filtre"], { LANG: "C" })).toMatch(/unknown command/);
});
