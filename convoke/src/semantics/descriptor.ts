/**
 * One word names a problem everywhere: command line, tests, benchmarks, links.
 *
 *     ic64ih56oc64kh3ph1        64 → 64 channels, 56×56, kernel 3×3, padding 1
 *     mb8g2ic4iw100oc6kw5_relu  1-D, batch 8, 2 groups, ReLU
 *
 *   word    = number+ ("_" suffix)*
 *   number  = name integer       name = mb batch | g groups | ic input channels | oc output channels
 *                                     | letter axis
 *   letter  = i input | o output | k kernel | s stride | d dilation | p padding (before, and after
 *             unless q is given) | q padding after | a output padding (transposed)
 *   axis    = d | h | w          the axes are those from the first one an `i` names to w
 *   suffix  = transposed | convolution | bias | a layout | a border | an activation
 *
 * Left out: mb, g, s, d are 1, p and a are 0; a missing h is what d is, a missing w what h is, a
 * missing q what p is. The output is computed; if o is given and p is not, p is what o needs.
 *
 * The grammar is benchdnn's (oneDNN), with one difference: d counts as everywhere else in Convoke,
 * so dh1 means no dilation, where benchdnn writes dh0.
 */
import { FormatError, fault, guard } from "../errors.ts";
import { outputExtent, reach, type Window } from "./extents.ts";
import type { Axis, Problem } from "./problem.ts";
import { checkGroups, resolve } from "./resolve.ts";
import { inputShape, weightShape } from "./shapes.ts";
import { readSuffixes, suffixesOf } from "./suffixes.ts";

const AXES = ["d", "h", "w"] as const;
const LETTERS = ["i", "k", "s", "d", "p", "a"] as const;
const DEFAULTS: Record<(typeof LETTERS)[number], number | null> = {
  i: null,
  k: null,
  s: 1,
  d: 1,
  p: 0,
  a: 0,
};
const TOKEN = /(mb|ic|oc|g|[ioksdpqa][dhw])(-?\d+)/y;

/** The shortest word that `parse` reads back as this very problem. */
export function format(problem: Problem): string {
  const { batch, groups, inChannels, outChannels, axes } = problem;
  const names = AXES.slice(-axes.length);
  const row = (letter: string, pick: (axis: Axis) => number, otherwise: number | null): string => {
    let expected = otherwise;
    return names
      .map((name, i) => {
        const value = pick(axes[i]);
        // The first axis of i is written always: it says how many there are.
        const text = value === expected ? "" : `${letter}${name}${value}`;
        expected = value;
        return text;
      })
      .join("");
  };
  const after = axes
    .map((axis, i) => (axis.after === axis.before ? "" : `q${names[i]}${axis.after}`))
    .join("");
  return [
    batch === 1 ? "" : `mb${batch}`,
    groups === 1 ? "" : `g${groups}`,
    `ic${inChannels}`,
    row("i", (a) => a.input, null),
    `oc${outChannels}`,
    row("k", (a) => a.kernel, null),
    row("s", (a) => a.stride, 1),
    row("d", (a) => a.dilation, 1),
    row("p", (a) => a.before, 0),
    after,
    row("a", (a) => a.outputPadding, 0),
    ...suffixesOf(problem).map((suffix) => `_${suffix}`),
  ].join("");
}

/**
 * The problem that a word names.
 *
 * @throws FormatError for what the grammar does not know, ShapeError and OptionError as `resolve`.
 */
