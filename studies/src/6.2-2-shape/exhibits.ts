/** Windows drawn, sizes by image, and the inverse questions as tables. */
import type { Matrix, Series, Table } from "../model/exhibit.ts";
import { reachOf, type Subject, startsOf, type Windows } from "./sizes.ts";

/** One row a window, one column a position of the padded image: 1 where a tap lies. */
export function drawn(w: Windows): Matrix {
  const [starts, columns] = [startsOf(w), w.input + w.before + w.after];
  const values = starts.flatMap((start) =>
    Array.from({ length: columns }, (_, x) => {
      const tap = (x - start) / w.dilation;
      return Number.isInteger(tap) && tap >= 0 && tap < w.kernel ? 1 : 0;
    }),
  );
  const padded = Array.from(values.keys()).filter((i) => {
    const x = (i % columns) - w.before;
    return x < 0 || x >= w.input;
  });
  return { kind: "matrix", name: "drawn", rows: starts.length, columns, values, marks: [padded] };
}

export const texOf = (
  { input, kernel, stride, dilation, before }: Windows,
  windows: number,
): string =>
  `\\left\\lfloor\\frac{${input} + 2\\cdot ${before} - ${dilation}\\cdot(${kernel}-1) - 1}{${stride}} + 1\\right\\rfloor = ${windows}`;

/** Result by image, for strides from 1. */
export function stairs(w: Windows, { size }: Subject): Series {
  const x = Array.from({ length: 24 }, (_, i) => i + 1);
  return {
    kind: "series",
    name: "stairs",
    axis: "image",
    x,
    lines: [1, 2, 3].map((stride) => ({
      name: `stride${stride}`,
      y: x.map((input) => size({ ...w, input, stride }) ?? 0),
    })),
  };
}

export function keeping(w: Windows, subject: Subject): Table {
  const rows = [1, 2, 3, 4, 5, 7].map((kernel) => {
    const [least, most] = subject.keeping({ ...w, kernel, stride: 1 }) ?? ["-", "-"];
    const equal = typeof least === "number" && least % 2 === 0;
    return [kernel, least, most, equal ? "✓" : "–"];
  });
  return { kind: "table", name: "keeping", head: ["kernel", "least", "most", "equalSides"], rows };
}

export function unwasted(w: Windows, subject: Subject): Table {
  const rows = [1, 2, 3, 4].map((stride) => {
    const [first, step] = subject.unwasted({ ...w, input: 99, stride });
    return [stride, [0, 1, 2, 3].map((i) => first + i * step).join(", ")];
  });
  return { kind: "table", name: "unwasted", head: ["stride", "sizes"], rows };
}

export function transposed(w: Windows, subject: Subject): Table {
  const rows = Array.from({ length: w.stride }, (_, extra) => {
    const back = subject.transposedSize(w, extra);
    return [extra, back ?? "-", (back && subject.size({ ...w, input: back })) ?? "-"];
  });
  return { kind: "table", name: "transposed", head: ["outputPadding", "image", "result"], rows };
}

/** Windows side by side, padded by half of one. */
export function pooled(own: Windows, subject: Subject): Table {
  const half = Math.floor(own.kernel / 2);
  const w = { ...own, stride: own.kernel, dilation: 1, before: half, after: half };
  const rows = Array.from({ length: 6 }, (_, i) => {
    const one = { ...w, input: w.input + i };
    return [
      one.input,
      subject.pooledSize(one, false) ?? "-",
      subject.pooledSize(one, true) ?? "-",
      Math.max(0, Math.ceil((one.input + w.before + w.after - reachOf(one)) / w.stride + 1)),
    ];
  });
  return { kind: "table", name: "pooled", head: ["image", "floor", "ceil", "ceilAlone"], rows };
}
