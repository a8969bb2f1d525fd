/** `convoke study` as a person calls it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { STUDIES } from "@convoke/studies/all";
import { describe, expect, test } from "vitest";
import { STUDY_STRINGS } from "../src/study/strings.ts";
import { plotLines } from "../src/study/terminal.ts";
import { texToText } from "../src/study/tex.ts";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const home = scratch();
const study = (...args: string[]) =>
  convoke(["study", ...args, "--no-wide"], { env: { XDG_CACHE_HOME: home } });

test("lists every study with its last verdict, and runs one by id or name", async () => {
  const before = await study();
  expect(before.text.match(/not run yet/g)?.length).toBe(STUDIES.length);
  expect(before.text).toMatch(/^study +exercise +last verdict$/m);
  expect(before.text).toMatch(/\n\nRun one: .* study 6\.2-1 /);
  const run = await study("6.2-1", "--param", "side=4");
  expect(run.code, run.err).toBe(0);
  expect(run.text).toContain("image [4×4]");
  expect(run.text).toMatch(/photograph \[\d+×\d+\]\n {2}\d+ … \d+, mean \d+/);
  expect(run.text).toMatch(/✗ {2}slip .*\n? *counterexample: width/);
  expect(run.text).toMatch(/Verdict: holds\./);
  expect((await study()).text).toMatch(/^6\.2-1 diagonal .* holds$/m);
  expect((await study("diagonal", "--lang", "zh")).text).toMatch(/结论：成立。/);
});

test("an error is planted: what falls is marked, the verdict turns, and is not kept", async () => {
  const run = await study("6.2-2", "--plant", "even");
  expect(run.code, run.err).toBe(1);
  expect(run.text).toMatch(
    /\nAn error is planted: The padding behind is taken to be the same as that before\.\nVerdict: the study itself/,
  );
  expect(run.text).toMatch(/✗ {2}holds {2}The same with different padding on the two sides\./);
  expect((await study()).text).toMatch(/^6\.2-2 shape .* not run yet$/m);
  const report = JSON.parse((await study("6.2-2", "--plant", "ceil", "--json")).text);
  expect(report).toMatchObject({ verdict: "broken", planted: "ceil" });
});

test("the errors of a study are listed, in both languages", async () => {
  const { code, text } = await study("6.2-5", "--plant", "list", "--lang", "zh");
  expect(code).toBe(0);
  expect(text).toMatch(/^alwaysOne +每个核的 σ 都被说成一。$/m);
  const { errors } = STUDIES.find(({ id }) => id === "6.2-3")!.text.en;
  expect(JSON.parse((await study("6.2-3", "--plant", "list", "--json")).text)).toEqual(errors);
});

test("JSON has statements, facts and exhibits", async () => {
  const report = JSON.parse((await study("6.2-1", "--json")).text);
  expect(report).toMatchObject({
    id: "6.2-1",
    verdict: "holds",
    parameters: { side: 6 },
    facts: { columns: 5 },
  });
  expect(report.statements.map((s: { by: string }) => s.by)).toContain("slip");
  expect(JSON.parse((await study("--json")).text).length).toBe(STUDIES.length);
});

test("a page stands alone: nothing in it leads elsewhere", async () => {
  const file = join(scratch(), "page.html");
  expect((await study("6.2-1", "--html", file)).code).toBe(0);
  const html = readFileSync(file, "utf8");
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
  expect(html).toContain("<math");
  expect(html).not.toContain("{=");
  expect(readdirSync(join(file, "..")).length).toBe(1);
});

describe("what cannot be is one sentence", () => {
  test.each([
    [["7.1"], 2, "for the study, got 7.1"],
    [["diagnal"], 2, "(is it diagonal?)"],
    [["6.2-1", "--param", "side=99"], 2, "expected a whole number from 2 to 24 for side, got 99"],
    [["6.2-1", "--param", "size=3"], 2, "(nearest: side)"],
    [["6.2-1", "--param", "side"], 2, "expected NAME=VALUE for --param, got side"],
    [["all", "--param", "side=3"], 2, "expected --param with one study, got it with all"],
    [["all", "--plant", "list"], 2, "expected --plant with one study, got it with all"],
    [
      ["6.2-1", "--plant", "fliped"],
      2,
      "of flipped, shorter, skewed for an error to plant in 6.2-1",
    ],
    [["--plant", "list"], 2, "a study, or all, with --plant, got none"],
    [["6.2-1", "--image", "none.png"], 3, "cannot read the picture none.png"],
    [["6.2-1", "--html", "none/page.html"], 4, "none"],
    [["6.2-2", "--sound", "a.wav"], 2, "expected 6.1-4 or 6.3-1 for --sound, got 6.2-2"],
    [["diagonal", "--text", "a.tsv"], 2, "expected 6.1-5 for --text, got 6.2-1, which does not"],
    [["--thorough", "--html", "a.html"], 2, "a study, or all, with --html, --thorough, got none"],
  ])("%j", async (args, code, message) => {
    const { code: got, err } = await study(...args);
    expect(got, err).toBe(code);
    expect(err).toContain(message);
    expect(err).not.toMatch(/ {4}at /);
  });
  expect(existsSync("none")).toBe(false);
});

test("formulas fit in a line", () => {
  expect(texToText("\\frac{a+b}{2} \\cdot \\mathrm{corr}(X^{T})")).toBe("(a+b)/2 ⋅ corr(Xᵀ)");
  expect(texToText("\\begin{bmatrix}1 & 2 \\\\ 3 & 4\\end{bmatrix} \\bar X^{T}")).toBe(
    "[1 2; 3 4] X̄ᵀ",
  );
  expect(texToText("c_o k_w x_{(a,b) \\text{ of } p} \\bmod s")).toBe(
    "cₒ k_w x_((a,b) of p) mod s",
  );
  expect(texToText("\\hat x_j + \\hat{y} \\equiv p \\pmod s")).toBe("x̂ⱼ + ŷ ≡ p (mod s)");
  expect(texToText("\\max_i y_i, \\max(a)")).toBe("maxᵢ yᵢ, max (a)");
  expect(texToText("y_{ij} = x_{i,j+1}")).toBe("yᵢⱼ = xᵢ‚ⱼ₊₁");
});

test("no formula of a study keeps its backslashes", () => {
  for (const { text } of STUDIES)
    for (const [, tex] of JSON.stringify(text).matchAll(/\$([^$]+)\$/g))
      expect(texToText(JSON.parse(`"${tex}"`)), tex).not.toMatch(/[\\\uE000\uE001]/);
});

test("a plot of numbers that are not finite is drawn all the same", () => {
  const y = [1, Number.POSITIVE_INFINITY, Number.NaN, 3];
  const told = { words: { y: "values", x: "place" } } as never;
  const drawn = plotLines(
    { kind: "series", name: "s", axis: "x", x: [0, 1, 2, 3], lines: [{ name: "y", y }] },
    told,
    STUDY_STRINGS.en as never,
  );
  expect(drawn).toContain("place: 0 … 3   (values)");
  expect(drawn).not.toMatch(/NaN|Infinity/);
});
