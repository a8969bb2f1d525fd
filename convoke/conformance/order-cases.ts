/** Maximum and minimum filters of scipy.ndimage: a continued array, pooled with stride 1. */
import { ndimagePlacement } from "../src/dialects/scipy.ts";
import { pad } from "../src/semantics/pad.ts";
import { resolvePool } from "../src/semantics/pool-spec.ts";
import { borderFrom } from "../src/semantics/read-spec.ts";
import { known, NotUnderstood, numbers } from "./options.ts";
import type { Adapter } from "./outcome.ts";
import { type Case, tensorOf } from "./suite.ts";
import { exactly, reshaped, type Value } from "./value.ts";

/** Null where the operator is no order filter. */
export function orderFilter(c: Case): Adapter | null {
  if (/^ndimage\.(percentile|median|rank)_filter$/.test(c.op))
    return { kind: "not yet", why: "ranks between the extremes" };
  const named = /^ndimage\.(maximum|minimum)_filter$/.exec(c.op);
  if (!named) return null;
  return {
    kind: "pooling",
    run: async (engine) => {
      const options = c.options ?? {};
      known(options, ["mode", "cval", "size"]);
      const input = tensorOf(c.inputs!.input);
      const size = numbers(options.size) ?? [];
      if (size.length !== input.shape.length) throw new NotUnderstood(`size ${options.size}`);
      const { before, after, border } = ndimagePlacement("correlation", size, {
        mode: String(options.mode ?? "reflect"),
        cval: Number(options.cval ?? 0),
      });
      const padded = exactly(pad(input, before, after, borderFrom(border)));
      const sign = named[1] === "maximum" ? 1 : -1;
      const shape = [1, 1, ...padded.shape];
      const problem = resolvePool({ op: "max", input: shape, kernelSize: size, stride: 1 });
      const { output } = await engine.pool(problem, reshaped(times(padded, sign), shape));
      // A maximum is an input, which was rounded on the way in.
      const rounded = engine.single ? { dtype: "float32" } : {};
      const actual = reshaped(times(output, sign), output.shape.slice(2));
      return [{ what: "forward", actual, expected: { ...c.expected!, ...rounded } }];
    },
  };
}

/** By 1 or −1: nothing is rounded. */
const times = ({ data, ...rest }: Value, sign: number): Value => ({
  ...rest,
  data: data.map((value) => sign * value),
});
