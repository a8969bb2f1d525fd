/** The page of the address, and what is said while it loads or when it does not exist. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { PAGES, type PageName, type PageProps, pageAt } from "../pages/pages.ts";
import { address } from "../state/address.ts";
import { shellWords } from "../words/shell.ts";

const loaded = new Map<PageName, ComponentType<PageProps>>();

export function Page() {
  const t = shellWords();
  const [, redraw] = useState(0);
  const at = pageAt(address.value.page);
  const name = at?.name;
  useEffect(() => {
    document.title = name === undefined || name === "home" ? "Convoke" : `${t[name]} · Convoke`;
    if (name === undefined || loaded.has(name)) return;
    void PAGES[name]().then((module) => {
      loaded.set(name, module.default);
      redraw((n) => n + 1);
    });
  }, [name, t]);
  const Content = name && loaded.get(name);
  return (
    <main id="main" tabIndex={-1}>
      {at === null ? (
        <p role="alert">{t.missing(address.value.page)}</p>
      ) : Content ? (
        <Content rest={at.rest} />
      ) : (
        <p class="starting">{t.loading}</p>
      )}
    </main>
  );
}
