import { expect, test } from "vitest";
import { factor } from "../src/6.4-2-factor/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("the integer Gaussian has rank 3 and no factors; a line falls into pairs of roots", async () => {
  const { findings } = await runStudy(factor, { channels: 4 }, CONTEXT);
  const { rank, count, provenRank, unknowns, oneError } = findings.facts;
  expect([rank, count, Number(unknowns) - Number(provenRank)]).toEqual([3, 1, 1]);
  expect(oneError).toBeLessThan(0.1);
  const pieces = findings.steps[3].exhibits[1];
  expect(pieces.kind === "table" && pieces.rows.map(([taps]) => taps)).toEqual([1, 3, 3]);
});

test("it holds with one channel in a plane", async () => {
  const given = { channels: 4 };
  expect(await verdictOn(factor, given)).toBe("holds-when");
  const own = { ...given, kernel: "1 0.5; 1/3 -2", line: "1 0 1" };
  expect(await verdictOn(factor, own)).toBe("holds-when");
});

plantEach(
  factor,
  {
    blind: ["broken", "found", "pair", "never", "onlySeparable"],
    credulous: ["broken", "fails", "nearby", "pair"],
    lost: ["broken", "line"],
    short: ["broken", "sum", "channels"],
    hopeful: ["broken", "nearest"],
    narrow: ["broken", "layers"],
  },
  { given: { channels: 4 } },
);
