/** What is said of sizes, tried on every combination up to a size. */
import { type Statement, type Trial, tried } from "../model/statement.ts";
import { formula, reachOf, type Subject, startsOf, startsWithCeil, type Windows } from "./sizes.ts";

export interface Most {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

/** Every combination, on both sides the same padding, or any two. */
export function* combinations(most: Most, sides: "equal" | "any"): Generator<Windows> {
  for (let input = 1; input <= most.input; input++)
    for (let kernel = 1; kernel <= most.kernel; kernel++)
      for (let stride = 1; stride <= most.stride; stride++)
        for (let dilation = 1; dilation <= most.dilation; dilation++)
          for (let before = 0; before <= most.padding; before++) {
            const whole = { input, kernel, stride, dilation, before };
            if (sides === "equal") yield { ...whole, after: before };
            else for (let after = 0; after <= most.padding; after++) yield { ...whole, after };
          }
}

/** Null where the two numbers are the same. */
const same = (windows: Windows, value: number | null, other: number | null): Trial =>
  value === other ? null : { ...windows, value: value ?? "-", other: other ?? "-" };

export function statementsOf(subject: Subject, most: Most): (() => Statement)[] {
  const all = [...combinations(most, "equal")];
  const fitting = all.filter((w) => startsOf(w).length > 0);
  const uneven = [...combinations({ ...most, input: Math.ceil(most.input / 2) }, "any")];
  const plain = all.filter((w) => w.before === 0);
  return [
    () => tried("claim", "formula", fitting, (w) => same(w, subject.size(w), formula(w))),
    () =>
      tried("truth", "counted", all, (w) => same(w, subject.size(w), startsOf(w).length || null)),
    () =>
      tried("truth", "sides", uneven, (w) => same(w, subject.size(w), startsOf(w).length || null)),
    () =>
      tried("truth", "same", plain, (w) =>
        same(w, subject.namedSize(w, "same"), Math.ceil(w.input / w.stride)),
      ),
    () =>
      tried("truth", "valid", plain, (w) =>
        same(w, subject.namedSize(w, "valid"), startsOf(w).length || null),
      ),
    () =>
      tried("truth", "transposed", transposable(all), ({ windows: w, extra }) =>
        same(
          w,
          subject.transposedSize(w, extra),
          (w.input - 1) * w.stride - w.before - w.after + reachOf(w) + extra,
        ),
      ),
    () =>
      tried("truth", "undone", transposable(all), ({ windows: w, extra }) => {
        const back = subject.transposedSize(w, extra) ?? 0;
        return same(w, subject.size({ ...w, input: back }), w.input);
      }),
    () =>
      tried("truth", "pooled", fitting, (w) =>
        same(w, subject.pooledSize(w, false), subject.size(w)),
      ),
    () =>
      tried("truth", "ceil", fitting.filter(begins), (w) =>
        same(w, subject.pooledSize(w, true), startsWithCeil(w).length),
      ),
    () => tried("truth", "keeps", plain, (w) => keepsAsFound(subject, w)),
    () => tried("truth", "unwasted", fitting, (w) => unwastedAsFound(subject, w)),
    () =>
      tried("slip", "roundedUp", fitting.filter(usual), (w) =>
        same(w, subject.pooledSize(w, true), Math.ceil(unrounded(w))),
      ),
    () =>
      tried("slip", "half", plain, (w) => {
        const half = Math.floor((w.kernel - 1) / 2);
        const padded = { ...w, before: half, after: half };
        return same(padded, subject.size(padded), w.input);
      }),
    () =>
      tried("slip", "seen", fitting, (w) => {
        const starts = startsOf(w);
        const unseen = w.input + w.before - (starts[starts.length - 1] + reachOf(w));
        return unseen <= 0 ? null : { ...w, unseen };
      }),
    () =>
      tried("slip", "invertible", fitting, (w) => {
        const larger = { ...w, input: w.input + 1 };
        return subject.size(w) !== subject.size(larger)
          ? null
          : { ...w, value: subject.size(w) ?? 0, also: larger.input };
      }),
  ];
}

const unrounded = (w: Windows): number =>
  (w.input + w.before + w.after - reachOf(w)) / w.stride + 1;

/** Whether the last whole window begins in the input or in the padding before it. */
const begins = (w: Windows): boolean => {
  const starts = startsOf(w);
  return starts[starts.length - 1] < w.input + w.before;
};

/** Padded by half a window at most, as poolings are. */
const usual = (w: Windows): boolean => 2 * w.before <= w.kernel;

/** With every output padding less than the stride, where the result has a size. */
function transposable(all: readonly Windows[]): { windows: Windows; extra: number }[] {
  return all.flatMap((windows) =>
    Array.from({ length: windows.stride }, (_, extra) => ({ windows, extra })).filter(
      ({ extra }) =>
        (windows.input - 1) * windows.stride - 2 * windows.before + reachOf(windows) + extra >= 1,
    ),
  );
}

/** Against every padding from none to more than enough. */
function keepsAsFound(subject: Subject, w: Windows): Trial {
  const found: number[] = [];
  for (let total = 0; total <= (w.input - 1) * w.stride + reachOf(w) + w.stride; total++) {
    const before = Math.floor(total / 2);
    if (startsOf({ ...w, before, after: total - before }).length === w.input) found.push(total);
  }
  const range = subject.keeping(w);
  const wanted = found.length === 0 ? "-" : `${found[0]} ${found[found.length - 1]}`;
  const got = range === null ? "-" : `${range[0]} ${range[1]}`;
  return got === wanted ? null : { ...w, value: got, other: wanted };
}

/** Sizes whose last window ends where the padded input does. */
function unwastedAsFound(subject: Subject, w: Windows): Trial {
  const [first, step] = subject.unwasted(w);
  for (let input = 1; input <= 2 * w.stride + reachOf(w); input++) {
    const one = { ...w, input };
    const starts = startsOf(one);
    const end = starts.length > 0 ? starts[starts.length - 1] + reachOf(w) : -1;
    const exact = end === input + w.before + w.after;
    const said = input >= first && (input - first) % step === 0;
    if (exact !== said) return { ...one, value: `${said}`, other: `${exact}` };
  }
  return null;
}
