import { expect, test } from "vitest";
import type { LearnedText } from "../src/6.1-5-text/net.ts";
import { text } from "../src/6.1-5-text/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT } from "./support.ts";

/** As if nets had learned: that takes longer than all else. */
const learnText = async (): Promise<LearnedText> => ({
  ...{ words: 9, classes: 2, tested: 100, chance: 0.5 },
  ...{ known: [0.95], others: [0.95] },
});

test("it holds, and learns", async () => {
  const { findings, verdict } = await runStudy(text, {}, CONTEXT);
  expect(verdict.kind).toBe("holds");
  expect(findings.facts).toMatchObject({ words: 10, places: 8, plainReach: 7, dilatedReach: 15 });
});

test("a sentence without spaces is read by characters; one that is too short is refused", async () => {
  const given = { sentence: "这部电影不算差", window: 4 };
  const { findings } = await runStudy(text, given, CONTEXT, { subject: { learnText } });
  expect(findings.facts).toMatchObject({ words: 7, places: 4 });
  await expect(runStudy(text, { sentence: "too short" }, CONTEXT)).rejects.toThrow(
    "expected at least 3 words for sentence, got 2",
  );
});

plantEach(
  text,
  {
    flipped: ["false", "slides"],
    first: ["holds-when", "forgets"],
    dense: ["broken", "reach"],
    guessing: ["broken", "learns", "orderLearned"],
  },
  { subject: { learnText } },
);
