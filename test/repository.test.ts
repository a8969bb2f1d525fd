/** What holds for the repository as a whole: commands listed, files small, imports downwards, READMEs that run. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(dist|node_modules|types)\//.test(file))
    .map((file) => join(folder, file));

test("CONTRIBUTING lists every npm script, and no other", () => {
  const scripts = Object.keys(JSON.parse(text("package.json")).scripts).sort();
  const listed = [...text("CONTRIBUTING.md").matchAll(/^\| `npm (?:run )?([\w:-]+)/gm)]
    .map((m) => m[1])
    .sort();
  expect(listed).toEqual(scripts);
});

test("no file is longer than 400 lines; nine in ten stay below 250", () => {
  const lengths = ["convoke", "studies", "cli", "lab", "bench", "tools", "test"]
    .flatMap(sources)
    .map((file) => [text(file).split("\n").length, file] as const)
    .sort((a, b) => b[0] - a[0]);
  // Tests are lists of cases: they may be as long as there are cases.
  const code = lengths.filter(([, file]) => !file.includes("test/"));
  expect(code[0][0], code[0][1]).toBeLessThanOrEqual(400);
  expect(code[Math.floor(code.length / 10)][0]).toBeLessThanOrEqual(250);
});

/** Folder or file of convoke/src → level; an import may only go to a level that is not higher. */
const LEVELS: Record<string, number> = {
  errors: 0,
  options: 0,
  tensor: 1,
  numbers: 1,
  wasm: 1,
  host: 1,
  semantics: 2,
  ir: 2,
  kernels: 3,
  plan: 3,
  algorithms: 4,
  runtime: 4,
  planner: 5,
  images: 6,
  backward: 6,
  pooling: 6,
  grad: 6,
  dialects: 6,
  formats: 6,
  data: 7,
  nets: 8,
  cost: 8,
  workshop: 9,
  learn: 9,
  snippets: 9,
  cache: 6,
  conv: 6,
  engine: 6,
  whole: 6,
  verify: 6,
  reference: 6,
  index: 6,
};

/** The one place of convoke/src that may import a package, and the package. */
const PACKAGES: Record<string, string> = { "formats/onnx": "@bufbuild/protobuf/wire" };

test("imports go downwards, and the engine imports no package", () => {
  for (const file of sources("convoke/src")) {
    const from = relative("convoke/src", file).split("/")[0].replace(".ts", "");
    for (const [, target] of text(file).matchAll(/from "([^"]+)"/g)) {
      if (target === "#host") {
        expect(LEVELS[from], `${file} imports #host`).toBeGreaterThanOrEqual(LEVELS.host);
        continue;
      }
      if (target.startsWith("node:")) {
        expect(from, `${file} imports ${target}`).toBe("host");
        continue;
      }
      const folder = relative("convoke/src", join(file, ".."));
      if (Object.hasOwn(PACKAGES, folder) && target === PACKAGES[folder]) continue;
      expect(target, `${file} imports a package`).toMatch(/^\./);
      const to = relative("convoke/src", join(file, "..", target))
        .split("/")[0]
        .replace(".ts", "");
      expect(LEVELS[to], `${file}: ${to} has no level`).toBeDefined();
      expect(LEVELS[from], `${file} imports ${target}`).toBeGreaterThanOrEqual(LEVELS[to]);
    }
  }
});

test("the map names every folder", () => {
  const map = text("ARCHITECTURE.md");
  for (const entry of readdirSync(join(root, "convoke/src"), { withFileTypes: true })) {
    expect(map, `${entry.name} is not in ARCHITECTURE.md`).toContain(
      `\`${entry.isDirectory() ? `${entry.name}/` : entry.name}\``,
    );
  }
});

interface Block {
  readonly language: string;
  readonly code: string;
  /** The `text` block behind it. */
  readonly output: string | null;
}

function blocks(file: string): Block[] {
  const all = [...text(file).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language, code]) => ({ language, code }),
  );
  return all.flatMap(({ language, code }, i) =>
    language === "text"
      ? []
      : [{ language, code, output: all[i + 1]?.language === "text" ? all[i + 1].code : null }],
  );
}

describe("README", () => {
  test("both languages show the same seven blocks and the same figures", () => {
    expect(blocks("README.md").length).toBe(7);
    expect(blocks("README.zh.md")).toEqual(blocks("README.md"));
    const rows = (file: string) =>
      text(file)
        .split("\n")
        .filter((line) => line.startsWith("| `"));
    expect(rows("README.zh.md")).toEqual(rows("README.md"));
  });

  test.each(blocks("README.md"))(
    "$language: $code",
    ({ language, code, output }) => {
      const folder = join(root, ".cache", "readme");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "block.ts"), code);
      const { INIT_CWD: _, ...env } = process.env;
      const run =
        language === "sh"
          ? spawnSync("sh", ["-ec", code], { cwd: root, encoding: "utf8", env })
          : spawnSync(process.execPath, [join(folder, "block.ts")], {
              cwd: root,
              encoding: "utf8",
              env,
            });
      expect(run.status, run.stderr).toBe(0);
      if (output !== null) expect(run.stdout).toBe(output);
    },
    300_000,
  );

  test("links inside the repository lead somewhere", () => {
    for (const file of ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]) {
      for (const [, target] of text(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        expect(() => readFileSync(join(root, target)), target).not.toThrow();
    }
  });
});
