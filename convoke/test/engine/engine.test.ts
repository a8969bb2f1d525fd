/** Engines of some algorithms: they choose among these only, and say so. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { depthwise } from "../../src/algorithms/depthwise.ts";
import { direct } from "../../src/algorithms/direct.ts";
import { im2col } from "../../src/algorithms/im2col.ts";
import { polyphase } from "../../src/algorithms/polyphase.ts";
import { subpixel } from "../../src/algorithms/subpixel.ts";
import { winograd } from "../../src/algorithms/winograd.ts";
import { engine } from "../../src/engine.ts";
import { OptionError, UnsupportedError } from "../../src/errors.ts";
import { PLAIN_MACHINE } from "../../src/plan/machine.ts";
import { ALGORITHM_NAMES } from "../../src/plan/plan.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { reference } from "../../src/semantics/reference.ts";
import { plan as planOfAll } from "../../src/whole.ts";
import { wholeData } from "../support/problems.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const machine = PLAIN_MACHINE;

describe("an engine", () => {
  test("considers its own algorithms and no others", () => {
    const { plan } = engine([winograd, im2col]);
    const { algorithm, candidates } = plan("ic64ih56oc64kh3ph1", { machine });
    expect(algorithm).toBe("winograd");
    expect(candidates.map((c) => c.algorithm).sort()).toEqual(["im2col", "winograd"]);
  });

  test.each([
    ["ic5ih9oc6kh3ph1_bias_relu", [direct, winograd], "exact"],
    ["g4ic4ih9oc4kh3sh2ph1", [depthwise], "exact"],
    ["ic3ih7oc5kh4sh2ph1_transposed", [subpixel([im2col])], "exact"],
    ["ic3ih9oc5kh3sh2ph1", [polyphase([im2col])], "faithful"],
  ] as const)("plans, explains, compiles and runs %s", async (word, algorithms, accuracy) => {
    const { plan, compile, explain } = engine(algorithms);
    const problem = parse(word);
    const { input, weight, bias } = wholeData(problem);
    const made = plan(problem, { machine, accuracy });
    expect(explain(made)).toContain(made.algorithm);
    using layer = await compile(made, bias ? { weight, bias } : { weight });
    layer.input.data.set(input.data);
    await layer.run();
    const expected = reference(problem, bias ? { input, weight, bias } : { input, weight });
    expect([...layer.output.data]).toEqual([...expected.data]);
  });

  test("takes a plan that was sent, by the name of its algorithm", async () => {
    const made = JSON.parse(
      JSON.stringify(planOfAll("ic2ih5oc3kh3", { machine, algorithm: "direct" })),
    );
    const { weight } = wholeData(made.problem);
    using layer = await engine([direct]).compile(made, { weight });
    expect(layer.output.shape).toEqual([1, 3, 3, 3]);
    await expect(engine([im2col]).compile(made, { weight })).rejects.toThrow(
      "expected an algorithm of this engine (im2col), got direct",
    );
  });

  test("says who refused when nobody runs a problem, and what it does not have", () => {
    const { plan } = engine([winograd]);
    expect(() => plan("ic8ih9oc8kh3sh2", { machine })).toThrow(
      new UnsupportedError("no algorithm runs ic8ih9oc8kh3sh2 (winograd: the stride is not 1)"),
    );
    expect(() => plan("ic8ih9oc8kh3", { machine, algorithm: "fft" })).toThrow(UnsupportedError);
  });

  test("calls nothing exact that multiplies more than the definition does", () => {
    const { plan } = engine([polyphase([im2col])]);
    expect(() => plan("ic3ih9oc5kh3sh2ph1", { machine, accuracy: "exact" })).toThrow(
      'its results are "faithful", not "exact"',
    );
  });

  test("compiles without weights where they come with every run", async () => {
    const { plan, compile } = engine([direct]);
    using executable = await compile(
      plan("ic1iw2oc1kw1", { machine, threads: 1, weight: "input" }),
      {},
      null,
    );
    executable.weight!.data.set([3]);
    executable.input.data.set([1, 2]);
    await executable.run();
    expect([...executable.output.data]).toEqual([3, 6]);
  });

  test("has at least one algorithm, and none twice", () => {
    expect(() => engine([])).toThrow(OptionError);
    expect(() => engine([direct, direct])).toThrow(OptionError);
  });
});

test("every algorithm has a subpath, and there are no others", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "convoke/package.json"), "utf8"));
  const names = Object.keys(exports).flatMap(
    (path) => path.match(/^\.\/algorithms\/(.+)$/)?.[1] ?? [],
  );
  expect(names.sort()).toEqual([...ALGORITHM_NAMES].sort());
});

test("bundles hold what they were made of, within their budget", () => {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "tools", "size.ts")], {
    encoding: "utf8",
  });
  expect(status, stdout).toBe(0);
});
