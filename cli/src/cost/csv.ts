/** The report as rows of section, name, figure: every number once, none rounded. */
import type { CostReport } from "./report.ts";

/** Numbers of a report, wherever they lie, named by their place in it; texts and shapes are left out. */
export function costCsv(report: CostReport): string {
  const rows: string[] = ["section,name,value"];
  const visit = (section: string, path: string, value: unknown): void => {
    if (typeof value === "number") rows.push(`${section},${path},${value}`);
    else if (Array.isArray(value))
      value.forEach((item, i) => visit(section, joined(path, nameOf(item) ?? `${i}`), item));
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value))
        if (key !== "problem") visit(section, joined(path, key), item);
  };
  for (const [section, value] of Object.entries(report)) visit(section, "", value);
  return rows.join("\n");
}

const joined = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** What an element of a list calls itself. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { name, axis, algorithm, change, tensor, value } = item as Record<string, unknown>;
  const found = name ?? axis ?? algorithm ?? change ?? tensor ?? value;
  return found === undefined ? undefined : `${found}`;
}
