/** `convoke kernel compose`: kernels, or layers, one behind the other as one. */

import { WORKSHOP_WORDS, type WorkshopWords } from "@convoke/studies/words";
import {
  agreementOf,
  channelsIn,
  composeLayers,
  convolve,
  extentsOf,
  kernelShape,
  type Layer,
  layer,
  layerOfKernel,
  type Span,
  withAxes,
} from "convoke/workshop";
import { Failure } from "../failure.ts";
import type { Operand } from "../kernels/operand.ts";
import { readOperand } from "../kernels/read.ts";
import { type Language, STRINGS } from "../strings.ts";
import { extents, wholes } from "./asked.ts";
import { foundOf, times } from "./described.ts";
import { asFractions } from "./show.ts";
import { deliver, type Found, type RawWritten, targetOf } from "./written.ts";

export interface RawCompose extends RawWritten {
  readonly exactly?: boolean;
  readonly stride?: readonly string[];
  readonly padding?: readonly string[];
  readonly dilation?: readonly string[];
  readonly groups?: readonly string[];
  readonly image?: string;
}

const GEOMETRY = ["stride", "padding", "dilation", "groups"] as const;

export async function compose(
  texts: readonly string[],
  raw: RawCompose,
  language: Language,
): Promise<void> {
  const t = WORKSHOP_WORDS[language];
  const target = await targetOf(raw);
  if (texts.length < 2)
    throw new Failure(
      "usage",
      `expected at least two kernels or layers to compose, got ${texts.length}`,
    );
  const operands: Operand[] = [];
  for (const text of texts)
    operands.push(asFractions(await readOperand(text), raw.exactly ?? false));
  const asLayers =
    operands.some(({ kind }) => kind === "layer") ||
    raw.image !== undefined ||
    GEOMETRY.some((name) => raw[name] !== undefined);
  const name = operands.map((o) => o.name).join(" ∗ ");
  const found = asLayers ? ofLayers(name, operands, raw, t) : ofKernels(name, operands, t);
  await deliver(target, found, STRINGS[language].wrote);
}

function ofKernels(name: string, operands: readonly Operand[], t: WorkshopWords): Found {
  const list = operands.flatMap((o) => (o.kind === "kernel" ? [o.kernel] : []));
  const axes = Math.max(...list.map((k) => k.shape.length));
  const kernel = list.map((k) => withAxes(k, axes)).reduce(convolve);
  return foundOf({ kind: "kernel", name, kernel }, t);
}

function ofLayers(
  name: string,
  operands: readonly Operand[],
  raw: RawCompose,
  t: WorkshopWords,
): Found {
  const axes = Math.max(
    ...operands.map((o) =>
      o.kind === "kernel" ? o.kernel.shape.length : kernelShape(o.layer).length,
    ),
  );
  const layers = operands.map((o, i) => changed(layerOf(o, axes), i, operands.length, raw));
  const whole = layers.reduce(composeLayers);
  const image = extents(raw.image, axes, 32);
  const spans = agreementOf(layers, image);
  const outputs = layers.reduce((size, l) => extentsOf(l, size), image);
  return foundOf({ kind: "layer", name, layer: whole }, t, {
    lines: ["", ...agreementLines(layers, spans, image, outputs, t).map((line) => `  ${line}`)],
    report: {
      agreement: { image, outputs, spans, everywhere: everywhere(layers) },
    },
  });
}

const layerOf = (o: Operand, axes: number): Layer =>
  o.kind === "layer" ? o.layer : layerOfKernel(withAxes(o.kernel, axes));

/** With what the options say of the layer: given once they hold for all, or once for each. */
function changed(l: Layer, index: number, count: number, raw: RawCompose): Layer {
  const axes = kernelShape(l).length;
  const given = (name: (typeof GEOMETRY)[number], least: number): number[] | null => {
    const list = raw[name];
    if (list === undefined) return null;
    if (list.length !== 1 && list.length !== count)
      throw new Failure(
        "usage",
        `expected --${name} once, or once for each of the ${count} layers, got it ${list.length} times`,
      );
    return wholes(`--${name}`, list.length === 1 ? list[0] : list[index], least);
  };
  const all = (list: readonly number[] | null, name: string): number | number[] | null => {
    if (list === null || list.length === 1) return list === null ? null : list[0];
    if (list.length === axes) return [...list];
    throw new Failure("usage", `expected 1 or ${axes} numbers for --${name}, got ${list.length}`);
  };
  const pads = given("padding", 0);
  const sides =
    pads?.length === 2 * axes
      ? Array.from({ length: axes }, (_, a) => [pads[2 * a], pads[2 * a + 1]] as const)
      : all(pads, "padding");
  const groups = given("groups", 1);
  return layer(l.weight, {
    bias: l.bias,
    stride: all(given("stride", 1), "stride") ?? l.stride,
    padding: sides ?? l.padding,
    dilation: all(given("dilation", 1), "dilation") ?? l.dilation,
    groups: groups === null ? l.groups : groups[0],
  });
}

/** Without padding behind the first layer nothing can differ. */
const everywhere = (layers: readonly Layer[]): boolean =>
  layers.slice(1).every(({ padding }) => padding.flat().every((p) => p === 0));

function agreementLines(
  layers: readonly Layer[],
  spans: readonly Span[],
  image: readonly number[],
  outputs: readonly number[],
  t: WorkshopWords,
): string[] {
  const input = `${t.atInput} ${channelsIn(layers[0])}×${times(image)}`;
  if (everywhere(layers)) return [t.sameEverywhere];
  if (spans.some(({ from, to }) => from === to)) return [`${t.sameNowhere} (${input})`];
  const shown = spans.map(({ from, to }) => `${from}…${to - 1}`).join(" × ");
  return [`${t.sameWhere} ${shown} ${t.ofOutput} ${times(outputs)} (${input})`, t.inside];
}
