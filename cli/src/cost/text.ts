/** A report as a person reads it: one section for each thing that was asked. */

import {
  COST_WORDS,
  type CostWords,
  grouped,
  inBytes,
  inDigits,
  inPercent,
  inSeconds,
  inThousands,
} from "@convoke/studies/words";
import type { Arithmetic } from "convoke/cost";
import type { Language } from "../strings.ts";
import { bar } from "../terminal/bars.ts";
import { columns } from "../terminal/table.ts";
import { algorithmsText } from "./algorithms-text.ts";
import { backwardText, gradientWorkText } from "./backward-text.ts";
import type { CostReport } from "./report.ts";
import { curveText, whatIfText } from "./what-if-text.ts";

export function costText(report: CostReport, language: Language): string {
  const t = COST_WORDS[language];
  const { layer, backward, memory, algorithms, whatIf, curves, measured } = report;
  return [
    `${layer.descriptor}  ${layer.dtype}  ${t.output} ${layer.outputShape.join("×")}`,
    axesText(report, t),
    operationsText(report, t),
    bytesText(report, t),
    rooflineText(report, t),
    backward && memory ? backwardText(backward, memory, language) : "",
    algorithms ? algorithmsText(report, language) : "",
    report.gradientWork ? gradientWorkText(report.gradientWork, t) : "",
    whatIf.length > 0 ? whatIfText(whatIf, measured?.whatIf ?? null, t) : "",
    ...curves.map(({ change, points }, i) =>
      curveText(change, points, measured?.curves[i] ?? null, language),
    ),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

function axesText({ layer, keepingPadding, unwastedSizes }: CostReport, t: CostWords): string {
  const rows = layer.axes.map((axis, i) => {
    const { total, before, after } = keepingPadding[i];
    const { first, step } = unwastedSizes[i];
    const sizes = step === 1 ? t.all : `${first}, ${first + step}, ${first + 2 * step} …`;
    return [
      t[axis.name],
      `${axis.input} → ${axis.output}`,
      `${axis.reach}`,
      `${axis.wasted}`,
      `${axis.unseen}`,
      total === null ? t.none : `${total.least} (${before} + ${after})`,
      sizes,
    ];
  });
  return columns(
    [
      [t.axis, `${t.input} → ${t.output}`, t.reach, t.wasted, t.unseen, t.keeps, t.noWaste],
      ...rows,
    ],
    ["left", "right"],
  );
}

function operationsText({ layer }: CostReport, t: CostWords): string {
  const { asWritten, needed, paddingProducts, activated, problem } = layer;
  const both = (name: string, of: (a: Arithmetic) => number) => [
    name,
    grouped(of(asWritten)),
    grouped(of(needed)),
    inThousands(of(needed)),
  ];
  const lost = problem.op === "conv" ? t.paddingProducts : t.croppedProducts;
  const share = asWritten.macs === 0 ? "" : `  (${inPercent(paddingProducts / asWritten.macs)})`;
  return [
    t.operations,
    columns(
      [
        ["", t.asWritten, t.needed, ""],
        both(t.macs, (a) => a.macs),
        both(t.multiplications, (a) => a.multiplications),
        both(t.additions, (a) => a.additions),
        ...(problem.bias ? [both(t.biasAdditions, (a) => a.biasAdditions)] : []),
        both(t.flops, (a) => a.flops),
      ],
      ["left", "right"],
    ),
    `  ${lost}: ${grouped(paddingProducts)}${share}`,
    ...(activated > 0 ? [`  ${t.activated}: ${grouped(activated)}`] : []),
    `  ${t.parameters}: ${grouped(layer.parameters.total)}`,
  ].join("\n");
}

function bytesText({ layer }: CostReport, t: CostWords): string {
  const { bytes } = layer;
  const parts = (["input", "weight", "bias", "output"] as const).filter((name) => bytes[name] > 0);
  return [
    `${t.bytes} (${layer.dtype})`,
    columns(
      [
        ...parts.map((name) => [
          t[name],
          grouped(bytes[name]),
          inBytes(bytes[name]),
          bar(bytes[name] / bytes.total),
        ]),
        [t.total, grouped(bytes.total), inBytes(bytes.total)],
      ],
      ["left", "right", "right", "left"],
    ),
  ].join("\n");
}

function rooflineText({ roofline }: CostReport, t: CostWords): string {
  const { peak, intensity, ridge, bound, milliseconds } = roofline;
  return [
    `${t.roofline}: ${inThousands(peak.flops)}FLOP/s, ${inThousands(peak.bandwidth)}B/s`,
    `  ${t.intensity} ${inDigits(intensity, 3)} FLOP/B, ${t.ridge} ${inDigits(ridge, 3)}: ` +
      `${t[`bound_${bound}`]}, ${t.atLeast} ${inSeconds(milliseconds)} (${t.forFormula})`,
  ].join("\n");
}
