/** `convoke kernel gaussian`: Gaussians of three kinds, each with how far it is from its promise. */

import { WORKSHOP_WORDS } from "@convoke/studies/words";
import { type Design, discreteGaussian, integerGaussian, sampledGaussian } from "convoke/workshop";
import { whole } from "../commands/filter-options.ts";
import { Failure, quoted } from "../failure.ts";
import { type Language, STRINGS } from "../strings.ts";
import { foundOf } from "./described.ts";
import { designLines } from "./entry-lines.ts";
import { deliver, type RawWritten, targetOf } from "./written.ts";

export const GAUSSIAN_KINDS = ["sampled", "discrete", "integer"] as const;
export type GaussianKind = (typeof GAUSSIAN_KINDS)[number];

export interface RawGaussian extends RawWritten {
  readonly size?: string;
  readonly kind: GaussianKind;
  readonly axes: string;
  readonly most?: string;
}

export async function gaussian(text: string, raw: RawGaussian, language: Language): Promise<void> {
  const target = await targetOf(raw);
  const sigma = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(sigma))
    throw new Failure("usage", `expected a number for SIGMA, got ${quoted(text)}`);
  if (raw.most !== undefined && raw.kind !== "integer")
    throw new Failure("usage", `expected --kind integer with --most, got ${raw.kind}`);
  const design = made(sigma, raw);
  const name = `gaussian ${raw.kind} σ=${sigma}`;
  const found = foundOf({ kind: "kernel", name, kernel: design.kernel }, WORKSHOP_WORDS[language], {
    lines: designLines(design, language),
    report: { sigma, gaussian: raw.kind, errors: design.errors },
  });
  await deliver(target, found, STRINGS[language].wrote);
}

function made(sigma: number, { kind, size, axes, most }: RawGaussian): Design {
  const options = {
    ...(size === undefined ? {} : { size: whole("--size", size, 0) }),
    axes: whole("--axes", axes, 1, 3),
  };
  switch (kind) {
    case "sampled":
      return sampledGaussian(sigma, options);
    case "discrete":
      return discreteGaussian(sigma, options);
    case "integer":
      return integerGaussian(sigma, {
        ...options,
        ...(most === undefined ? {} : { most: whole("--most", most, 1) }),
      });
    default:
      return kind satisfies never;
  }
}
