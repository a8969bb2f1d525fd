/** What is said of layers and nets whose images are moved, tried on whole numbers. */
import type { Tensor } from "convoke";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { differing, type layer, type Moved, shifted } from "./shifts.ts";

/** What a trained net is right in, and how far apart its features of moved pictures are. */
export interface Net {
  readonly accuracy: number;
  readonly features: { readonly apart: number; readonly largest: number };
}

export interface Evidence {
  readonly trials: readonly Moved[];
  readonly plain: Net;
  /** The net that is given coordinates. */
  readonly coordinates: Net;
}

export async function statementsOf(
  subject: { readonly layer: typeof layer },
  { trials, plain, coordinates }: Evidence,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  /** Null where the layer of the moved image is the moved layer of the image, or inside of a margin. */
  const follows = async (one: Moved, border: "wrap" | "zero", inside: boolean): Promise<Trial> => {
    const { image, kernel, shift } = one;
    const still = shifted(await subject.layer(image, kernel, border), shift);
    const other = await subject.layer(shifted(image, shift), kernel, border);
    const [at] = inside
      ? differing(still, other, 0).filter((i) => !nearSeam(one, i))
      : differing(still, other);
    return at === undefined ? null : { ...told(one), ...placeOf(at, other) };
  };
  const strided = async ({ image, kernel }: Moved, step: number): Promise<Trial> => {
    const still = await subject.layer(image, kernel, "wrap", 2);
    const other = await subject.layer(shifted(image, [step, step]), kernel, "wrap", 2);
    // The result can be moved by whole places only: is there any by which it was?
    const [rows, columns] = still.shape;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        if (differing(shifted(still, [y, x]), other).length === 0) return null;
    return { side: image.shape.join("×"), shift: step };
  };
  return inTurn(
    [
      () =>
        triedOn("claim", "forgets", trials, async ({ image, kernel, shift }) => {
          const still = (await subject.layer(image, kernel, "wrap")).data;
          const other = (await subject.layer(shifted(image, shift), kernel, "wrap")).data;
          const [a, b] = [still, other].map((y) => ({
            most: Math.max(...y),
            sum: y.reduce((p, q) => p + q),
          }));
          return a.most === b.most && a.sum === b.sum ? null : { largest: a.most, other: b.most };
        }),
      () =>
        tried("claim", "defect", [plain], ({ accuracy }) =>
          Math.abs(accuracy - 0.5) < 0.1 ? null : { accuracy },
        ),
      () => triedOn("truth", "moves", trials, (one) => follows(one, "wrap", false)),
      () => triedOn("truth", "inside", trials, (one) => follows(one, "zero", true)),
      () =>
        tried("truth", "sameFeatures", [plain.features], ({ apart, largest }) =>
          apart <= 1e-4 * largest ? null : { apart, largest },
        ),
      () =>
        tried("truth", "located", [coordinates], ({ accuracy }) =>
          accuracy > 0.9 ? null : { accuracy },
        ),
      () => triedOn("truth", "wholeStride", trials.slice(0, 20), (one) => strided(one, 2)),
      () =>
        triedOn("slip", "invariant", trials, async (one) => {
          const still = await subject.layer(one.image, one.kernel, "wrap");
          const other = await subject.layer(shifted(one.image, one.shift), one.kernel, "wrap");
          const [at] = differing(still, other);
          return at === undefined ? null : { ...told(one), ...placeOf(at, other) };
        }),
      () => triedOn("slip", "zeros", trials, (one) => follows(one, "zero", false)),
      () => triedOn("slip", "anyStride", trials.slice(0, 20), (one) => strided(one, 1)),
    ],
    onProgress,
  );
}

const told = ({ image, shift }: Moved) => ({
  side: image.shape.join("×"),
  shift: `(${shift.join(", ")})`,
});
const placeOf = (at: number, { shape: [, columns] }: Tensor) => ({
  row: Math.floor(at / columns),
  column: at % columns,
});

/** Whether the window of an output meets an edge, before the shift or behind it. */
function nearSeam({ image, kernel, shift }: Moved, at: number): boolean {
  const margin = (kernel.shape[0] - 1) / 2;
  const place = [Math.floor(at / image.shape[1]), at % image.shape[1]];
  return place.some((p, axis) => {
    const extent = image.shape[axis];
    const before = (p - shift[axis] + extent) % extent;
    return [p, before].some((q) => q < margin || q >= extent - margin);
  });
}
