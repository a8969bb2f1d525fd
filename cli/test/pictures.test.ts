/** Filters on pictures made here and on the shared ones, against the float64 definition. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolve as resolveProblem, tensor } from "convoke";
import { readNpy } from "convoke/formats";
import { reference } from "convoke/reference";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../test/shared.ts";
import { floatTiff } from "../src/image/float-tiff.ts";
import { colorOf } from "../src/image/planes.ts";
import { readPicture } from "../src/image/read.ts";
import { kernelByName } from "../src/kernels/catalogue.ts";
import { convoke as convokeProcess, scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const folder = scratch();
const file = (name: string) => join(folder, name);
const codesOf = async (path: string, deep: boolean, space: string) => {
  const { data, info } = await sharp(path)
    .toColourspace(space)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  return {
    values: deep
      ? [...new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))]
      : [...data],
    ...info,
  };
};
const noise = (size: number, white: number, step = 7919) =>
  Array.from({ length: size }, (_, i) => (i * step + ((i * i) % 31)) % (white + 1));

describe("bits are kept", () => {
  const kinds = [
    ["gray 8", Uint8Array, 1, "b-w"],
    ["colour 8", Uint8Array, 3, "srgb"],
    ["gray 16", Uint16Array, 1, "grey16"],
    ["colour 16", Uint16Array, 3, "rgb16"],
    ["colour with alpha 16", Uint16Array, 4, "rgb16"],
  ] as const;
  for (const extension of ["png", "tiff"] as const) {
    test.each(kinds)(
      `identity leaves every code of %s alone (${extension})`,
      async (_, Codes, channels, space) => {
        const deep = Codes === Uint16Array;
        const codes = Codes.from(noise(15 * 11 * channels, deep ? 65535 : 255));
        // Opaque: a transparent colour has no meaning to keep.
        if (channels === 4) for (let i = 3; i < codes.length; i += 4) codes[i] = 65535;
        const [from, to] = [
          file(`in-${space}${channels}.${extension}`),
          file(`out-${space}${channels}.${extension}`),
        ];
        const image = sharp(codes, { raw: { width: 15, height: 11, channels } }).toColourspace(
          space,
        );
        await (extension === "png" ? image.png() : image.tiff({ compression: "deflate" })).toFile(
          from,
        );
        const said = await convoke(["filter", from, to, "-k", "identity", "--json"]);
        expect(said.err).toBe("");
        expect(JSON.parse(said.text)).toMatchObject({
          input: { bits: deep ? 16 : 8, planes: Math.min(3, channels) },
          output: { depth: deep ? 16 : 8 },
        });
        expect((await codesOf(to, deep, space)).values).toEqual([...codes]);
      },
    );
  }

  test("16 bits into a format of 8 is refused, not done silently", async () => {
    await sharp(Uint16Array.from(noise(64, 65535)), { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toFile(file("deep.png"));
    const said = await convoke(["filter", file("deep.png"), file("deep.jpg"), "-k", "identity"]);
    expect(said).toMatchObject({
      code: 2,
      err: "convoke: expected PNG, TIFF or npy for 16 bits a channel, got jpeg, which holds 8 (--depth 8 gives the others up)\n",
    });
    expect(
      (
        await convoke([
          "filter",
          file("deep.png"),
          file("deep.jpg"),
          "-k",
          "identity",
          "--depth",
          "8",
        ])
      ).code,
    ).toBe(0);
  });
});

test("the edge of a transparent region does not bleed", async () => {
  // Left half opaque red; right half transparent, its hidden colour a loud green.
  const pixels = Uint8Array.from({ length: 12 * 6 * 4 }, (_, i) => {
    const left = Math.floor(i / 4) % 12 < 6;
    return left ? [200, 10, 20, 255][i % 4] : [0, 255, 0, 0][i % 4];
  });
  await sharp(pixels, { raw: { width: 12, height: 6, channels: 4 } })
    .png()
    .toFile(file("half.png"));
  for (const kernel of ["gaussian:1.5", "sharpen", "box:3"]) {
    expect(
      (await convoke(["filter", file("half.png"), file("half-out.png"), "-k", kernel])).code,
    ).toBe(0);
    const { values } = await codesOf(file("half-out.png"), false, "srgb");
    for (let i = 0; i < values.length; i += 4) {
      if (values[i + 3] > 0)
        expect([values[i], values[i + 1], values[i + 2]], `${kernel} at ${i / 4}`).toEqual([
          200, 10, 20,
        ]);
    }
  }
  // A derivative sees no edge where colour does not change: all results are 0, middle gray.
  await convoke(["filter", file("half.png"), file("half-out.npy"), "-k", "laplacian4"]);
  const { data } = readNpy(readFileSync(file("half-out.npy")));
  data.forEach((value, i) => {
    if (i % 4 !== 3) expect(Math.abs(value)).toBeLessThan(1e-3);
  });
});

test("the EXIF orientation is applied", async () => {
  await sharp(Uint8Array.from(noise(4 * 6 * 3, 255)), { raw: { width: 6, height: 4, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toFile(file("turned.png"));
  const said = await convoke([
    "filter",
    file("turned.png"),
    file("upright.png"),
    "-k",
    "identity",
    "--json",
  ]);
  expect(JSON.parse(said.text).layers[0]).toMatchObject({ width: 4, height: 6 });
});

describe("codes are filtered as they are, and are what the definition gives", () => {
  const [width, height] = [37, 23];
  const pictures = [
    { name: "gray 8", Codes: Uint8Array, channels: 1, space: "b-w" },
    { name: "colour 8", Codes: Uint8Array, channels: 3, space: "srgb" },
    { name: "gray 16", Codes: Uint16Array, channels: 1, space: "grey16" },
    { name: "colour 16", Codes: Uint16Array, channels: 3, space: "rgb16" },
  ] as const;
  const cases: readonly (readonly [args: string, spec: object])[] = [
    ["-k sharpen", {}],
    ["-k box:5 --border symmetric", { border: "symmetric" }],
    ["-k gaussian159 --border wrap", { border: "wrap" }],
    ["-k gaussian:2 --border 200", { border: { constant: 200 } }],
    ["-k motion:9:20 --border zero", { border: "zero" }],
    ["-k sobel-x --range clip", {}],
    ["-k prewitt-y --range clip --orientation convolution", { orientation: "convolution" }],
    [
      "-k emboss --padding 2,0,0,2 --border replicate",
      {
        border: "replicate",
        padding: [
          [2, 0],
          [0, 2],
        ],
      },
    ],
  ];
  describe.each(pictures)("$name", ({ Codes, channels, space }) => {
    test.each(cases)("%s", async (args, spec) => {
      const deep = Codes === Uint16Array;
      const white = deep ? 65535 : 255;
      const codes = Codes.from(noise(width * height * channels, white, 104729));
      await sharp(codes, { raw: { width, height, channels } })
        .toColourspace(space)
        .png()
        .toFile(file("codes.png"));
      const said = await convoke([
        "filter",
        file("codes.png"),
        file("c.png"),
        ...args.split(" "),
        "--json",
      ]);
      const { plans, layers } = JSON.parse(said.text);
      expect(plans).toMatchObject([{ pixels: deep ? "u16" : "u8" }]);
      const kernel = kernelByName(args.split(" ")[1])!;
      const weight = tensor([1, 1, kernel.rows, kernel.columns], kernel.weights);
      const input = tensor(
        [channels, 1, height, width],
        Float64Array.from(codes, (_, i) => {
          const size = width * height;
          return codes[(i % size) * channels + Math.floor(i / size)];
        }),
      );
      const problem = resolveProblem({
        input: input.shape,
        weight: weight.shape,
        padding: "same",
        border: "reflect",
        ...spec,
      });
      const want = reference(problem, { input, weight }).data;
      const { values } = await codesOf(file("c.png"), deep, space);
      const { exact, bound } = plans[0].precision;
      let cut = 0;
      values.forEach((value, i) => {
        const v = want[(i % channels) * width * height + Math.floor(i / channels)];
        if (v < -0.5 || v > white + 0.5) cut++;
        const inside = Math.min(white, Math.max(0, v));
        // Weights such as 1/25 are doubles here: a tie is a tie only to their precision.
        const most = exact ? 0.5 + 1e-9 * white : 0.5 + bound + 1e-9 * white;
        expect(Math.abs(value - inside), `${i}: ${value} for ${v}`).toBeLessThanOrEqual(most);
      });
      if (plans[0].results !== "f32") expect(layers[0].range.clipped).toBe(cut);
    });
  });

  test("what codes cannot do is done in floats, and said in both languages", async () => {
    const opaque = Uint8Array.from(noise(9 * 7 * 4, 255));
    await sharp(opaque, { raw: { width: 9, height: 7, channels: 4 } })
      .png()
      .toFile(file("veiled.png"));
    await sharp(Uint8Array.from(noise(9 * 7, 255)), { raw: { width: 9, height: 7, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toFile(file("bare.png"));
    const reasons: readonly (readonly [string, string, string, string])[] = [
      ["veiled", "box:3", "alpha", "transparency"],
      ["bare", "box:3 --linear-light", "light", "light"],
      ["bare", "box:3 --stride 2", "steps", "stride"],
      ["bare", "box:3 --dilation 2", "steps", "dilation"],
      ["bare", "box:3 --padding valid", "size", "size"],
      ["bare", "box:3 --border 0.5", "border", "border"],
    ];
    for (const [picture, args, key, words] of reasons) {
      const command = ["filter", file(`${picture}.png`), file("f.png"), "-k", ...args.split(" ")];
      const report = JSON.parse((await convoke([...command, "--json"])).text);
      expect(report.layers[0].floatsFor, args).toBe(key);
      expect(report.plans[0].pixels).toBe("f32");
      expect((await convoke(command)).err).toMatch(new RegExp(`in floats \\(.*${words}`));
      expect((await convoke([...command, "--lang", "zh"])).err).toMatch(/浮点滤波 \(/);
    }
    expect(
      (await convoke(["filter", file("bare.png"), file("f.png"), "-k", "sobel-x"])).err,
    ).toMatch(/8 bit codes as they are \(integers, exact\)/);
  });
});

describe("options do what they say", () => {
  const codes = Uint8Array.from(noise(9 * 7, 255));
  const run = async (name: string, args: readonly string[]) => {
    await sharp(codes, { raw: { width: 9, height: 7, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toFile(file("plain.png"));
    const said = await convoke(["filter", file("plain.png"), file(`${name}.npy`), ...args]);
    expect(said.code, said.err).toBe(0);
    return readNpy(readFileSync(file(`${name}.npy`)));
  };
  const expected = (kernel: string, spec: object) => {
    const k = kernelByName(kernel)!;
    const weight = tensor([1, 1, k.rows, k.columns], k.weights);
    const problem = resolveProblem({
      input: [1, 1, 7, 9],
      weight: weight.shape,
      padding: "same",
      border: "reflect",
      ...spec,
    });
    return reference(problem, { input: tensor([1, 1, 7, 9], Float64Array.from(codes)), weight });
  };
  test.each<[string, readonly string[], object]>([
    ["border wrap", ["--border", "wrap"], { border: "wrap" }],
    ["a constant border", ["--border", "17"], { border: { constant: 17 } }],
    ["symmetric", ["--border", "symmetric"], { border: "symmetric" }],
    ["stride", ["--stride", "2,3"], { stride: [2, 3] }],
    ["dilation", ["--dilation", "2"], { dilation: 2 }],
    ["padding valid", ["--padding", "valid"], { padding: "valid" }],
    [
      "padding by sides",
      ["--padding", "1,0,2,3"],
      {
        padding: [
          [1, 0],
          [2, 3],
        ],
      },
    ],
    ["convolution", ["--orientation", "convolution"], { orientation: "convolution" }],
    ["threads", ["--threads", "2"], {}],
  ])("%s", async (name, args, spec) => {
    const got = await run(name.replaceAll(" ", "-"), ["-k", "sobel-x", ...args]);
    const want = expected("sobel-x", spec);
    expect(got.shape).toEqual(want.shape.slice(2));
    expect([...got.data].map((v) => v + 0)).toEqual([...want.data].map((v) => v + 0));
  });

  test("several kernels are a stack: npy axes, TIFF pages, PNG files", async () => {
    expect((await run("stack", ["-k", "sobel-x", "-k", "sobel-y", "-k", "box:5"])).shape).toEqual([
      3, 7, 9,
    ]);
    await convoke([
      "filter",
      file("plain.png"),
      file("stack.tif"),
      "-k",
      "sobel-x",
      "-k",
      "sobel-y",
    ]);
    expect((await sharp(file("stack.tif")).metadata()).pages).toBe(2);
    const said = await convoke([
      "filter",
      file("plain.png"),
      file("stack.png"),
      "-k",
      "sobel-x",
      "-k",
      "box:3",
      "--json",
    ]);
    expect(JSON.parse(said.text).layers.map((l: { file: string }) => l.file)).toEqual([
      file("stack.1-sobel-x.png"),
      file("stack.2-box_3.png"),
    ]);
    expect(existsSync(file("stack.2-box_3.png"))).toBe(true);
  });

  test("signed results: zero is middle gray, or absolute, or stretched", async () => {
    await run("warm-up", ["-k", "identity"]);
    const values = async (range: string) => {
      await convoke([
        "filter",
        file("plain.png"),
        file("r.png"),
        "-k",
        "laplacian4",
        "--range",
        range,
      ]);
      return (await codesOf(file("r.png"), false, "b-w")).values;
    };
    const raw = [...expected("laplacian4", {}).data];
    const largest = Math.max(...raw.map(Math.abs));
    const cut = (v: number) => Math.min(255, Math.max(0, Math.floor(v + 0.5)));
    expect(await values("signed")).toEqual(
      raw.map((v) => cut(Math.fround(127.5 + (v / largest) * 127.5))),
    );
    expect(await values("abs")).toEqual(raw.map((v) => cut(Math.abs(v))));
    expect(await values("clip")).toEqual(raw.map(cut));
    const stretched = await values("stretch");
    expect([Math.min(...stretched), Math.max(...stretched)]).toEqual([0, 255]);
    expect(await values("auto")).toEqual(await values("signed"));
  });

  test("linear light: the mean of black and white is brighter than its code", async () => {
    await sharp(Uint8Array.from([0, 255]), { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toFile(file("two.png"));
    const mean = async (...more: string[]) => {
      const half = ["-k", "1/2 1/2", "--padding", "valid"];
      await convoke(["filter", file("two.png"), file("mean.png"), ...half, ...more]);
      return (await codesOf(file("mean.png"), false, "b-w")).values;
    };
    expect(await mean("--linear-light")).toEqual([188]);
    expect(await mean()).toEqual([128]);
  });

  test("a float TIFF holds the numbers, signs and all", async () => {
    await run("warm-up", ["-k", "identity"]);
    await convoke([
      "filter",
      file("plain.png"),
      file("float.tif"),
      "-k",
      "laplacian4",
      "--depth",
      "float",
    ]);
    const bytes = readFileSync(file("float.tif"));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    expect(Array.from({ length: 63 }, (_, i) => view.getFloat32(8 + 4 * i, true))).toEqual(
      [...expected("laplacian4", {}).data].map((v) => v + 0),
    );
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: "tiff",
      width: 9,
      height: 7,
      channels: 1,
      depth: "float",
    });
  });

  test("floats are read as the numbers they are, and come back as the codes they were", async () => {
    for (const [channels, space] of [
      [1, "b-w"],
      [2, "b-w"],
      [3, "srgb"],
      [4, "srgb"],
    ] as const) {
      const values = Uint8Array.from(noise(9 * 7 * channels, 255));
      // Opaque: a transparent colour has no meaning to keep.
      if (channels % 2 === 0)
        for (let i = channels - 1; i < values.length; i += channels) values[i] = 255;
      await sharp(values, { raw: { width: 9, height: 7, channels } })
        .toColourspace(space)
        .png()
        .toFile(file("whole.png"));
      await convoke([
        ...["filter", file("whole.png"), file("floats.tif"), "-k", "identity"],
        ...["--depth", "float"],
      ]);
      const back = await convoke([
        "filter",
        file("floats.tif"),
        file("back.png"),
        "-k",
        "identity",
      ]);
      expect(back.err).toContain("in floats (the picture holds floats)");
      const picture = await readPicture(file("whole.png"), 1e9);
      expect(await readPicture(file("floats.tif"), 1e9)).toMatchObject({
        bits: "float",
        white: 255,
        planes: picture.planes,
        hasAlpha: picture.hasAlpha,
      });
      // 65535 = 257 · 255: every 8-bit code has a 16-bit one.
      expect([...colorOf(await readPicture(file("back.png"), 1e9))]).toEqual(
        [...colorOf(picture)].map((code) => 257 * code),
      );
    }
    await convoke([
      ...["filter", file("whole.png"), file("signed.tif"), "-k", "laplacian4"],
      ...["--depth", "float"],
    ]);
    await convoke(["filter", file("signed.tif"), file("signed.npy"), "-k", "identity"]);
    await convoke(["filter", file("whole.png"), file("direct.npy"), "-k", "laplacian4"]);
    const [read, direct] = ["signed.npy", "direct.npy"].map((name) =>
      readNpy(readFileSync(file(name))),
    );
    expect(Math.min(...direct.data)).toBeLessThan(-255);
    expect(read).toEqual(direct);
  });

  test("white is 1 in floats that do not say it; other numbers are refused", async () => {
    const shades = Float32Array.from([-0.5, 0, 0.25, 1, 1.5, 0.5]);
    const page = { width: 3, height: 2, channels: 1, planes: 1, white: 1 } as const;
    const bytes = floatTiff([{ ...page, pixels: shades }]);
    // Tag 341 becomes one that nobody knows.
    const at = Buffer.from(bytes).indexOf(Buffer.from([0x55, 1, 11, 0]));
    bytes[at + 1] = 0xf0;
    writeFileSync(file("unsaid.tif"), bytes);
    const said = await convoke([
      "filter",
      file("unsaid.tif"),
      file("unsaid.png"),
      "-k",
      "identity",
    ]);
    expect(said.err).toContain("range clip (-0.5 … 1.5, 2 values were cut)");
    const picture = await readPicture(file("unsaid.png"), 1e9);
    expect([...picture.codes]).toEqual([0, 0, 16384, 65535, 65535, 32768]);
    const jpeg = await convoke([
      ...["filter", file("unsaid.tif"), file("unsaid.jpg"), "-k", "identity", "--json"],
    ]);
    expect(JSON.parse(jpeg.text).output.depth).toBe(8);
    // Tag 339, the format of samples: from floats to signed whole numbers.
    const format = Buffer.from(bytes).indexOf(Buffer.from([0x53, 1, 3, 0, 1, 0, 0, 0, 3]));
    bytes[format + 8] = 2;
    writeFileSync(file("whole-32.tif"), bytes);
    const refused = await convoke([
      "filter",
      file("whole-32.tif"),
      file("x.png"),
      "-k",
      "identity",
    ]);
    expect([refused.code, refused.err]).toEqual([
      3,
      `convoke: expected a PNG, JPEG, WebP or TIFF picture in ${file("whole-32.tif")}, got numbers of the type int: 8 and 16 bits and floats are read\n`,
    ]);
  });

  test("codes are never rounded in what is said", async () => {
    await sharp(Uint16Array.from([0, 65535, 7, 9]), { raw: { width: 2, height: 2, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toFile(file("ends.png"));
    expect(
      (await convoke(["filter", file("ends.png"), file("e.png"), "-k", "identity"])).err,
    ).toContain("range clip (0 … 65535)");
  });

  test("- is standard input and output", async () => {
    await run("warm-up", ["-k", "identity"]);
    const said = convokeProcess(["filter", "-", "-", "-k", "box:3"], {
      input: readFileSync(file("plain.png")),
    });
    expect(said.code).toBe(0);
    expect(await sharp(said.out).metadata()).toMatchObject({ format: "png", width: 9, height: 7 });
    expect((await convoke(["filter", "-", "-", "-k", "box:3", "--json"])).code).toBe(2);
  });

  test("--explain prints plan, exact cost and time", async () => {
    await run("warm-up", ["-k", "identity"]);
    const { err } = await convoke([
      "filter",
      file("plain.png"),
      file("e.png"),
      "-k",
      "box:3",
      "--explain",
    ]);
    expect(err).toMatch(/8 bit codes as they are \(integers, exact\)/);
    expect(err).toMatch(/→ integers, 1 thread, exact/);
    expect(err).toMatch(/counted {4}[\d,]+ multiplications/);
    expect(err).toMatch(/time {7}read .* GFLOP\/s/);
  });
});

test("bands of a tall picture join without a seam", async () => {
  // 4200 × 2100: more than one band of 48 MB.
  const [width, height] = [2100, 4200];
  const codes = Uint8Array.from(noise(width * height, 255));
  await sharp(codes, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w")
    .tiff({ compression: "none" })
    .toFile(file("tall.tif"));
  const said = await convoke([
    "filter",
    file("tall.tif"),
    file("tall.npy"),
    "-k",
    "laplacian8",
    "--dilation",
    "1,2",
    "--json",
  ]);
  expect(JSON.parse(said.text)).toMatchObject({ plans: [{ pixels: "f32" }] });
  expect(JSON.parse(said.text).bands).toBeGreaterThan(1);
  const { data } = readNpy(readFileSync(file("tall.npy")));
  const at = (y: number, x: number) =>
    codes[(y < 0 ? 1 : y === height ? height - 2 : y) * width + x];
  const laplacian = (y: number, x: number, step: number) => {
    let sum = -9 * at(y, x);
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -step; dx <= step; dx += step) sum += at(y + dy, x + dx);
    return sum;
  };
  for (let y = 0; y < height; y++) {
    const x = 2 + ((y * 37) % (width - 4));
    expect(data[y * width + x], `row ${y}`).toBe(laplacian(y, x, 2));
  }

  // 8-bit codes in, 16-bit results: a band holds three bytes a pixel, half a kernel above and below.
  const wide = new Uint8Array(4 * codes.length);
  for (let i = 0; i < wide.length; i++) wide[i] = codes[i >> 2];
  await sharp(wide, { raw: { width: 4 * width, height, channels: 1 } })
    .toColourspace("b-w")
    .tiff({ compression: "none" })
    .toFile(file("tall.tif"));
  const again = await convoke([
    ...["filter", file("tall.tif"), file("tall-out.tif"), "-k", "laplacian8"],
    ...["--range", "clip", "--json"],
  ]);
  const report = JSON.parse(again.text);
  expect(report).toMatchObject({ plans: [{ pixels: "u8", results: "i16" }] });
  expect(report.bands).toBeGreaterThan(1);
  const values = await sharp(file("tall-out.tif")).toColourspace("b-w").raw().toBuffer();
  for (let y = 0; y < height; y++) {
    const x = 1 + ((y * 37) % (width - 2));
    // Four equal neighbours: the middle two see three columns of one colour.
    const column = 3 * (at(y - 1, x) + at(y, x) + at(y + 1, x)) - 9 * at(y, x);
    const want = Math.min(255, Math.max(0, column));
    expect(values[y * 4 * width + 4 * x + 1], `row ${y}`).toBe(want);
  }
});

const images = sharedPath("data", "images");
const found = existsSync(images) ? readdirSync(images) : [];

describe.skipIf(found.length === 0)(
  "real photographs (skipped without the shared folder: set CONVOKE_SHARED)",
  async () => {
    test.each(found.length > 0 ? found : ["none"])(
      "%s, sharpened, is what the definition gives",
      async (name) => {
        const out = file(`${name}.npy`);
        mkdirSync(folder, { recursive: true });
        const said = await convoke([
          "filter",
          join(images, name),
          out,
          "-k",
          "sharpen",
          "-k",
          "gaussian159",
        ]);
        expect(said.code, said.err).toBe(0);
        const { shape, data } = readNpy(readFileSync(out));
        const picture = await readPicture(join(images, name), 1e9);
        if (picture.hasAlpha) return;
        const { width, height, planes } = picture;
        const color = colorOf(picture);
        const inside = (i: number, n: number) => (i < 0 ? -i : i >= n ? 2 * n - 2 - i : i);
        expect(shape).toEqual([2, height, width, ...(planes > 1 ? [planes] : [])]);
        for (const [k, kernel] of [
          kernelByName("sharpen")!,
          kernelByName("gaussian159")!,
        ].entries()) {
          for (let probe = 0; probe < 3000; probe++) {
            const [y, x, c] = [
              (probe * 7919) % height,
              probe % 50 === 0 ? 0 : (probe * 104729) % width,
              probe % planes,
            ];
            let [sum, size] = [0, 0];
            for (let i = 0; i < kernel.rows; i++) {
              for (let j = 0; j < kernel.columns; j++) {
                const value =
                  color[
                    c * width * height +
                      inside(y + i - (kernel.rows - 1) / 2, height) * width +
                      inside(x + j - (kernel.columns - 1) / 2, width)
                  ];
                const w = kernel.weights[i * kernel.columns + j];
                sum += w * value;
                size += Math.abs(w) * value;
              }
            }
            const got = data[((k * height + y) * width + x) * planes + c];
            expect(Math.abs(got - sum)).toBeLessThanOrEqual(size * 30 * 2 ** -24);
          }
        }
      },
      120_000,
    );
  },
);
