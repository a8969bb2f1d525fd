/** Why an exact count is not the textbook's: sentences made of the numbers that differ. */
import type { Problem } from "../semantics/problem.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { ratio, ratioText } from "./ratio.ts";

/** The same in both languages. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

interface Difference {
  readonly problem: Problem;
  readonly textbook: Arithmetic;
  readonly exact: Arithmetic;
  /** Products of all windows, those on padding included. */
  readonly products: number;
}

export function inputGradientReason({ problem, textbook, exact, products }: Difference): Sentence {
  const { op, axes } = problem;
  const [inputs, outputs] = [extents(problem, "input"), extents(problem, "output")];
  const kernel = extents(problem, "kernel");
  const parts: Sentence[] = [];
  if (op === "conv" && textbook.macs !== products) {
    const share = ratioText(ratio(products, textbook.macs));
    const stride = axes.some((a) => a.stride > 1) ? extents(problem, "stride") : null;
    parts.push({
      en: `the text lets each of the ${inputs} inputs meet all ${kernel} taps, but there are only the ${outputs} windows that the ${stride ? `stride of ${stride}` : "shape"} leaves: ${share} of its products`,
      zh: `书中让 ${inputs} 个输入各与全部 ${kernel} 个权重相乘，而${stride ? `步幅 ${stride}` : "形状"}只留下 ${outputs} 个窗口：乘积是书中的 ${share}`,
    });
  }
  if (products !== exact.macs) parts.push(lost(problem, products, exact));
  if (parts.length === 0)
    return op === "conv"
      ? {
          en: `equal: there are as many windows (${outputs}) as inputs, and every product meets an input.`,
          zh: `相等：窗口与输入一样多（${outputs}），而且每个乘积都落在输入上。`,
        }
      : {
          en: "equal: every input meets all taps, and nothing is cropped.",
          zh: "相等：每个输入都与全部权重相乘，没有被裁掉的乘积。",
        };
  return joined(parts);
}

export function weightGradientReason({ problem, textbook, exact, products }: Difference): Sentence {
  const { op, batch } = problem;
  const parts: Sentence[] = [];
  if (op === "convTranspose" && textbook.macs !== products) {
    const [inputs, outputs] = [extents(problem, "input"), extents(problem, "output")];
    const share = ratioText(ratio(products, textbook.macs));
    parts.push({
      en: `the text sums over ${outputs} outputs, a transposed convolution over its ${inputs} inputs: ${share} of the products`,
      zh: `书中对 ${outputs} 个输出求和，而转置卷积对 ${inputs} 个输入求和：乘积是书中的 ${share}`,
    });
  }
  if (products !== exact.macs) parts.push(lost(problem, products, exact));
  if (batch > 1) {
    const more = grouped(((textbook.multiplications - textbook.additions) / batch) * (batch - 1));
    parts.push({
      en: `the text is about one sample: to add up ${batch} takes ${more} additions more`,
      zh: `书中只算一个样本：把 ${batch} 个样本加起来还要 ${more} 次加法`,
    });
  }
  if (parts.length === 0)
    return {
      en: "equal: every product of every window meets an input.",
      zh: "相等：每个窗口的每个乘积都落在输入上。",
    };
  return joined(parts);
}

/** Products that padding or cropping takes away. */
function lost({ op }: Problem, products: number, exact: Arithmetic): Sentence {
  const gone = products - exact.macs;
  const percent = percentage(gone / products);
  return op === "conv"
    ? {
        en: `${grouped(gone)} products (${percent}) fall on padding`,
        zh: `${grouped(gone)} 个乘积（${percent}）落在填充上`,
      }
    : {
        en: `${grouped(gone)} products (${percent}) are cropped off`,
        zh: `${grouped(gone)} 个乘积（${percent}）被裁掉`,
      };
}

export const joined = (parts: readonly Sentence[]): Sentence => ({
  en: `${parts.map((part) => part.en).join("; ")}.`,
  zh: `${parts.map((part) => part.zh).join("；")}。`,
});

/** `56×56`; a single axis is its number. */
const extents = ({ axes }: Problem, of: "input" | "output" | "kernel" | "stride"): string =>
  axes.map((axis) => axis[of]).join("×");

/** 1234567 as 1,234,567. */
const grouped = (count: number): string => count.toLocaleString("en");

const percentage = (share: number): string =>
  `${(100 * share).toLocaleString("en", { maximumSignificantDigits: 3 })} %`;
