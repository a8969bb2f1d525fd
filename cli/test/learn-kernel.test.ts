/** `convoke learn-kernel` behind `convoke filter`: what was filtered with is found again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tensor } from "convoke";
import { writeNpy } from "convoke/formats";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedPath } from "../../test/shared.ts";
import { kernelByName } from "../src/kernels/catalogue.ts";
import { interruptible } from "../src/learn/interrupt.ts";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const folder = scratch();
const file = (name: string) => join(folder, name);

/** Colours of 8 bits: slopes, edges and noise, different in every channel. */
async function writeColours(path: string, width: number, height: number): Promise<void> {
  const codes = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    const noise = (((i + 1) * 2654435761) >>> 0) / 2 ** 32;
    return 60 + x + (y > 20 * (c + 1) ? 50 : 0) + 40 * noise;
  });
  await sharp(codes, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
}

beforeAll(async () => {
  await writeColours(file("in.png"), 70, 61);
});

const filtered = async (to: string, ...more: string[]) => {
  const said = await convoke(["filter", file("in.png"), file(to), "--no-wide", ...more]);
  expect(said.code, said.err).toBe(0);
};

const learned = async (from: string, to: string, ...more: string[]) => {
  const said = await convoke(["learn-kernel", from, to, "--json", ...more]);
  expect(said.code, said.err).toBe(0);
  return JSON.parse(said.text);
};

const apart = (kernel: number[][], weights: readonly number[]) =>
  Math.max(...kernel.flat().map((v, i) => Math.abs(v - weights[i])));

describe("a shared photograph", () => {
  const photo = sharedPath("data", "images", "camera-gray8-512x512.png");
  test.skipIf(!existsSync(photo))("sobel-x and a Gaussian, in 8 bits", async () => {
    const sobel = kernelByName("sobel-x")!.weights;
    for (const [name, size] of [
      ["gaussian:0.6", 5],
      ["sobel-x", 3],
    ] as const) {
      const kernel = kernelByName(name)!;
      const to = file(`photo-${size}.png`);
      const run = await convoke(["filter", photo, to, "-k", name, "--json", "--no-wide"]);
      expect(run.code, run.err).toBe(0);
      const report = await learned(
        photo,
        to,
        "--size",
        `${size}`,
        ...(size === 3 ? ["--constant"] : []),
      );
      const { solved, learned: way, difference } = report.kernels[0];
      // Signed results are spread over the codes around middle gray.
      const [{ range }] = JSON.parse(run.text).layers;
      const spread = size === 3 ? 127.5 / Math.max(Math.abs(range.min), range.max) : 1;
      const weights = (size === 3 ? sobel : kernel.weights).map((w) => w * spread);
      const { expected, rounded } = solved.errors;
      expect(apart(solved.kernel, weights)).toBeLessThan(rounded + 4 * expected);
      expect(rounded + 4 * expected).toBeLessThan(1e-3);
      expect(difference).toBeLessThan(expected / 10);
      expect(way.converged).toBe(true);
      expect(solved.rms).toBeLessThan(0.32);
      if (size === 3) expect(solved.constant).toBeCloseTo(127.5, 1);
    }
  });
});

test("8 bits, one kernel for all channels: written as filter reads it", async () => {
  await filtered("same.png", "-k", "1/16 2/16 1/16; 2/16 4/16 2/16; 1/16 2/16 1/16");
  const out = file("kernel.json");
  const report = await learned(file("in.png"), file("same.png"), "--size", "3", "--out", out);
  expect(report).toMatchObject({ width: 70, height: 61, channels: 3, size: [3, 3], border: null });
  const [{ solved, outputs }] = report.kernels;
  expect(outputs).toBe(3 * 68 * 59);
  expect(solved.rms).toBeCloseTo(Math.sqrt(1 / 12), 1);
  expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(solved.kernel);
  await filtered("again.png", "-k", out);
  const codes = async (name: string) => await sharp(file(name)).raw().toBuffer();
  const [a, b] = [await codes("same.png"), await codes("again.png")];
  const unlike = a.filter((v, i) => v !== b[i]).length;
  expect(unlike).toBeLessThan(0.02 * a.length);
});

