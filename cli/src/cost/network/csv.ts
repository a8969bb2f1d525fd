/** A network's layers as rows of CSV: every number as it is. */

import { oneLine } from "@convoke/studies/words";
import type { NetworkCost } from "convoke/cost/network";

const HEAD = [
  "layer",
  "name",
  "operator",
  "kind",
  "output",
  "parameters",
  "macs",
  "flops",
  "multiplications",
  "additions",
  "divisions",
  "comparisons",
  "functions",
  "weight_gradient_macs",
  "input_gradient_macs",
  "bytes_read",
  "bytes_parameters",
  "bytes_written",
  "bytes_live",
  "receptive_field",
  "stride",
];

export function networkCsv({ layers }: NetworkCost): string {
  const rows = layers.map((layer, at) => {
    const { cost, bytes, fields, gradients } = layer;
    return [
      at,
      layer.name,
      layer.op,
      layer.kind,
      layer.shape?.join("x") ?? "",
      layer.parameters,
      cost.macs,
      cost.flops,
      cost.multiplications,
      cost.additions,
      cost.divisions,
      cost.comparisons,
      cost.functions,
      gradients.weight,
      gradients.input,
      bytes.read,
      bytes.parameters,
      bytes.written,
      layer.live,
      fields.map(({ extent }) => extent).join("x"),
      fields.map(({ stride }) => stride ?? "all").join("x"),
    ];
  });
  return [HEAD, ...rows].map((row) => row.map(cell).join(",")).join("\n");
}

/** As RFC 4180 quotes; spreadsheets would take a leading = for a formula. */
function cell(value: string | number): string {
  const text = typeof value === "number" ? `${value}` : oneLine(value);
  const safe = typeof value === "string" && /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
