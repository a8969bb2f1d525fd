/** Bad input and bad places: one sentence, an exit code, and nothing half-written. */
import { execSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { STRINGS } from "../src/strings.ts";
import { convokeBeside, convoke as convokeProcess, scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const folder = scratch();
const file = (name: string) => join(folder, name);
const KEPT = "what was there before";

beforeAll(async () => {
  const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256);
  const image = () => sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } });
  writeFileSync(file("good.png"), await image().png().toBuffer());
  const jpeg = await image().jpeg({ progressive: true }).toBuffer();
  const formats = {
    "cut.png": await image().png().toBuffer(),
    "cut.jpg": jpeg,
    "cut.webp": await image().webp({ lossless: true }).toBuffer(),
    "cut.tif": await image().tiff().toBuffer(),
  };
  for (const [name, bytes] of Object.entries(formats))
    writeFileSync(file(name), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  writeFileSync(file("empty.png"), "");
  writeFileSync(file("text.png"), "this is no picture at all\n");
  writeFileSync(
    file("picture.svg"),
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  );
  writeFileSync(file("jpeg-inside.png"), jpeg);
  writeFileSync(file("huge.png"), hugeHeader(1_000_000_000));
  writeFileSync(file("large.png"), hugeHeader(60_000));
  writeFileSync(file("kept.png"), KEPT);
  mkdirSync(file("a-folder.png"));
});

/** A PNG whose header claims size × size pixels, with hardly any data. */
function hugeHeader(size: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", Buffer.from("789c63000000010001", "hex")),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const oneSentence = (err: string) => {
  expect(err).toMatch(/^convoke: [^\n]+\n$/);
  expect(err).not.toMatch(/\bat .*:\d+:\d+|node_modules|Error:/);
};

describe("input that cannot be used", () => {
  test.each<[string, RegExp]>([
    ["cut.png", /expected a PNG, JPEG, WebP or TIFF picture in .*cut\.png, got damaged data/],
    ["cut.jpg", /got damaged data/],
    ["cut.webp", /got damaged data/],
    ["cut.tif", /got damaged data|got something else/],
    ["empty.png", /got no bytes at all/],
    ["text.png", /got something else/],
    ["picture.svg", /got svg/],
    ["huge.png", /expected|got/],
    [
      "large.png",
      /expected at most 200000000 pixels in .*large\.png, got 60000 × 60000 \(raise the limit with --max-pixels\)/,
    ],
    ["a-folder.png", /cannot read .*a-folder\.png: it is a folder/],
    ["missing.png", /cannot read .*missing\.png: there is no such file or folder/],
  ])("%s", async (name, sentence) => {
    const said = await convoke(["filter", file(name), file("kept.png"), "-k", "box:3"]);
    expect(said.code).toBe(3);
    oneSentence(said.err);
    expect(said.err).toMatch(sentence);
    expect(readFileSync(file("kept.png"), "utf8")).toBe(KEPT);
  });

  test("the content decides, not the name", async () => {
    const said = await convoke([
      "filter",
      file("jpeg-inside.png"),
      file("fine.png"),
      "-k",
      "box:3",
      "--json",
    ]);
    expect(JSON.parse(said.text).input.format).toBe("jpeg");
  });
});

describe("output that cannot be written", () => {
  test.each<[string, RegExp]>([
    [
      "no-such-folder/out.png",
      /cannot write .*no-such-folder\/out\.png: folder .*: there is no such file or folder/,
    ],
    ["a-folder.png", /cannot write .*a-folder\.png: it is a folder/],
    ["good.png/out.png", /cannot write .*good\.png\/out\.png: .*good\.png is not a folder/],
  ])("%s", async (name, sentence) => {
    const said = await convoke(["filter", file("good.png"), file(name), "-k", "box:3"]);
    expect(said.code).toBe(4);
    oneSentence(said.err);
    expect(said.err).toMatch(sentence);
  });

  test("a folder without permission", (context) => {
    const locked = file("locked");
    mkdirSync(locked);
    writeFileSync(join(locked, "out.png"), KEPT);
    chmodSync(locked, 0o555);
    // Root may write anywhere: then the rule has to be tried as somebody else.
    const user =
      process.getuid?.() === 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : undefined;
    if (user && !tryShell(`${user} true`)) context.skip("no way to be another user here");
    chmodSync(folder, 0o755);
    const said = convokeProcess(
      ["filter", file("good.png"), join(locked, "out.png"), "-k", "box:3"],
      user ? { shell: user } : {},
    );
    chmodSync(locked, 0o755);
    if (user && /MODULE_NOT_FOUND|Cannot find|EACCES/.test(said.err))
      context.skip("the other user cannot read the command");
    expect(said.code).toBe(4);
    oneSentence(said.err);
    expect(said.err).toContain("permission denied");
    expect(readFileSync(join(locked, "out.png"), "utf8")).toBe(KEPT);
  });

  test("out of disk: the old file stays, nothing is left beside it", () => {
    const small = file("small");
    mkdirSync(small);
    writeFileSync(join(small, "out.tif"), KEPT);
    // A limit on the size of files fails a write as a full disk does.
    const said = convokeProcess(
      ["filter", file("good.png"), join(small, "out.tif"), "-k", "box:3", "--depth", "float"],
      { shell: "trap '' XFSZ; ulimit -f 8; exec" },
    );
    expect(said.code).toBe(4);
    oneSentence(said.err);
    expect(said.err).toMatch(/cannot write .*out\.tif: /);
    expect(readFileSync(join(small, "out.tif"), "utf8")).toBe(KEPT);
    expect(readdirSync(small)).toEqual(["out.tif"]);
  });

  test.skipIf(!existsSync("/dev/full"))("a full device", () => {
    const said = convokeProcess([
      "filter",
      file("good.png"),
      "/dev/full",
      "-k",
      "box:3",
      "--format",
      "png",
    ]);
    expect(said).toMatchObject({
      code: 4,
      err: "convoke: cannot write /dev/full: no space is left on the disk\n",
    });
  });
});

