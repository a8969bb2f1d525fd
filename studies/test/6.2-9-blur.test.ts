import { power, rational, scale } from "convoke/workshop";
import { expect, test } from "vitest";
import { blur } from "../src/6.2-9-blur/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("it holds, and boxes come near a Gaussian", async () => {
  const { findings, verdict } = await runStudy(blur, {}, CONTEXT);
  expect(verdict.kind).toBe("holds");
  expect(findings.facts.off).toBeLessThan(findings.facts.offOne as number);
  const [box, binomial] = findings.steps[0].exhibits;
  expect(box.kind === "matrix" && box.values[0]).toBe(Math.fround(1 / 25));
  expect(binomial.kind === "matrix" && binomial.values[12]).toBe(36 / 256);
  expect(await verdictWith(blur, {}, { size: "3", times: 1, noise: 0 })).toBe("holds");
});

test("a sum that is not one, a gain, a lost repetition or a shifted result is found", async () => {
  const { blurOf, respond } = blur.subject;
  const planted = (subject: Partial<typeof blur.subject>) =>
    expect(verdictWith(blur, subject)).resolves;
  await planted({ blurOf: (name, size) => scale(blurOf(name, size), rational(2)) }).toBe("broken");
  await planted({ noiseGain: (k) => ({ value: Math.abs(k.values[0]), exact: null }) }).toBe(
    "broken",
  );
  await planted({ repeat: (k, times) => power(k, Math.min(times, 2)) }).toBe("broken");
  await planted({
    respond: async (p, k) => {
      const y = await respond(p, k);
      return { ...y, data: y.data.map((v) => v + 1) };
    },
  }).not.toBe("holds");
});