test("floats keep everything: npy and TIFF, all outputs, other sizes, a kernel a channel", async () => {
  const weights = [-1, 3, 2, 0.5, -4, 1];
  const kernel = "-1 3 2; 0.5 -4 1";
  for (const name of ["out.npy", "out.tif"]) {
    await filtered(name, "-k", kernel, "--border", "wrap", "--depth", "float");
    const report = await learned(file("in.png"), file(name), "--size", "2,3", "--border", "wrap");
    const [{ solved, learned: way, outputs }] = report.kernels;
    expect(outputs).toBe(3 * 70 * 61);
    expect(apart(solved.kernel, weights)).toBeLessThan(1e-6);
    expect(apart(way.kernel, weights)).toBeLessThan(1e-4);
    expect(solved.errors.expected).toBe(0);
  }
  await filtered("valid.npy", "-k", kernel, "--padding", "valid");
  const out = file("each.json");
  const each = await learned(
    ...[file("in.png"), file("valid.npy"), "--size", "2,3", "--per-channel"],
    ...["--out", out, "--method", "descent"],
  );
  expect(each.kernels.map(({ channel }: { channel: string }) => channel)).toEqual([
    "red",
    "green",
    "blue",
  ]);
  for (const { solved, learned: way } of each.kernels) {
    expect(apart(solved.kernel, weights)).toBeLessThan(1e-6);
    expect(way.method).toBe("descent");
    expect(apart(way.kernel, weights)).toBeLessThan(1e-3);
  }
  expect(each.files).toEqual(["red", "green", "blue"].map((c) => file(`each-${c}.json`)));
});

test("16 bits of an 8-bit picture: kernels are those of white", async () => {
  await filtered("deep.png", "-k", "0.5 0.25; 0 0.25", "--depth", "16");
  const [{ solved }] = (await learned(file("in.png"), file("deep.png"), "--size", "2")).kernels;
  expect(apart(solved.kernel, [0.5, 0.25, 0, 0.25])).toBeLessThan(1e-5);
});

test("what it says, in both languages, and draws", async () => {
  await filtered("edges.png", "-k", "sobel-x");
  const picture = file("learned.svg");
  const args = ["learn-kernel", file("in.png"), file("edges.png"), "--size", "3"];
  const hint = await convoke(args);
  expect(hint.err).toMatch(/with a constant besides, the rms error would be 0\.\d+: --constant/);
  const said = await convoke([...args, "--constant", "--picture", picture]);
  expect(said.code, said.err).toBe(0);
  expect(said.err).toMatch(
    /^learned: conjugate gradients, \d+ gradients, rms error 0\.\d+, constant 12[78]/m,
  );
  expect(said.err).toMatch(/^solved: least squares, condition number \d+, rms error 0\.\d+/m);
  expect(said.err).not.toMatch(/\de[-+]\d/);
  const svg = readFileSync(picture, "utf8");
  expect(svg).toMatch(/^<svg [^>]*viewBox/);
  expect(svg.match(/fill-opacity/g)?.length).toBe(27);
  expect(svg).not.toContain("NaN");
  const png = await convoke([
    ...args,
    "--constant",
    "--lang",
    "zh",
    "--picture",
    file("learned.png"),
  ]);
  expect(png.err).toMatch(/共轭梯度, \d+ 次梯度/);
  expect(readFileSync(file("learned.png")).subarray(1, 4).toString()).toBe("PNG");
});

test("a flat picture: the shortest kernel, and that there are others", async () => {
  writeFileSync(file("flat.npy"), writeNpy(tensor([9, 9], new Float32Array(81).fill(8))));
  const args = ["learn-kernel", file("flat.npy"), file("flat.npy"), "--size", "2"];
  const said = await convoke(args);
  expect(said.err).toContain("directions in the picture 1 / 4: of all kernels");
  const [{ solved, learned: way }] = JSON.parse((await convoke([...args, "--json"])).text).kernels;
  expect([solved.rank, solved.unknowns]).toEqual([1, 4]);
  for (const { kernel } of [solved, way])
    expect(apart(kernel, [0.25, 0.25, 0.25, 0.25])).toBeLessThan(1e-6);
});

