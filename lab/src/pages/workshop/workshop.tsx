/** Kernels: designed, reported on, composed, taken apart; derivatives and Gaussians made. */

import { useWork } from "../../engine/work.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { address, linkTo } from "../../state/address.ts";
import { parametersOf } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";
import type { PageProps } from "../pages.ts";
import { workshop } from "./calls.ts";
import { ComposeTab } from "./compose.tsx";
import { Designer } from "./designer.tsx";
import { FactorTab } from "./factor.tsx";
import { GaussianTab } from "./gaussian.tsx";
import { TABLE, TABS, type Tab } from "./parameters.ts";
import { ReportTab } from "./report.tsx";
import { StencilTab } from "./stencil.tsx";
import { workshopWords } from "./words.ts";
import "./workshop.css";

const CONTENT = {
  report: ReportTab,
  compose: ComposeTab,
  factor: FactorTab,
  stencil: StencilTab,
  gaussian: GaussianTab,
} satisfies Record<Tab, (props: { readonly text: string }) => unknown>;

export default function Workshop({ rest }: PageProps) {
  const t = workshopWords();
  const tab = TABS.find((one) => one === (rest || TABS[0]));
  const parameters = parametersOf(TABLE);
  const { kernel: text } = parameters.values;
  const { value, problem } = useWork(text, () => workshop.call("read", { text }));
  const Content = tab && CONTENT[tab];
  return (
    <>
      <h1>{shellWords().workshop}</h1>
      <p>{t.about}</p>
      <Designer
        text={text}
        read={value}
        problem={problem}
        onSet={(kernel) => parameters.set({ kernel })}
      />
      <nav class="views" aria-label={shellWords().workshop}>
        {TABS.map((one) => (
          <a
            key={one}
            href={linkTo(one === TABS[0] ? "workshop" : `workshop/${one}`, address.value.given)}
            aria-current={one === tab ? "page" : undefined}
          >
            {t.tabs[one]}
          </a>
        ))}
      </nav>
      {parameters.problem !== null && (
        <p role="alert">
          <Refusal of={parameters.problem} />
        </p>
      )}
      {Content ? (
        <div class="workshop-part">
          <Content text={text} />
        </div>
      ) : (
        <p role="alert">{t.noTab(rest)}</p>
      )}
    </>
  );
}
