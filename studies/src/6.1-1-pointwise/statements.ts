/** What is said of layers that see one pixel, tried on channels first and last, with groups. */
import { type Tensor, tensor } from "convoke";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { blocksOf, type Case, connected, LAYOUTS, touched } from "./pixels.ts";
import type { Subject } from "./study.ts";

export function statementsOf(
  subject: Subject,
  cases: readonly Case[],
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const sizes = LAYOUTS.flatMap((layout) =>
    [16, 33, 64].flatMap((channels) => [128, 255].map((extent) => ({ layout, channels, extent }))),
  );
  return inTurn(
    [
      () =>
        triedOn("claim", "perPixel", cases, async (one) =>
          unlike(one, (await subject.layer(one)).data, connected(one)),
        ),
      () => triedOn("claim", "alone", cases, (one) => spread(one, subject.layer)),
      () =>
        triedOn("truth", "blockDiagonal", cases, async (one) => {
          const { data, shape } = blocksOf(one);
          const full = await subject.layer({
            ...one,
            groups: 1,
            w: { shape: [...shape, 1, 1], data },
          });
          return unlike(one, (await subject.layer(one)).data, full.data);
        }),
      () =>
        tried("truth", "noCopy", sizes, ({ layout, channels, extent }) => {
          const input =
            layout === "nchw" ? [1, channels, extent, extent] : [1, extent, extent, channels];
          const bytes = subject.workspace(layout, input, channels);
          const whole = 4 * channels * extent ** 2;
          return 2 * bytes < whole ? null : { layout, channels, bytes, whole };
        }),
      () =>
        triedOn("slip", "anyOrder", cases, async (one) =>
          unlike(one, (await subject.layer(one)).data, connected(one, true)),
        ),
      () =>
        triedOn(
          "slip",
          "wider",
          cases.filter(({ layout }) => layout === "nchw"),
          (one) => spread({ ...one, w: widened(one.w) }, subject.layer),
        ),
    ],
    onProgress,
  );
}

/** Null where both have the same numbers. */
function unlike(
  { layout, groups, w }: Case,
  value: ArrayLike<number>,
  other: ArrayLike<number>,
): Trial {
  const [outputs, inputs] = w.shape;
  const facts = { layout, groups, inputs: inputs * groups, outputs };
  if (value.length !== other.length) return { ...facts, count: value.length };
  for (let i = 0; i < value.length; i++)
    if (value[i] !== other[i])
      return { ...facts, value: value[i], other: other[i], apart: Math.abs(value[i] - other[i]) };
  return null;
}

/** Null where a change of the first pixel reaches no other. */
async function spread(one: Case, layer: (one: Case) => Promise<Tensor>): Promise<Trial> {
  const changed = one.x.data.slice();
  const channels = one.w.shape[1] * one.groups;
  const step = one.layout === "nchw" ? changed.length / channels : 1;
  for (let c = 0; c < channels; c++) changed[c * step] += 1;
  // A bias that keeps every sum above 0: relu hides nothing.
  const bias = tensor(
    one.bias.shape,
    [...one.bias.data].map(() => 2 ** 12),
  );
  const [before, after] = [
    await layer({ ...one, bias }),
    await layer({ ...one, bias, x: { ...one.x, data: changed } }),
  ];
  const pixels = [...touched(one, before.data, after.data)];
  const other = pixels.find((p) => p !== 0);
  return other === undefined ? null : { layout: one.layout, pixel: other };
}

/** A 3×3 kernel with the weight everywhere. */
const widened = ({ shape: [outputs, inputs], data }: Tensor): Tensor =>
  tensor(
    [outputs, inputs, 3, 3],
    [...data].flatMap((v) => new Array<number>(9).fill(v)),
  );
