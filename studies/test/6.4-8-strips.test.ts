import { expect, test } from "vitest";
import { strips } from "../src/6.4-8-strips/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT } from "./support.ts";

test("strips save fetches up to the cache's size", async () => {
  const { verdict } = await runStudy(strips, {}, CONTEXT);
  const refuted = verdict.kind === "holds-when" ? verdict.refuted : [];
  expect(refuted.map((s) => s.key)).toEqual(["wider"]);
});

plantEach(strips, {
  oneMore: ["broken", "formula"],
  taller: ["broken", "fewer", "wider", "formula"],
  gap: ["broken", "same"],
});
