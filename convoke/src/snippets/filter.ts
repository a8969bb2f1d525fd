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

/** How results become codes: times scale, plus offset, rounded half up, cut to 0 … 255. */
export interface Shown {
  readonly scale: number;
  readonly offset: number;
}

/**
 * A module with a function `filtered`, which gives as many numbers as the picture has, in float32
 * (SciPy adds in float64): of an array [rows, columns] or [rows, columns, channels] in Python, of a
 * tensor of such a shape in Convoke. Channels are filtered each by itself.
 *
 * @param name what the kernel is called in the first line.
 * @param border what lies outside the picture.
 * @param shown asks for a second function `shown`: the bytes that a picture of the results holds.
 * @throws ShapeError for a kernel of other than two axes.
 * @throws OptionError for a language that is none of the three, or a border that is none.
 */
export function filterSource(
  language: ScriptLanguage,
  name: string,
  kernel: Kernel,
  border: BorderSpec = "reflect",
  shown?: Shown,
): string {
  choice("the language of a script", language, SCRIPT_LANGUAGES);
  const k = planeOf(kernel);
  // What looks further back than the kernel reaches is padded with zeros, for all three alike.
  const inside = k.origin.every((o, axis) => o >= 0 && o < k.shape[axis]);
  const outside = borderFrom(border);
  const said = `${titleOf({ name })}, ${wordOf(outside)} outside, in float32`;
  const text = WRITERS[language](said, inside ? k : centred(k), outside);
  return shown ? `${text}${SHOWN[language](shown)}` : text;
}

const wordOf = (border: Border): string =>
  border.kind === "constant" ? `${border.value}` : border.kind;

const WRITERS: Readonly<
  Record<ScriptLanguage, (said: string, kernel: Kernel, border: Border) => string>
> = {
  convoke: (said, k, border) => `// ${said}
import { conv2d, tensor } from ${PACKAGE};

const kernel = tensor([1, 1, ${k.shape.join(", ")}], ${rowsText(k, TYPESCRIPT)}.flat());

/** Of a plane [rows, columns], or of a picture [rows, columns, channels], each channel by itself. */
export async function filtered({ shape, data }) {
  const [rows, columns, channels] = shape;
  if (channels !== undefined) {
    const values = new Float32Array(data.length);
    for (let c = 0; c < channels; c++) {
      const plane = Float32Array.from({ length: rows * columns }, (_, i) => data[i * channels + c]);
      const { data: own } = await filtered(tensor([rows, columns], plane));
      own.forEach((v, i) => (values[i * channels + c] = v));
    }
    return tensor(shape, values);
  }
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
    """Of a plane [rows, columns], or of a picture [rows, columns, channels], each channel by itself."""
    picture = np.asarray(picture, dtype=np.float32)
    if picture.ndim == 3:
        return np.stack([filtered(picture[..., c]) for c in range(picture.shape[2])], axis=2)
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
    """Of a plane [rows, columns], or of a picture [rows, columns, channels], each channel by itself."""
    x = torch.as_tensor(picture, dtype=torch.float32)
    if x.dim() == 3:
        return torch.stack([filtered(x[..., c]) for c in range(x.shape[2])], dim=2)
    x = x[None, None]
${paddedText(k, border)}    return F.conv2d(x, kernel[None, None])[0, 0]
`,
};

/** `shown` of each language: float32 may round the other way where a result lies at a half. */
const SHOWN: Readonly<Record<ScriptLanguage, (shown: Shown) => string>> = {
  convoke: ({ scale, offset }) => `
/** As bytes: scaled, rounded half up, cut to 0 … 255. */
export async function shown(picture) {
  const { shape, data } = await filtered(picture);
  return tensor(shape, Uint8Array.from(data, (v) =>
    Math.min(255, Math.max(0, Math.floor(v * ${scale} + ${offset} + 0.5)))));
}
`,
  numpy: (shown) => `

def shown(picture):
    """As bytes: scaled, rounded half up, cut to 0 … 255."""
    y = filtered(picture).astype(np.float64) * ${factors(shown)}
    return np.clip(np.floor(y + 0.5), 0, 255).astype(np.uint8)
`,
  pytorch: (shown) => `

def shown(picture):
    """As bytes: scaled, rounded half up, cut to 0 … 255."""
    y = filtered(picture).double() * ${factors(shown)}
    return torch.floor(y + 0.5).clamp(0, 255).to(torch.uint8)
`,
};

const factors = ({ scale, offset }: Shown): string => `${scale} + ${offset}`;

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
