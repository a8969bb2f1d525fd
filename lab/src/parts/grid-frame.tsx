/** A rectangle around elements of a grid, which slides where motion is welcome. */

export interface FrameProps {
  /** Its corners, as indexes of elements: the first and the last that lie inside. */
  readonly from: number;
  readonly to: number;
  /** A class of its own. */
  readonly kind: string;
}

/** Cells are of one size, so the style sheet knows where it lies, and nothing is measured. */
export function GridFrame({ from, to, kind, columns }: FrameProps & { readonly columns: number }) {
  const [left, top] = [from % columns, Math.floor(from / columns)];
  const place = {
    "--left": left,
    "--top": top,
    "--across": (to % columns) - left + 1,
    "--down": Math.floor(to / columns) - top + 1,
  };
  return <div class={`frame ${kind}`} aria-hidden="true" style={place} />;
}
