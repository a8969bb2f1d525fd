import { expect, test } from "vitest";
import { walked } from "../src/6.3-3-mirror-padding/mirrors.ts";
import { mirrorPadding } from "../src/6.3-3-mirror-padding/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("a line of four under both mirrors, and a line of one", async () => {
  const { findings } = await runStudy(mirrorPadding, {}, CONTEXT);
  expect(findings.steps[0].exhibits.slice(1)).toMatchObject([
    { name: "zero", values: [0, 0, 0, 1, 2, 3, 4, 0, 0, 0] },
    { name: "reflect", values: [4, 3, 2, 1, 2, 3, 4, 3, 2, 1] },
    { name: "symmetric", values: [3, 2, 1, 1, 2, 3, 4, 4, 3, 2] },
  ]);
  expect(walked({ mirror: "symmetric", size: 2, position: 5 })).toBe(1);
  expect(await verdictWith(mirrorPadding, {}, { size: 1, padding: 24 })).toBe("holds");
});

test("it holds, with a kernel of a person too", async () => {
  expect(await verdictWith(mirrorPadding, {})).toBe("holds");
  expect(await verdictWith(mirrorPadding, {}, { kernel: "1 -1", padding: 0 })).toBe("holds");
});

test("a mirror half a step off, zeros, a gradient dropped turn the verdict", async () => {
  const { sourceIndex, pad, padTranspose, treated } = mirrorPadding.subject;
  const off: typeof sourceIndex = (border, size, i) =>
    sourceIndex(border.kind === "reflect" ? { kind: "symmetric" } : border, size, i);
  expect(await verdictWith(mirrorPadding, { sourceIndex: off })).not.toBe("holds");
  const zeros: typeof pad = (t, before, after) => pad(t, before, after, { kind: "zero" });
  expect(await verdictWith(mirrorPadding, { pad: zeros })).not.toBe("holds");
  const dark: typeof treated = (x, k, t) => treated(x, k, t === "none" ? t : "zero");
  expect(await verdictWith(mirrorPadding, { treated: dark })).toBe("broken");
  const dropped: typeof padTranspose = (t, shape, before, after) =>
    padTranspose(t, shape, before, after, { kind: "zero" });
  expect(await verdictWith(mirrorPadding, { padTranspose: dropped })).toBe("broken");
});
