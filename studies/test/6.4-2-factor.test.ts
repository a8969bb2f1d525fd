import { expect, test } from "vitest";
import { factor } from "../src/6.4-2-factor/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("the integer Gaussian has rank 3 and no factors; a line falls into pairs of roots", async () => {
  const { findings } = await runStudy(factor, { channels: 4 }, CONTEXT);
  const { rank, count, provenRank, unknowns, oneError } = findings.facts;
  expect([rank, count, Number(unknowns) - Number(provenRank)]).toEqual([3, 1, 1]);
  expect(oneError).toBeLessThan(0.1);
  const pieces = findings.steps[3].exhibits[1];
  expect(pieces.kind === "table" && pieces.rows.map(([taps]) => taps)).toEqual([1, 3, 3]);
});

test("it holds with one channel in a plane; not with a false proof, rank, error or lost root", async () => {
  const { factorPlane, factorLine, exactSum, nearestSum, channelChain } = factor.subject;
  const given = { channels: 4 };
  expect(await verdictWith(factor, {}, given)).toBe("holds-when");
  const own = { ...given, kernel: "1 0.5; 1/3 -2", line: "1 0 1" };
  expect(await verdictWith(factor, {}, own)).toBe("holds-when");
  // Everything is said to be irreducible: what was made of two is not found.
  const proof = { prime: null, rank: 11, unknowns: 12 };
  const blind: typeof factorPlane = (k) =>
    factorPlane(k).length > 1 ? [{ kind: "irreducible", proof, kernel: k }] : factorPlane(k);
  expect(await verdictWith(factor, { factorPlane: blind }, given)).toBe("broken");
  const lost: typeof factorLine = (k) => ({
    ...factorLine(k),
    factors: factorLine(k).factors.slice(0, -1),
  });
  expect(await verdictWith(factor, { factorLine: lost }, given)).toBe("broken");
  const short: typeof exactSum = (k) => ({ ...exactSum(k), terms: exactSum(k).terms.slice(0, 1) });
  expect(await verdictWith(factor, { exactSum: short }, given)).toBe("broken");
  const hopeful: typeof nearestSum = (k, r) => ({ ...nearestSum(k, r), error: 0 });
  expect(await verdictWith(factor, { nearestSum: hopeful }, given)).toBe("broken");
  const wide: typeof channelChain = (l) => channelChain(l, 1);
  expect(await verdictWith(factor, { channelChain: wide }, given)).toBe("broken");
});
