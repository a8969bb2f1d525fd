/** TeX in one line of Unicode, for a terminal: near enough to be read, where MathML cannot be set. */
import unicodeit from "unicodeit";

/** Characters that Unicode has as an index, or as an exponent. */
const LOWERED = /^[0-9+\-=()aehijklmnoprstuvxβγρφχ]+$/;
const RAISED = /^[0-9+\-=()a-zABDEGHIJKLMNOPRTUVW]+$/;
/** Combining characters, behind the letter that bears them. */
const ACCENTS = { bar: "\u0304", hat: "\u0302" } as const;
/** Stands for a stroke that is to stay as it is. */
const [LOW, HIGH] = ["\uE000", "\uE001"];

export function texToText(tex: string): string {
  let text = tex
    .replace(/\\begin\{[a-z]*matrix\}([\s\S]*?)\\end\{[a-z]*matrix\}/g, (_, body: string) =>
      matrix(body),
    )
    .replace(/\\(?:mathrm|text|operatorname|mathbf|mathit)\{([^{}]*)\}/g, "$1")
    .replace(/\\(max|min|log|ln|sin|cos|exp|gcd|det|dim)(?![a-zA-Z])(?=(_?))/g, (_, name, low) =>
      low ? name : `${name} `,
    )
    .replace(
      /\\pmod\s*(?:\{([^{}]*)\}|(\w))/g,
      (_, group?: string, one?: string) => ` (mod ${group ?? one})`,
    )
    .replace(/\\bmod\b/g, " mod ")
    .replace(/\\star\b/g, "⋆")
    .replace(
      /\\(bar|hat)\s*(?:\{([^{}]*)\}|(\\?\w))/g,
      (_, accent: "bar" | "hat", group?: string, one?: string) =>
        `${group ?? one}${ACCENTS[accent]}`,
    )
    .replace(/\\(?:left|right|bigl|bigr|big|displaystyle|,|;|!|quad|qquad)/g, " ")
    .replace(/\\ /g, " ");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(
      /\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g,
      (_, a: string, b: string) => `${atom(a)}/${atom(b)}`,
    );
  }
  text = text
    .replace(/_(?:\{([^{}]*)\}|([^\s{\\]))/g, (_, group?: string, one?: string) =>
      index(group ?? one!),
    )
    .replace(/\^(?:\{([^{}]*)\}|([^\s{\\]))/g, (_, group?: string, one?: string) => {
      const what = (group ?? one!).trim();
      return RAISED.test(what) ? `^{${what}}` : `${HIGH}${atom(what)}`;
    });
  return unicodeit
    .replace(text)
    .replaceAll(LOW, "_")
    .replaceAll(HIGH, "^")
    .replace(/[{}]/g, "")
    .replace(/\s+/g, " ")
    .normalize("NFC")
    .trim();
}

/** Indices with a comma between them are written one behind the other where all of them can be. */
function index(group: string): string {
  const parts = group.split(",").map((part) => part.trim());
  return parts.every((part) => LOWERED.test(part))
    ? parts.map((part) => `_{${part}}`).join("‚")
    : `${LOW}${atom(group)}`;
}

const matrix = (body: string): string =>
  `[${body
    .split("\\\\")
    .map((row) =>
      row
        .split("&")
        .map((v) => v.trim())
        .join(" "),
    )
    .join("; ")}]`;

const atom = (part: string): string =>
  /^(?:\w|\.|[\u0302\u0304])+$/.test(part.trim()) ? part.trim() : `(${part.trim()})`;
