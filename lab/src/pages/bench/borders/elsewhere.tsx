/** What other libraries call the same rules, and on which side `same` puts the odd one. */
import type { Border } from "convoke";
import { Table } from "../../../parts/table.tsx";
import { benchWords } from "../words.ts";
import { elsewhereWords } from "./elsewhere-words.ts";

/** NumPy's `pad`, SciPy's `ndimage` and `convolve2d`, PyTorch, OpenCV, TensorFlow's `pad`; "" where there is none. */
const NAMES: Readonly<Record<Border["kind"], readonly string[]>> = {
  zero: ["constant", "constant", "fill", "zeros", "BORDER_CONSTANT", "CONSTANT"],
  constant: [
    "constant, constant_values=c",
    "constant, cval=c",
    "fill, fillvalue=c",
    "F.pad: constant, value=c",
    "BORDER_CONSTANT, value=c",
    "CONSTANT, constant_values=c",
  ],
  replicate: ["edge", "nearest", "", "replicate", "BORDER_REPLICATE", ""],
  reflect: ["reflect", "mirror", "", "reflect", "BORDER_REFLECT_101", "REFLECT"],
  symmetric: ["symmetric", "reflect", "symm", "", "BORDER_REFLECT", "SYMMETRIC"],
  wrap: ["wrap", "wrap", "wrap", "circular", "BORDER_WRAP", ""],
};

const LIBRARIES = [
  "NumPy pad",
  "SciPy ndimage",
  "SciPy convolve2d",
  "PyTorch",
  "OpenCV",
  "TensorFlow tf.pad",
] as const;

const code = (text: string) => (text === "" ? "–" : <code>{text}</code>);

export function Elsewhere() {
  const t = elsewhereWords();
  const say = benchWords().choices;
  return (
    <section class="elsewhere">
      <h2>{t.title}</h2>
      <Table
        name={t.title}
        head={[t.rule, ...LIBRARIES]}
        words={[1, 2, 3, 4, 5, 6]}
        rows={Object.entries(NAMES).map(([kind, names]) => [say[kind], ...names.map(code)])}
      />
      <p class="soft">{t.careful}</p>
      <Table
        name={t.same}
        head={[t.same, t.output, t.odd]}
        words={[1, 2]}
        rows={[
          [<>PyTorch {code('padding="same"')}</>, t.strideOne, t.after],
          [<>TensorFlow, Keras {code('padding="same"')}</>, "⌈n / s⌉", t.after],
          [<>ONNX {code("SAME_UPPER")}</>, "⌈n / s⌉", t.after],
          [<>ONNX {code("SAME_LOWER")}</>, "⌈n / s⌉", t.before],
        ]}
      />
    </section>
  );
}
