/** What a plot shows, in rows: of long lines every so many, and both ends. */
import type { PlotProps } from "./plot.tsx";

const MOST_ROWS = 65;

export function PlotTable(
  props: Required<Pick<PlotProps, "name" | "x" | "xName" | "lines" | "writeX" | "writeY">>,
) {
  const { name, x, xName, lines, writeX, writeY } = props;
  const count = Math.min(MOST_ROWS, x.length);
  const rows = Array.from({ length: count }, (_, i) =>
    Math.round((i * (x.length - 1)) / Math.max(1, count - 1)),
  );
  return (
    <div class="scroll">
      <table class="numbers" aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {lines.map((line) => (
              <th key={line.name} scope="col">
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((at) => (
            <tr key={at}>
              <th scope="row">{writeX(x[at])}</th>
              {lines.map((line) => (
                <td key={line.name}>
                  {Number.isNaN(line.values[at]) ? "–" : writeY(line.values[at])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
