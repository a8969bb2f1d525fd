/** A kernel as it is looked at: its numbers while they can be read, otherwise a picture of them. */
import { cellsOf } from "@convoke/studies/words";
import type { Kernel } from "convoke/workshop";
import { withMinus } from "../minus.ts";
import { NumberGrid } from "../number-grid.tsx";
import { SignedPicture } from "./signed-picture.tsx";

/** Rows and columns whose numbers can be read. */
const MOST_READ = { rows: 15, columns: 15 };

export const isReadable = ({ shape }: Kernel): boolean =>
  shape.length <= 2 &&
  (shape.at(-2) ?? 1) <= MOST_READ.rows &&
  shape[shape.length - 1] <= MOST_READ.columns;

export interface KernelViewProps {
  readonly name: string;
  readonly kernel: Kernel;
  readonly onType?: (at: number, text: string) => boolean;
}

export function KernelView({ name, kernel, onType }: KernelViewProps) {
  const columns = kernel.shape[kernel.shape.length - 1];
  if (!isReadable(kernel)) {
    const rows = kernel.values.length / columns;
    return <SignedPicture {...{ name, rows, columns }} values={kernel.values} />;
  }
  const cells = cellsOf(kernel);
  const at = kernel.origin.reduce((flat, o, axis) => flat * kernel.shape[axis] + o, 0);
  return (
    <NumberGrid
      name={name}
      rows={kernel.values.length / columns}
      columns={columns}
      values={kernel.values}
      tint="diverging"
      write={(_, i) => withMinus(cells[i])}
      mark={(i) => (i === at ? "origin" : undefined)}
      {...(onType ? { onType } : {})}
    />
  );
}
