/** `convoke train` on what it makes itself: the kernel of the diagonal, and left or right. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, writeSafetensors } from "convoke/formats";
import { diagonal } from "convoke/learn";
import { expect, test } from "vitest";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

test("the picture with the diagonal and its differences, as the book has them", () => {
  const { before, after, kernel } = diagonal(6);
  const rows = ({ shape: [, height, width], data }: typeof before) =>
    Array.from({ length: height }, (_, y) =>
      [...data.subarray(y * width, (y + 1) * width)].join(" "),
    );
  expect(rows(before)).toEqual([
    "0 1 1 1 1 1",
    "1 0 1 1 1 1",
    "1 1 0 1 1 1",
    "1 1 1 0 1 1",
    "1 1 1 1 0 1",
    "1 1 1 1 1 0",
  ]);
  expect(rows(after)).toEqual([
    "-1 0 0 0 0",
    "1 -1 0 0 0",
    "0 1 -1 0 0",
    "0 0 1 -1 0",
    "0 0 0 1 -1",
    "0 0 0 0 1",
  ]);
  expect(kernel).toEqual([1, -1]);
});

test.each([1, 2, 77])(
  "kernel, seed %i: [1, -1] to a thousandth, loss and kernel at every step",
  async (seed) => {
    const out = join(scratch(), "k.safetensors");
    const said = await convoke([
      "train",
      "kernel",
      "--seed",
      `${seed}`,
      "--out",
      out,
      "--json",
      "--no-wide",
    ]);
    expect(said.code, said.err).toBe(0);
    const report = JSON.parse(said.text);
    expect(report).toMatchObject({ task: "kernel", data: { train: 1, test: null }, steps: 40 });
    expect(Math.abs(report.kernel[0] - 1)).toBeLessThan(1e-3);
    expect(Math.abs(report.kernel[1] + 1)).toBeLessThan(1e-3);
    expect(report.farthest).toBeLessThan(1e-3);
    expect(Math.max(Math.abs(report.solved[0] - 1), Math.abs(report.solved[1] + 1))).toBeLessThan(
      1e-13,
    );
    expect(report.path.length).toBe(41);
    expect(report.path[40]).toEqual(report.kernel);
    // The rate is the best one: 0.8 of the error is left after a step, along every direction.
    const error = ([a, b]: number[]) => Math.hypot(a - 1, b + 1);
    report.path.slice(0, 20).forEach((point: number[], i: number) => {
      expect(error(report.path[i + 1]) / error(point)).toBeCloseTo(0.8, 3);
    });
    expect(said.err).toMatch(
      /epoch 40\/40 {2}\d+\.\d\d s {2}loss 0\.0000 {2}\[(1\.000|0\.999)\d\d, -(1\.000|0\.999)\d\d\]/,
    );
    const { tensors } = readSafetensors(readFileSync(out));
    expect([...tensors.get("weight")!.data]).toEqual(report.kernel);
    const svg = readFileSync(report.files.picture, "utf8");
    expect(svg.match(/<circle/g)?.length).toBe(41);
    expect(svg).not.toContain("NaN");
  },
);

test("position: one learns, the other stays at chance", async () => {
  const out = join(scratch(), "p.safetensors");
  const args = ["train", "position", "--epochs", "3", "--out", out, "--no-wide"];
  const said = await convoke([...args, "--json"]);
  expect(said.code, said.err).toBe(0);
  const { plain, coordinates, accuracy, files } = JSON.parse(said.text);
  expect([plain.accuracy, plain.trainAccuracy, plain.features.same]).toEqual([0.5, 0.5, 1]);
  expect(coordinates.accuracy).toBe(accuracy);
  expect(accuracy).toBeGreaterThan(0.95);
  expect(coordinates.features.same).toBeLessThan(0.9);
  expect([plain.history.length, coordinates.history.length]).toEqual([3, 3]);
  expect(readFileSync(files.picture, "utf8").match(/<polyline/g)?.length).toBe(6);
  const zh = await convoke([...args, "--lang", "zh"]);
  expect(zh.err).toMatch(/ % 带坐标, 50\.00 % 不带坐标/);
});

test("what is refused", async () => {
  for (const task of ["kernel", "position"]) {
    const said = await convoke(["train", task, "--data", "x"]);
    expect(said.err).toBe(`convoke: expected no --data for ${task}, which makes its own, got x\n`);
    expect(said.code).toBe(2);
  }
  const cwd = scratch();
  const many = await convoke(["train", "kernel", "--batch", "2"], { cwd });
  expect(many.err).toMatch(/at most 1 for --batch, the number of training examples, got 2/);
});

test("a checkpoint goes on with its own task only; one of before they had names says nothing", async () => {
  const here = scratch();
  const [first, second] = [join(here, "first"), join(here, "second")];
  const train = (task: string, out: string, ...more: string[]) =>
    convoke(["train", task, "--out", out, "--no-wide", ...more]);
  expect((await train("kernel", first)).code).toBe(0);
  const other = await train("position", second, "--resume", first);
  expect(other.err).toBe(
    `convoke: expected a checkpoint of position for --resume, got ${first}, which is one of kernel\n`,
  );
  expect(other.code).toBe(2);
  const same = await train("kernel", second, "--resume", first);
  expect([same.code, readFileSync(second)]).toEqual([0, readFileSync(first)]);
  const { tensors, metadata } = readSafetensors(readFileSync(first));
  const { name, ...before } = JSON.parse(metadata["convoke.training"]);
  expect(name).toBe("kernel");
  const old = join(here, "old");
  writeFileSync(
    old,
    writeSafetensors([...tensors], { "convoke.training": JSON.stringify(before) }),
  );
  expect((await train("kernel", second, "--resume", old)).code).toBe(0);
});
