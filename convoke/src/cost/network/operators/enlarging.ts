/** Pictures made larger or smaller, and channels that become pixels. */
import { guard, ShapeError } from "../../../errors.ts";
import { sizeOf } from "../../../tensor/tensor.ts";
import {
  axisOf,
  called,
  has,
  intOf,
  intsOf,
  numbersAt,
  type Operator,
  shapeAt,
  textOf,
} from "../ask.ts";
import { ALL, along } from "../paths.ts";
import { copy } from "./moves.ts";

/** Numbers that an output is made of, before and behind its place, by the way of enlarging. */
const REACHES: Record<string, readonly [number, number]> = {
  nearest: [0, 0],
  linear: [0, 1],
  cubic: [-1, 2],
};

/** By scales or sizes, which came to be inputs at different places. */
const resize: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const old = ask.node.op === "Upsample" || ask.opset < 11;
  const scaled = ask.node.attributes.get("scales");
  const axes =
    intsOf(ask, "axes")?.map((a) => axisOf(ask, a, from.length)) ?? from.map((_, i) => i);
  const shape = [...from];
  const few = (at: number) => has(ask, at) && shapeAt(ask, at).join() !== "0";
  if (!old && few(3)) {
    const sizes = numbersAt(ask, 3);
    axes.forEach((axis, i) => {
      shape[axis] = sizes[i];
    });
  } else {
    const scales = Array.isArray(scaled) ? scaled.map(Number) : numbersAt(ask, old ? 1 : 2);
    axes.forEach((axis, i) => {
      shape[axis] = Math.floor(from[axis] * scales[i]);
    });
  }
  const [low, high] = REACHES[textOf(ask, "mode", "nearest")] ?? [0, 0];
  const changed = from.filter((extent, i) => extent !== shape[i]).length;
  const answer = copy(
    [{ shape }],
    from.map((extent, i) =>
      extent === shape[i] ? along(i) : along(i, extent / shape[i], low, high),
    ),
  );
  if (high === low) return answer;
  // Every output is a weighted sum.
  const taps = (high - low + 1) ** changed;
  const operations = {
    multiplications: taps * sizeOf(shape),
    additions: (taps - 1) * sizeOf(shape),
  };
  return { ...answer, work: { kind: "elementwise", operations } };
};

/** Blocks of channels become blocks of pixels. */
const depthToSpace: Operator = (ask) => {
  const [n, c, ...spatial] = shapeAt(ask, 0);
  const block = intOf(ask, "blocksize", 1);
  const channels = c / block ** spatial.length;
  guard(Number.isInteger(channels), ShapeError, () => ({
    name: `the channels of ${called(ask.node)}`,
    expected: `a multiple of ${block ** spatial.length}`,
    got: c,
  }));
  return copy(
    [{ shape: [n, channels, ...spatial.map((extent) => extent * block)] }],
    [along(0), ALL, ...spatial.map((_, i) => along(i + 2, 1 / block))],
  );
};

const spaceToDepth: Operator = (ask) => {
  const [n, c, ...spatial] = shapeAt(ask, 0);
  const block = intOf(ask, "blocksize", 1);
  const shape = [n, c * block ** spatial.length, ...spatial.map((extent) => extent / block)];
  guard(shape.every(Number.isInteger), ShapeError, () => ({
    name: `the extents of ${called(ask.node)}`,
    expected: `multiples of ${block}`,
    got: spatial,
  }));
  return copy(
    [{ shape }],
    [along(0), ALL, ...spatial.map((_, i) => along(i + 2, block, 0, block - 1))],
  );
};

export const ENLARGING: Record<string, Operator> = {
  Resize: resize,
  Upsample: resize,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};