test("Ctrl-C is heard while nothing else is", async () => {
  const { href } = new URL("../src/learn/interrupt.ts", import.meta.url);
  const program = `
    import { interruptible } from "${href}";
    process.on("SIGINT", () => {});
    await interruptible(async () => {
      console.log("busy");
      for (;;);
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program]);
  child.stdout.once("data", () => {
    child.kill("SIGINT");
    // Whoever hears nothing is ended by another signal; how long it took to start does not matter.
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => clearTimeout(late));
  });
  const [code, signal] = await once(child, "exit");
  expect([code, signal]).toEqual([null, "SIGINT"]);
});

test("afterwards the listeners are those before", async () => {
  const listener = () => {};
  process.on("SIGINT", listener);
  const before = process.listeners("SIGINT");
  expect(await interruptible(async () => process.listenerCount("SIGINT"))).toBe(0);
  await expect(interruptible(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(process.listeners("SIGINT")).toEqual(before);
  process.removeListener("SIGINT", listener);
});

describe("what is refused", () => {
  test.each<[string[], number, RegExp]>([
    [
      ["in.png", "small.npy", "--size", "3"],
      3,
      /expected 70 × 61 pixels in .*small.npy, as in .*in.png, or the 68 × 59 whose window is inside, got 9 × 9/,
    ],
    [
      ["in.png", "gray.npy", "--size", "3"],
      3,
      /as many channels in .*gray.npy as in .*in.png, 3, got 1/,
    ],
    [
      ["in.png", "in.png", "--size", "62"],
      2,
      /at most the 61 × 70 of .*in.png for --size, got 62 × 62/,
    ],
    [["in.png", "in.png", "--size", "0"], 2, /whole number of at least 1 for --size, got 0/],
    [["in.png", "in.png"], 2, /--size/],
    [
      ["in.png", "in.png", "--size", "3", "--method", "newton"],
      2,
      /conjugate or descent for --method, got newton/,
    ],
    [["in.png", "in.png", "--size", "3", "--border", "mirror"], 2, /for --border, got mirror/],
    [
      ["in.png", "in.png", "--size", "3", "--out", "k.npy"],
      2,
      /ends in .json for --out, got .*k.npy/,
    ],
    [
      ["in.png", "in.png", "--size", "3", "--picture", "k.gif"],
      2,
      /\.svg or \.png for --picture, got \.gif/,
    ],
    [
      ["in.png", "in.png", "--size", "3", "--picture", "in.png"],
      2,
      /another file than BEFORE and AFTER/,
    ],
    [["in.png", "in.png", "--size", "3", "--out", "no/k.json"], 4, /cannot write .*k.json/],
    [
      ["in.png", "nothing.png", "--size", "3"],
      3,
      /cannot read .*nothing.png: there is no such file/,
    ],
    [["in.png", "alpha.png", "--size", "3"], 3, /without transparency in .*alpha.png/],
    [["in.png", "white.png", "--size", "3"], 2, /some between 0 and 255 for the outputs, got/],
    [
      ["cube.npy", "cube.npy", "--size", "3"],
      3,
      /\[height, width\] or \[height, width, channels\] in .*cube.npy, got \[2, 2, 2, 2\]/,
    ],
  ])("%j", async (args, code, sentence) => {
    const numbers = (shape: number[]) => writeNpy(tensor(shape));
    writeFileSync(file("small.npy"), numbers([9, 9, 3]));
    writeFileSync(file("gray.npy"), numbers([61, 70]));
    writeFileSync(file("cube.npy"), numbers([2, 2, 2, 2]));
    const raw = (channels: 3 | 4) => ({ raw: { width: 70, height: 61, channels } }) as const;
    await sharp(Buffer.alloc(70 * 61 * 4, 120), raw(4))
      .png()
      .toFile(file("alpha.png"));
    await sharp(Buffer.alloc(70 * 61 * 3, 255), raw(3))
      .png()
      .toFile(file("white.png"));
    const before = readdirSync(folder).sort();
    const paths = args.map((word) => (/\.\w+$/.test(word) ? file(word) : word));
    const said = await convoke(["learn-kernel", ...paths]);
    expect(said.err.trimEnd().split("\n").length).toBe(1);
    expect(said.err).toMatch(sentence);
    expect(said.code).toBe(code);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
