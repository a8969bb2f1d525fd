/** A kernel as a function that filters pictures of any size. */
import { choice } from "../options.ts";
import type { Border } from "../semantics/problem.ts";
import { borderFrom } from "../semantics/read-spec.ts";
import type { BorderSpec } from "../semantics/spec.ts";
import { centred } from "../workshop/centred.ts";
import type { Kernel } from "../workshop/kernel.ts";
import { borderText, PACKAGE } from "./convoke.ts";
import { planeOf } from "./experiment.ts";
import { folds, placesFunction } from "./places.ts";
import { number } from "./python.ts";
import { SCRIPT_LANGUAGES, type ScriptLanguage } from "./script.ts";
import { PYTHON, rowsText, TYPESCRIPT, titleOf } from "./source.ts";

/** What `scipy.ndimage` calls a border. */
const NDIMAGE: Readonly<Record<Border["kind"], string>> = {
  zero: "constant",
  constant: "constant",
  replicate: "nearest",
  reflect: "mirror",
  symmetric: "reflect",
  wrap: "wrap",
};

/**
 * A module with a function `filtered`, which gives as many numbers as the picture has, in float32
 * (SciPy adds in float64): of an array [rows, columns] in Python, of a tensor [rows, columns] in
 * Convoke. Of rows, columns and channels, each channel is to be given by itself.
 *
 * @param name what the kernel is called in the first line.
 * @param border what lies outside the picture.
 * @throws ShapeError for a kernel of other than two axes.
 * @throws OptionError for a language that is none of the three, or a border that is none.
 */
export function filterSource(
  language: ScriptLanguage,
  name: string,
  kernel: Kernel,
  border: BorderSpec = "reflect",
): string {
  choice("the language of a script", language, SCRIPT_LANGUAGES);
  const k = planeOf(kernel);
  // What looks further back than the kernel reaches is padded with zeros, for all three alike.
  const inside = k.origin.every((o, axis) => o >= 0 && o < k.shape[axis]);
  const outside = borderFrom(border);
  const said = `${titleOf({ name })}, ${wordOf(outside)} outside, in float32`;
  return WRITERS[language](said, inside ? k : centred(k), outside);
}

const wordOf = (border: Border): string =>
  border.kind === "constant" ? `${border.value}` : border.kind;

const WRITERS: Readonly<
  Record<ScriptLanguage, (said: string, kernel: Kernel, border: Border) => string>
> = {
  convoke: (said, k, border) => `// ${said}
import { conv2d, tensor } from ${PACKAGE};

const kernel = tensor([1, 1, ${k.shape.join(", ")}], ${rowsText(k, TYPESCRIPT)}.flat());

export async function filtered({ shape, data }) {
  const { data: values } = await conv2d(tensor([1, 1, ...shape], data), kernel, {
    padding: [${sidesOf(k)
      .map((pair) => `[${pair.join(", ")}]`)
      .join(", ")}],
    border: ${borderText(border)},
  });
  return tensor(shape, values);
}
`,
  numpy: (said, k, border) => `# ${said}
import numpy as np
from scipy import ndimage

kernel = np.array(${rowsText(k, PYTHON)}, dtype=np.float32)


def filtered(picture):
    picture = np.asarray(picture, dtype=np.float32)
    return ndimage.correlate(picture, kernel, ${[
      `mode="${NDIMAGE[border.kind]}"`,
      ...(border.kind === "constant" ? [`cval=${number(border.value)}`] : []),
      `origin=(${k.origin.map((o, axis) => o - Math.floor(k.shape[axis] / 2)).join(", ")})`,
    ].join(", ")})
`,
  pytorch: (said, k, border) => `# ${said}
import torch
import torch.nn.functional as F

kernel = torch.tensor(${rowsText(k, PYTHON)}, dtype=torch.float32)

${folds(border) ? `\n${placesFunction("torch", border)}` : "\n"}def filtered(picture):
    x = torch.as_tensor(picture, dtype=torch.float32)[None, None]
${paddedText(k, border)}    return F.conv2d(x, kernel[None, None])[0, 0]
`,
};

const sidesOf = ({ shape, origin }: Kernel): [number, number][] =>
  shape.map((n, axis) => [origin[axis], n - 1 - origin[axis]]);

function paddedText(k: Kernel, border: Border): string {
  const sides = sidesOf(k);
  if (folds(border))
    return sides
      .map(
        ([before, after], axis) =>
          `    x = x.index_select(${axis + 2}, places(x.shape[${axis + 2}], ${before}, ${after}))\n`,
      )
      .join("");
  const value = border.kind === "constant" ? `, value=${number(border.value)}` : "";
  return `    x = F.pad(x, (${[...sides].reverse().flat().join(", ")})${value})\n`;
}
