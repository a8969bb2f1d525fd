/** The planes of a tensor, one grid a channel, lit up by what is pointed at anywhere on the bench. */
import { sizeOf } from "convoke";
import { NumberGrid, type NumberGridProps } from "../../parts/number-grid.tsx";
import { type Lit, litClass, pointAt } from "./pointed.ts";
import { indexOf } from "./row-major.ts";

interface Props extends Pick<NumberGridProps, "tint" | "write"> {
  readonly name: string;
  readonly which: "input" | "weight" | "output";
  /** [planes…, rows, columns]. */
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly lit: Lit;
  /** What a plane is called: its index without rows and columns. */
  readonly title: (at: readonly number[]) => string;
  readonly onEdit?: (at: number, value: number) => void;
}

export function Planes({ name, which, shape, values, lit, title, onEdit, tint, write }: Props) {
  const [rows, columns] = shape.slice(-2);
  const outer = shape.slice(0, -2);
  const planes = sizeOf(outer);
  const own = Array.from(values);
  return (
    <figure class="planes">
      <figcaption>{name}</figcaption>
      <div class="row">
        {Array.from({ length: planes }, (_, p) => {
          const offset = p * rows * columns;
          const heading = title(indexOf(outer, p));
          return (
            <div key={p}>
              {planes > 1 && <small>{heading}</small>}
              <NumberGrid
                name={planes > 1 ? `${name}, ${heading}` : name}
                rows={rows}
                columns={columns}
                values={own.slice(offset, offset + rows * columns)}
                mark={(at) => litClass(lit, which, at + offset)}
                onPoint={pointAt(which, offset)}
                {...(onEdit ? { onEdit: (at, value) => onEdit(at + offset, value) } : {})}
                {...(tint ? { tint } : {})}
                {...(write ? { write: (value, at) => write(value, at + offset) } : {})}
              />
            </div>
          );
        })}
      </div>
    </figure>
  );
}
