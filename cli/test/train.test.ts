/** `convoke train digits` on a few images made here: what it writes, says and refuses, and Ctrl-C. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { environment, MAIN, scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const folder = scratch();

/** Digits of sorts: class n is a bright bar in row 2n + 4, on noise. */
function writeDigits(name: string, count: number, pack = false): void {
  const labels = Uint8Array.from({ length: count }, (_, i) => (7 * i) % 10);
  const images = Uint8Array.from({ length: 784 * count }, (_, i) => {
    const [image, y] = [Math.floor(i / 784), Math.floor((i % 784) / 28)];
    return y === 2 * labels[image] + 4 ? 255 : (i * 7919) % 60;
  });
  const file = (dims: number[], data: Uint8Array) => {
    const header = Buffer.alloc(4 + 4 * dims.length);
    header.set([0, 0, 8, dims.length]);
    dims.forEach((extent, i) => {
      header.writeUInt32BE(extent, 4 + 4 * i);
    });
    const bytes = Buffer.concat([header, data]);
    return pack ? gzipSync(bytes) : bytes;
  };
  const end = pack ? ".gz" : "";
  writeFileSync(join(folder, `${name}-images-idx3-ubyte${end}`), file([count, 28, 28], images));
  writeFileSync(join(folder, `${name}-labels-idx1-ubyte${end}`), file([count], labels));
}

beforeAll(() => {
  writeDigits("train", 200);
  writeDigits("test-50", 50, true);
});

const args = (out: string, ...more: string[]) => [
  ...["train", "digits", "--data", folder, "--epochs", "3", "--batch", "25", "--no-wide"],
  ...["--out", out, ...more],
];

test("it learns, and writes a checkpoint and a picture", async () => {
  const here = scratch();
  const said = await convoke(args(join(here, "bars.safetensors"), "--json", "--epochs", "8"));
  expect(said.code, said.err).toBe(0);
  const report = JSON.parse(said.text);
  expect(report).toMatchObject({
    task: "digits",
    data: { source: folder, train: 200, test: 50 },
    epochs: 8,
    steps: 64,
    files: { picture: join(here, "bars.svg") },
  });
  expect(report.secondsAnEpoch.length).toBe(8);
  expect(report.accuracy).toBeGreaterThan(0.9);
  expect(report.history[7].validation.accuracy).toBe(report.accuracy);
  const counted = report.confusion.flat().reduce((a: number, b: number) => a + b);
  expect(counted).toBe(50);
  expect(readdirSync(here).sort()).toEqual(["bars.safetensors", "bars.svg"]);
  const picture = readFileSync(join(here, "bars.svg"), "utf8");
  expect(picture).toMatch(/^<svg [^>]*viewBox/);
  expect(picture.match(/<polyline/g)?.length).toBe(4);
  expect(picture).not.toContain("NaN");
  // The net, the data, a line an epoch.
  expect(said.err).toMatch(/total +80,202 +1,116,416/);
  expect(said.err).toContain(`data: ${folder}, training 200, test 50`);
  expect(said.err).toMatch(/epoch 8\/8 {2}\d+\.\d\d s {2}loss \d\.\d{4}/);
  const zh = await convoke(args(join(here, "zh.safetensors"), "--lang", "zh", "--epochs", "1"));
  expect(zh.err).toMatch(/轮 1\/1 .*损失 .*测试集/);
});

test("Ctrl-C keeps a checkpoint, from which the same result is reached", async () => {
  const here = scratch();
  const [whole, part, rest] = ["whole", "part", "rest"].map((name) => join(here, name));
  expect((await convoke(args(whole, "--epochs", "16"))).code).toBe(0);
  const child = spawn(process.execPath, [MAIN, ...args(part, "--epochs", "16")], {
    env: environment(),
  });
  let err = "";
  child.stderr.on("data", (text) => {
    if (!err.includes("epoch 2/") && `${err}${text}`.includes("epoch 2/")) child.kill("SIGINT");
    err += text;
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect(err).toMatch(/stopped after step \d+: go on with --resume .*part/);
  expect(code).toBe(130);
  expect(readdirSync(here).sort()).toEqual(["part", "whole", "whole.svg"]);
  const went = await convoke(args(rest, "--epochs", "16", "--resume", part));
  expect(went.code, went.err).toBe(0);
  expect(readFileSync(rest)).toEqual(readFileSync(whole));
});

describe("what is refused", () => {
  test.each<[string[], number, RegExp]>([
    [["--rate", "-1"], 2, /expected a number above 0 for --rate, got -1/],
    [["--epochs", "0"], 2, /a whole number of at least 1 for --epochs, got 0/],
    [["--batch", "201"], 2, /at most 200 for --batch, the number of training examples, got 201/],
    [["--data", "/nowhere"], 3, /cannot read \/nowhere: there is no such file or folder/],
    [["--resume", "/nowhere"], 3, /cannot read \/nowhere/],
    [["--resume", MAIN], 3, /cannot go on from .*main.*: expected .*safetensors/],
    [["--rate", "1e30"], 2, /expected a finite loss, got .* in step \d+: .*--rate is 1e\+30/],
    [["--out", "/nowhere/x.st"], 4, /cannot write \/nowhere\/x.st/],
    [["--out", "x.svg"], 2, /another name than that of the picture for --out, got x.svg/],
  ])("%j", async (more, code, sentence) => {
    const here = scratch();
    const said = await convoke(args(join(here, "x"), ...more), { cwd: here });
    expect(said.err.trimEnd().split("\n").at(-1)).toMatch(sentence);
    expect(said.code).toBe(code);
    expect(readdirSync(here)).toEqual([]);
  });

  test("a folder without labels, another task, another seed than the checkpoint's", async () => {
    const here = scratch();
    writeFileSync(join(here, "train-images-idx3-ubyte"), "");
    const lacking = await convoke(["train", "digits", "--data", here], { cwd: here });
    expect(lacking.err).toMatch(/expected one file of train labels in .*, got none/);
    expect(lacking.code).toBe(3);
    expect((await convoke(["train", "digit"])).err).toMatch(
      /digits.* for TASK, got digit \(is it digits\?\)/,
    );
    const out = join(here, "a");
    expect((await convoke(args(out))).code).toBe(0);
    const other = await convoke(args(join(here, "b"), "--resume", out, "--seed", "2"));
    expect(other.err).toContain(`expected 1 for --seed, as ${out} began, got 2`);
    expect([other.code, existsSync(join(here, "b"))]).toEqual([2, false]);
  });
});