function tryShell(command: string): boolean {
  try {
    execSync(command, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("usage", () => {
  test.each<[readonly string[], number, RegExp]>([
    [["filter", "a.png"], 2, /missing required argument 'OUT'/],
    [["filter", "good.png", "o.png"], 2, /expected at least one --kernel, got none/],
    [
      ["filter", "good.png", "o.xyz", "-k", "box"],
      2,
      /expected an output name that ends in \.png, \.jpg/,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--stride", "0"],
      2,
      /expected a whole number of at least 1 for --stride, got 0/,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--border", "mirror"],
      2,
      /expected zero, replicate, reflect, symmetric, wrap or a number for --border, got mirror$/m,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--threads", "999"],
      2,
      /expected a whole number from 1 to 64 for --threads, got 999/,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--threads", "0"],
      2,
      /expected a whole number from 1 to 64 for --threads, got 0/,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--padding", "100000,100000"],
      2,
      /expected a result of at most 200000000 pixels, got 200062 × 200062 \(raise the limit with --max-pixels\)/,
    ],
    [["filter", "good.png", "o.png", "-k", "sobel"], 2, /got sobel \(is it sobel-x\?\)/],
    [["filter", "good.png", "o.png", "-k", "gausian:2"], 2, /got gausian:2 \(is it gaussian\?\)/],
    [["filter", "good.png", "o.png", "-k", ""], 2, /for --kernel, got ""$/m],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--border", "reflct"],
      2,
      /got reflct \(is it reflect\?\)/,
    ],
    [
      ["filter", "good.png", "o.png", "-k", "box", "--range", "clp"],
      2,
      /expected auto, clip, abs, signed or stretch for --range, got clp \(is it clip\?\)/,
    ],
    [["kernels", "--lang", "fr"], 2, /expected en or zh for --lang, got fr$/m],
    [["filter", "good.png", "o.png", "-k", "box", "--padding", "-1"], 2, /for --padding, got -1/],
    [["filter", "good.png", "o.png", "-k", "box", "--colour"], 2, /unknown option '--colour'/],
    [
      ["filter", "good.png", "o.png", "-k", "box:99", "--padding", "valid"],
      3,
      /the reach of the kernel/,
    ],
    [["plan", "nonsense"], 2, /expected a name and a number, such as ic64 or kh3/],
    [
      ["plan", "ic1iw8oc1kw3", "--algorithm", "abacus"],
      2,
      /expected one of .*direct.* for --algorithm, got abacus/,
    ],
    [["blur"], 2, /unknown command 'blur'/],
  ])("%j", async (args, code, sentence) => {
    const said = await convoke(args, { cwd: folder });
    expect(said.err).toMatch(sentence);
    expect(said.code).toBe(code);
    oneSentence(said.err);
  });

  test("help names every option and exit code, in both languages", async () => {
    const en = await convoke(["filter", "--help"]);
    const zh = await convoke(["filter", "--help", "--lang", "zh"]);
    for (const option of [
      "--kernel",
      "--border",
      "--stride",
      "--dilation",
      "--padding",
      "--orientation",
      "--threads",
      "--linear-light",
      "--range",
      "--depth",
      "--format",
      "--max-pixels",
      "--preview",
      "--json",
      "--explain",
      "--lang",
    ]) {
      expect(en.text).toContain(option);
      expect(zh.text).toContain(option);
    }
    for (const code of [0, 1, 2, 3, 4, 70, 130])
      expect(STRINGS.en.exitCodes).toMatch(new RegExp(`\\b${code} `));
    expect(en.text).toContain("Exit codes");
    expect(zh.text).toContain("退出码");
    expect((await convoke(["--help"], { env: { LANG: "zh_CN.UTF-8" } })).text).toContain("卷积");
  });

  test("both languages have the same keys, and the Chinese is Chinese", () => {
    expect(Object.keys(STRINGS.zh).sort()).toEqual(Object.keys(STRINGS.en).sort());
    // Characters, or punctuation as Chinese has it.
    for (const [key, text] of Object.entries(STRINGS.zh))
      if (key !== "lang") expect(text, key).toMatch(/[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f]/);
  });
});

test.each<[readonly string[]]>([
  [["filter", "cut.png", "kept.png", "-k", "box:3"]],
  [["filter", "good.png", "no-such-folder/out.png", "-k", "box:3"]],
  [["filter", "good.png", "o.png", "-k", "gausian:2"]],
  [["blur"]],
  [["study", "6.2-5", "--plant", "list", "--lang", "zh"]],
  [["cost", "digits", "--csv"]],
  [["filter", "good.png", "same.png", "-k", "box:3"]],
])("a process says what a call inside the test says: %j", async (args) => {
  const called = await convoke(args, { cwd: folder });
  expect(convokeProcess(args, { cwd: folder })).toEqual(called);
});

describe("what is printed", () => {
  test("has no escapes, in a pipe or without colours", async () => {
    for (const env of [{}, { NO_COLOR: "1" }, { FORCE_COLOR: "1" }]) {
      const asked = [["kernels"], ["verify", "ic1iw8oc1kw3"], ["info"], ["--help"]];
      for (const text of await Promise.all(asked.map((args) => convokeBeside(args, env))))
        expect(text).not.toContain("\u001b");
    }
  });

  test("says how the command is called here", () => {
    const help = (script: string) =>
      convokeProcess(["filter", "--help"], { env: { npm_lifecycle_event: script } }).text;
    const plainly = (text: string) => text.replace(/\s+/g, " ");
    expect(plainly(help("convoke"))).toContain('(see "npm run convoke -- kernels")');
    expect(plainly(help("test"))).toMatch(/\(see "node \S*main\.js kernels"\)/);
    const none = convokeProcess(["filter", "a", "b"], { env: { npm_lifecycle_event: "start" } });
    expect(none.err).toContain("got none (see: npm run convoke -- kernels)");
  });
});

describe("the other commands", () => {
  test("plan, wat, info, kernels and verify", async () => {
    expect(JSON.parse((await convoke(["plan", "ic8ih9oc8kh3", "--json"])).text)).toMatchObject({
      problem: { inChannels: 8 },
      operations: { multiplications: expect.any(Number) },
    });
    expect((await convoke(["wat", "ic1iw8oc1kw3"])).text).toMatch(/^\(module/);
    expect((await convoke(["wat", "ic1iw8oc1kw3", "--loops"])).text).toMatch(/kernel depthwise_/);
    expect(JSON.parse((await convoke(["info", "--json"])).text)).toMatchObject({
      node: process.version,
      threads: expect.any(Number),
    });
    expect(JSON.parse((await convoke(["kernels", "--json"])).text).length).toBeGreaterThan(12);
    expect((await convoke(["kernels", "--lang", "zh"])).text).toContain("高斯");
    const verified = convokeProcess(["verify"]);
    expect(verified.text).toContain("all passed");
    expect(verified.code).toBe(0);
  });

  test("info says what is off, and how fast the machine is", () => {
    const said = convokeProcess(["info", "--no-wide"]).text;
    expect(said).toMatch(/^wide SIMD +switched off$/m);
    expect(said).toMatch(/^clock +\d+\.\d+ cycles of the cost model a nanosecond$/m);
    expect(JSON.parse(convokeProcess(["info", "--json", "--no-wide"]).text)).toMatchObject({
      wide: false,
      speed: { clock: expect.any(Number) },
    });
  });

  test("plan measures when asked, and follows what was measured", () => {
    const word = "ic3ih9oc5kh3";
    const kept = join(scratch(), "wisdom.json");
    const args = ["plan", word, "--no-wide", "--threads", "1", "--wisdom", kept];
    expect(convokeProcess([...args, "--rigor", "measure"]).text).toMatch(/chosen .*, measured /);
    const followed = convokeProcess(args);
    expect(followed.text, followed.err).toMatch(/chosen .*, measured /);
    writeFileSync(kept, '{"convokeWisdom":7,"machine":"","entries":[]}');
    expect(convokeProcess(args)).toMatchObject({
      code: 2,
      err: "convoke: expected 1 for the version of wisdom, got 7\n",
    });
    expect(convokeProcess([...args.slice(0, -1), "/nowhere/at/all"]).text).toMatch(/chosen /);
    const both = convokeProcess([...args, "--rigor", "measure", "--algorithm", "direct"]);
    expect([both.code, both.err]).toEqual([
      2,
      "convoke: expected no --algorithm with --rigor measure: it chooses one\n",
    ]);
  });

  test("start filters the sample photograph and says what it did", () => {
    const here = scratch();
    const said = convokeProcess(["start"], { cwd: here });
    expect(said.code, said.err).toBe(0);
    expect(said.err).toContain("Karl Blossfeldt");
    expect(said.err).toMatch(/chosen {5}/);
    expect(readdirSync(join(here, "out"))).toEqual(["acanthus-sobel-x.png"]);
  });

  test("a filter run leaves no other file behind", async () => {
    const here = scratch();
    await convoke(["filter", file("good.png"), join(here, "o.png"), "-k", "box:3"]);
    expect(readdirSync(here)).toEqual(["o.png"]);
  });
});
