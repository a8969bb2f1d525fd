/** One layer, seen in many ways. What is set in one view holds in the others. */
import type { Given } from "@convoke/studies";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import { shellWords } from "../../words/shell.ts";
import type { PageProps } from "../pages.ts";
import "./bench.css";
import "./stage.css";
import "./views.css";
import { BESIDE } from "./pointed.ts";
import { VIEW_NAMES, VIEWS, viewNamed } from "./views.ts";
import { benchWords } from "./words.ts";

/** What a view leaves to the next: the layer, not what is its own. */
const shared = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(BESIDE, name)));

const loaded = new Map<string, ComponentType>();

export default function Bench({ rest }: PageProps) {
  const t = benchWords();
  const [, redraw] = useState(0);
  const name = rest || VIEW_NAMES[0];
  const view = viewNamed(name);
  useEffect(() => {
    if (!view || loaded.has(name)) return;
    void view.load().then((module) => {
      loaded.set(name, module.default);
      redraw((n) => n + 1);
    });
  }, [name]);
  const Content = loaded.get(name);
  return (
    <div class="bench">
      <h1>{view ? `${shellWords().bench}: ${view.title[language.value]}` : shellWords().bench}</h1>
      <nav class="views" aria-label={t.views}>
        {VIEW_NAMES.map((one) => (
          <a
            key={one}
            href={linkTo(`bench/${one}`, shared(address.value.given))}
            aria-current={one === name ? "page" : undefined}
          >
            {VIEWS[one].title[language.value]}
          </a>
        ))}
      </nav>
      {view === null ? (
        <p role="alert">{t.noView(name, VIEW_NAMES.join(", "))}</p>
      ) : Content ? (
        <Content />
      ) : (
        <p class="starting">{shellWords().loading}</p>
      )}
    </div>
  );
}
