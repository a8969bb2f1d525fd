/** A line per output along an axis: dots where its window reads the padded input. */
import { NumberGrid } from "../../../parts/number-grid.tsx";

interface Props {
  readonly name: string;
  readonly lines: readonly (readonly number[])[];
  readonly positions: number;
  /** Positions that lie in the ring. */
  readonly ring: (position: number) => boolean;
  /** The output that is lit. */
  readonly output: number;
  readonly onPoint: (output: number) => void;
}

export function Comb({ name, lines, positions, ring, output, onPoint }: Props) {
  const sampled = lines.map((places) => new Set(places));
  const line = (at: number) => Math.floor(at / positions);
  const reads = (at: number) => sampled[line(at)].has(at % positions);
  return (
    <div class="comb">
      <p class="plane-name">{name}</p>
      <NumberGrid
        name={name}
        rows={lines.length}
        columns={positions}
        values={Array.from({ length: lines.length * positions }, (_, at) => (reads(at) ? 1 : null))}
        write={(value) => (value === null ? "" : "●")}
        mark={(at) =>
          [
            "moves",
            ring(at % positions) ? "pad" : "",
            reads(at) && line(at) === output ? "lit-input" : "",
          ].join(" ")
        }
        frames={[
          {
            from: output * positions + lines[output][0],
            to: output * positions + (lines[output].at(-1) ?? 0),
            kind: "window",
          },
        ]}
        onPoint={(at) => at !== null && onPoint(line(at))}
      />
    </div>
  );
}
