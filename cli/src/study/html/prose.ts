/** Sentences with TeX between dollars as HTML; formulas as MathML, which browsers set themselves. */
import katex from "katex";

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);

export const formula = (tex: string, display = false): string =>
  katex.renderToString(tex, {
    output: "mathml",
    displayMode: display,
    throwOnError: true,
    strict: "error",
  });

export const prose = (text: string): string =>
  text
    .split(/(\$[^$]+\$)/)
    .map((part) => (/^\$.*\$$/.test(part) ? formula(part.slice(1, -1)) : escaped(part)))
    .join("");