export function parse(word: string): Problem {
  guard(typeof word === "string", FormatError, () => ({
    name: "a descriptor",
    expected: "a word such as ic64ih56oc64kh3ph1",
    got: word,
  }));
  const [head, ...suffixes] = word.split("_");
  const numbers = readNumbers(word, head);
  const settings = readSuffixes(word, suffixes);

  const first = AXES.findIndex((axis) => numbers.has(`i${axis}`));
  if (first < 0) throw lacking(word, "an input extent (id, ih or iw)");
  const names = AXES.slice(first);
  for (const [name] of numbers) {
    const axis = AXES.indexOf(name[1] as "d");
    if (name.length === 2 && !["mb", "ic", "oc"].includes(name) && axis < first) {
      throw lacking(word, `an input extent i${name[1]} to go with ${name}`);
    }
  }
  const required = (name: string, what: string) =>
    numbers.get(name) ?? fail(lacking(word, `${name}, the ${what}`));
  const values = Object.fromEntries(
    LETTERS.map((letter) => {
      let last = DEFAULTS[letter];
      return [
        letter,
        names.map((axis) => {
          last = numbers.get(letter + axis) ?? last;
          return last ?? fail(lacking(word, `${letter}${axis}, the kernel extent`));
        }),
      ];
    }),
  ) as Record<(typeof LETTERS)[number], number[]>;

  let square: number | undefined;
  const axes = names.map((name, i): Axis => {
    const window: Window = {
      input: values.i[i],
      kernel: values.k[i],
      stride: values.s[i],
      dilation: values.d[i],
      outputPadding: values.a[i],
    };
    // One number says all axes of a square: o, too, goes on where i does.
    if (numbers.has(`i${name}`)) square = undefined;
    square = numbers.get(`o${name}`) ?? square;
    const wanted = square;
    const padded =
      names.slice(0, i + 1).some((axis) => numbers.has(`p${axis}`)) || numbers.has(`q${name}`);
    const padding =
      wanted !== undefined && !padded
        ? paddingFor(settings.op, window, wanted)
        : ([values.p[i], numbers.get(`q${name}`) ?? values.p[i]] as const);
    const output = outputExtent(settings.op, window, padding);
    if (wanted !== undefined && wanted !== output) {
      throw fault(FormatError, {
        name: `o${name} in ${word}`,
        expected: `${output} (R2, R3)`,
        got: wanted,
      });
    }
    return { ...window, before: padding[0], after: padding[1], output };
  });
  return complete({
    ...settings,
    batch: numbers.get("mb") ?? 1,
    groups: numbers.get("g") ?? 1,
    inChannels: required("ic", "input channels"),
    outChannels: required("oc", "output channels"),
    axes,
  });
}

function readNumbers(word: string, head: string): Map<string, number> {
  const numbers = new Map<string, number>();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < head.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(head);
    if (!match || numbers.has(match[1])) {
      throw fault(FormatError, {
        name: `the descriptor ${word} at position ${at + 1}`,
        expected: match ? "every number once" : "a name and a number, such as ic64 or kh3",
        got: match ? match[0] : head.slice(at),
      });
    }
    const value = Number(match[2]);
    guard(Number.isSafeInteger(value), FormatError, () => ({
      name: `${match[1]} in ${word}`,
      expected: "less than 2^53",
      got: match[2],
    }));
    // −0 becomes 0: a Problem has one form.
    numbers.set(match[1], value + 0);
  }
  return numbers;
}

/** Padding that makes the output `wanted` long, the odd element after. */
function paddingFor(op: Problem["op"], window: Window, wanted: number): readonly [number, number] {
  const total =
    op === "conv"
      ? (wanted - 1) * window.stride + reach(window) - window.input
      : outputExtent(op, window, [0, 0]) - wanted;
  const before = Math.max(0, Math.floor(total / 2));
  return [before, Math.max(0, total - before)];
}

/**
 * Checks a problem by resolving it again. Negative padding, which no Spec can say, is checked by
 * its output alone: the rest is resolved with padding that leaves an output whatever the kernel.
 */
function complete(problem: Problem): Problem {
  const { axes, groups, op } = problem;
  // A weight has whole extents only where they divide.
  checkGroups(groups, problem.inChannels, problem.outChannels);
  const negative = axes.some(({ before, after }) => before < 0 || after < 0);
  const roomy = op === "conv" ? "full" : "valid";
  const padding = negative ? roomy : axes.map((a) => [a.before, a.after] as const);
  const checked = resolve({
    op,
    input: inputShape(problem),
    weight: weightShape(problem),
    groups,
    stride: axes.map((a) => a.stride),
    dilation: axes.map((a) => a.dilation),
    outputPadding: axes.map((a) => a.outputPadding),
    padding,
    dataLayout: problem.dataLayout,
    weightLayout: problem.weightLayout,
  });
  axes.forEach(({ output }, i) => {
    if (output < 1) {
      throw fault(FormatError, {
        name: `the output along axis ${i}`,
        expected: "at least 1",
        got: output,
      });
    }
  });
  const { border, orientation, bias, activation } = problem;
  const frozen = axes.map((axis) => Object.freeze(axis));
  return Object.freeze({
    ...checked,
    axes: Object.freeze(frozen),
    border,
    orientation,
    bias,
    activation,
  });
}

const lacking = (word: string, what: string): Error =>
  fault(FormatError, { name: `the descriptor ${word}`, expected: what, got: undefined });

function fail(error: Error): never {
  throw error;
}
