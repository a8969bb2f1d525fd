/** A net as a table. */
import { sizeOf } from "../tensor/tensor.ts";
import type { Net } from "./net.ts";

/**
 * One line for each layer that computes: its name in the net, what it is, the shape of its output,
 * trained parameters, and multiply-adds for the example that the net was built for; then their sums.
 */
export function summary(net: Net): string {
  const { layers, example } = net;
  const total = (key: "parameters" | "multiplyAdds") =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  const trained = [...net.parameters.values()].filter(({ tracked }) => tracked);
  const shown = layers.filter((l) => !l.container || l.parameters > 0 || l.multiplyAdds > 0);
  const shape = (extents: readonly number[]) => `[${extents.join(", ")}]`;
  const rows = [
    ["", "layer", "output", "parameters", "multiply-adds"],
    ["", "input", shape(example.shape), "", ""],
    ...shown.map((layer) => [
      layer.path,
      layer.name,
      shape(layer.shape),
      layer.parameters > 0 ? grouped(layer.parameters) : "",
      layer.multiplyAdds > 0 ? grouped(layer.multiplyAdds) : "",
    ]),
    [
      "",
      "total",
      "",
      grouped(trained.reduce((sum, { shape: extents }) => sum + sizeOf(extents), 0)),
      grouped(total("multiplyAdds")),
    ],
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i < 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** 1234567 as "1,234,567", as everywhere. */
const grouped = (count: number): string => count.toLocaleString("en");
