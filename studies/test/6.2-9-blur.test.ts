import { expect, test } from "vitest";
import { blur } from "../src/6.2-9-blur/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("it holds, and boxes come near a Gaussian", async () => {
  const { findings, verdict } = await runStudy(blur, {}, CONTEXT);
  expect(verdict.kind).toBe("holds");
  expect(findings.facts.off).toBeLessThan(findings.facts.offOne as number);
  const [box, binomial] = findings.steps[0].exhibits;
  expect(box.kind === "matrix" && box.values[0]).toBe(Math.fround(1 / 25));
  expect(binomial.kind === "matrix" && binomial.values[12]).toBe(36 / 256);
  expect(await verdictOn(blur, { size: "3", times: 1, noise: 0 })).toBe("holds");
});

plantEach(blur, {
  doubled: ["broken", "constant", "soft", "pascal", "least"],
  firstWeight: ["broken", "noise", "least"],
  twice: ["broken", "repeated", "variance"],
  brighter: ["false", "constant", "noise"],
});
