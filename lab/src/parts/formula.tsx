/** TeX as MathML, which browsers set themselves; the library that translates it comes when it is needed. */
import { signal } from "@preact/signals";

type Translate = (tex: string, display: boolean) => string;
const translate = signal<Translate | null>(null);
let asked = false;

function ask(): void {
  if (asked) return;
  asked = true;
  import("katex").then(
    ({ default: katex }) => {
      translate.value = (tex, displayMode) =>
        katex.renderToString(tex, { output: "mathml", displayMode, throwOnError: false });
    },
    (error) => {
      // The next formula asks again.
      asked = false;
      throw error;
    },
  );
}

export function Formula({
  tex,
  display = false,
}: {
  readonly tex: string;
  readonly display?: boolean;
}) {
  ask();
  const html = translate.value?.(tex, display);
  if (html === undefined) return <code>{tex}</code>;
  // KaTeX returns MathML as text; what it is given is our own, or numbers that were written by us.
  const content = { dangerouslySetInnerHTML: { __html: html } };
  return <span class={display ? "formula" : undefined} {...content} />;
}
