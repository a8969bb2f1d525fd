import { expect, test } from "vitest";
import type { LearnedText } from "../src/6.1-5-text/net.ts";
import { text } from "../src/6.1-5-text/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

const learnedText = async (share: number): Promise<LearnedText> => ({
  ...{ words: 9, classes: 2, tested: 100, chance: 0.5 },
  ...{ known: [share], others: [share] },
});
const learnText = () => learnedText(0.95);

test("it holds, and learns", async () => {
  const { findings, verdict } = await runStudy(text, {}, CONTEXT);
  expect(verdict.kind).toBe("holds");
  expect(findings.facts).toMatchObject({ words: 10, places: 8, plainReach: 7, dilatedReach: 15 });
});

test("a sentence without spaces is read by characters; one that is too short is refused", async () => {
  const given = { sentence: "这部电影不算差", window: 4 };
  const { findings } = await runStudy(text, given, CONTEXT, { learnText });
  expect(findings.facts).toMatchObject({ words: 7, places: 4 });
  await expect(runStudy(text, { sentence: "too short" }, CONTEXT)).rejects.toThrow(
    "expected at least 3 words for sentence, got 2",
  );
});

test("a flipped kernel, a pooling that knows places, a dilation left out, a net at chance turn the verdict", async () => {
  const { slid } = text.subject;
  expect(await verdictWith(text, { learnText })).toBe("holds");
  const flipped: typeof slid = (x, kernel, dilation) =>
    slid(x, { ...kernel, data: kernel.data.toReversed() }, dilation);
  expect(await verdictWith(text, { slid: flipped, learnText })).toBe("false");
  const first = (values: Float32Array) => values[0];
  expect(await verdictWith(text, { pooled: first, learnText })).not.toBe("holds");
  const dense: typeof slid = (x, kernel) => slid(x, kernel);
  expect(await verdictWith(text, { slid: dense, learnText })).toBe("broken");
  const guessing = (_: { source: string }, { rate }: { rate: number }) =>
    learnedText(rate > 0.01 ? 0.95 : 0.55);
  expect(await verdictWith(text, { learnText: guessing })).toBe("false");
});
