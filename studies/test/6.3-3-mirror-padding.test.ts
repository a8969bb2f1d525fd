import { expect, test } from "vitest";
import { walked } from "../src/6.3-3-mirror-padding/mirrors.ts";
import { mirrorPadding } from "../src/6.3-3-mirror-padding/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("a line of four under both mirrors, and a line of one", async () => {
  const { findings } = await runStudy(mirrorPadding, {}, CONTEXT);
  expect(findings.steps[0].exhibits.slice(1)).toMatchObject([
    { name: "zero", values: [0, 0, 0, 1, 2, 3, 4, 0, 0, 0] },
    { name: "reflect", values: [4, 3, 2, 1, 2, 3, 4, 3, 2, 1] },
    { name: "symmetric", values: [3, 2, 1, 1, 2, 3, 4, 4, 3, 2] },
  ]);
  expect(walked({ mirror: "symmetric", size: 2, position: 5 })).toBe(1);
  expect(await verdictOn(mirrorPadding, { size: 1, padding: 24 })).toBe("holds");
});

test("it holds, with a kernel of a person too", async () => {
  expect(await verdictOn(mirrorPadding)).toBe("holds");
  expect(await verdictOn(mirrorPadding, { kernel: "1 -1", padding: 0 })).toBe("holds");
});

plantEach(mirrorPadding, {
  halfStep: ["broken", "map", "periodic"],
  zeros: ["broken", "padded", "adjoint"],
  dark: ["broken", "asLayer", "constant", "sum", "same"],
  dropped: ["broken", "adjoint", "cropped"],
});
