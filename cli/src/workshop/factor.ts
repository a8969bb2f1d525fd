/** `convoke kernel factor`: a kernel or a layer taken apart, what proves that it cannot be, and what it saves. */

import { WORKSHOP_WORDS, type WorkshopWords, wayTitle } from "@convoke/studies/words";
import { enableWideSimd } from "convoke";
import {
  type Kernel,
  type KernelFindings,
  kernelFindings,
  kernelShape,
  type Layer,
  type MeasuredChains,
  measureChains,
  passesOf,
  priceOf,
  trim,
  type Way,
} from "convoke/workshop";
import { threadsOf } from "../commands/filter-options.ts";
import { Failure } from "../failure.ts";
import type { Operand } from "../kernels/operand.ts";
import { readOperand } from "../kernels/read.ts";
import { type Language, STRINGS } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { extents, wholes } from "./asked.ts";
import { checkWaysFile, writeWays } from "./factor-file.ts";
import { factorJson } from "./factor-json.ts";
import { factorText } from "./factor-text.ts";
import { asFractions } from "./show.ts";
import type { PricedWay } from "./ways.ts";
import { type ChainKind, layerWays } from "./ways-of-layer.ts";

export interface RawFactor {
  readonly exactly?: boolean;
  readonly image?: string;
  readonly rank?: readonly string[];
  readonly pair?: string;
  readonly chain?: readonly ChainKind[];
  readonly measure?: boolean;
  readonly threads?: string;
  readonly wide: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** All that is said of one factorisation. */
export interface Factored {
  readonly operand: Operand;
  /** What was taken apart: without outer zeros. */
  readonly kernel: Kernel | null;
  readonly findings: KernelFindings | null;
  readonly image: readonly number[];
  readonly whole: PricedWay;
  readonly ways: readonly PricedWay[];
  readonly measured: MeasuredChains | null;
  readonly threads: number;
  /** Whether only some chains were asked for. */
  readonly asked: boolean;
}

/** Rows and columns of a picture, and of a feature map, that costs are counted for. */
const PICTURE = 512;
const FEATURES = 56;

export async function factor(text: string, raw: RawFactor, language: Language): Promise<void> {
  const t = WORKSHOP_WORDS[language];
  const threads = raw.threads === undefined ? 1 : threadsOf(raw.threads);
  if (raw.out !== undefined) await checkWaysFile(raw.out);
  const asked = asFractions(await readOperand(text), raw.exactly ?? false);
  const status = statusLine({ quiet: raw.json });
  const say = status.show;
  try {
    const parts = await takenApart(asked, raw, t, say);
    const { layer, image } = parts;
    const whole = priced({ ...AS_IT_IS, layers: [layer] }, image, null, t);
    const ways = parts.ways.map((way) => priced(way, image, whole, t));
    if (raw.measure) {
      if (raw.wide) await enableWideSimd();
      say(() => t.measuring);
    }
    const measured = raw.measure
      ? await measureChains(
          layer,
          ways.map((way) => way.layers),
          image,
          { threads },
        )
      : null;
    status.clear();
    const { kernel, findings } = parts;
    const found: Factored = {
      operand: asked,
      kernel,
      findings,
      image,
      whole,
      ways,
      measured,
      threads,
      asked: raw.chain !== undefined,
    };
    const said = raw.json ? JSON.stringify(factorJson(found), null, 2) : factorText(found, t);
    process.stdout.write(`${said}\n`);
    if (raw.out !== undefined) {
      await writeWays(raw.out, ways);
      process.stderr.write(`${STRINGS[language].wrote} ${raw.out}\n`);
    }
    const wrong = measured?.chains.findIndex(({ off, allowed }) => !(off <= allowed)) ?? -1;
    if (wrong >= 0)
      throw new Failure(
        "verification",
        `expected outputs within ${measured!.chains[wrong].allowed} of the layer's for ${ways[wrong].title}, got ${measured!.chains[wrong].off}`,
      );
  } finally {
    status.clear();
  }
}

const AS_IT_IS = {
  kind: "whole",
  key: "whole",
  facts: {},
  kernels: null,
  error: 0,
  exact: true,
} as const;

interface Parts {
  readonly layer: Layer;
  readonly kernel: Kernel | null;
  readonly findings: KernelFindings | null;
  readonly image: readonly number[];
  readonly ways: readonly Way[];
}

async function takenApart(
  operand: Operand,
  raw: RawFactor,
  t: WorkshopWords,
  say: (what: () => string) => void,
): Promise<Parts> {
  const ranks = raw.rank ? raw.rank.flatMap((text) => wholes("--rank", text, 1)) : null;
  if (operand.kind === "layer") {
    if (raw.pair !== undefined)
      throw new Failure("usage", `expected --pair for a kernel, got the layer ${operand.name}`);
    const { layer } = operand;
    const image = extents(raw.image, kernelShape(layer).length, FEATURES);
    const ways = await layerWays(layer, { kinds: raw.chain ?? null, ranks }, t, say);
    return { layer, kernel: null, findings: null, image, ways };
  }
  if (raw.chain !== undefined)
    throw new Failure("usage", `expected --chain for a layer, got the kernel ${operand.name}`);
  if (operand.kernel.shape.length > 2)
    throw new Failure(
      "usage",
      `expected a kernel of one or two axes, or a layer, to be taken apart, got ${operand.kernel.shape.join("×")} in ${operand.name}`,
    );
  if (operand.kernel.values.every((v) => v === 0))
    throw new Failure("usage", `expected a kernel with a value other than 0, got ${operand.name}`);
  say(() => t.looking);
  await new Promise(setImmediate);
  const findings = kernelFindings(operand.kernel, {
    ranks,
    pair: pairSize(raw.pair, trim(operand.kernel)),
  });
  const { kernel } = findings;
  const [layer] = passesOf([kernel]);
  const image = extents(raw.image, kernel.shape.length, PICTURE);
  return { layer, kernel, findings, image, ways: findings.ways };
}

function pairSize(text: string | undefined, k: Kernel): [number, number] | null {
  if (text === undefined) return null;
  const size = wholes("--pair", text.replace(/[x×]/gi, ","), 1);
  if (size.length === 2 && k.shape.length === 2 && size.every((n, axis) => n <= k.shape[axis]))
    return [size[0], size[1]];
  throw new Failure(
    "usage",
    `expected ROWS,COLUMNS of at most ${k.shape.join(",")} for --pair, got ${text}`,
  );
}

function priced(
  way: Way,
  image: readonly number[],
  whole: PricedWay | null,
  t: WorkshopWords,
): PricedWay {
  const price = priceOf(way.layers, image);
  const ratio = whole === null ? 1 : price.multiplications / whole.price.multiplications;
  return { ...way, title: wayTitle(way, t), price, ratio };
}
