/** The page of the address, and what is said while it loads or when it does not exist. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { PAGES, type PageName, type PageProps, pageAt } from "../pages/pages.ts";
import { address } from "../state/address.ts";
import { language } from "../state/language.ts";
import { shellWords } from "../words/shell.ts";

const loaded = new Map<PageName, ComponentType<PageProps>>();

export function Page() {
  const t = shellWords();
  const [, redraw] = useState(0);
  const main = useRef<HTMLElement>(null);
  const at = pageAt(address.value.page);
  const name = at?.name;
  useEffect(() => {
    if (name === undefined || loaded.has(name)) return;
    // A part that does not come is told of above the page; the next visit tries again.
    void PAGES[name]().then((module) => {
      loaded.set(name, module.default);
      redraw((n) => n + 1);
    });
  }, [name]);
  const Content = name && loaded.get(name);
  const shown = Content || at === null ? address.value.page : null;
  useHeading(main, shown);
  return (
    <main id="main" ref={main} tabIndex={-1}>
      {at === null ? (
        <>
          <h1>Convoke</h1>
          <p role="alert">{t.missing(address.value.page)}</p>
        </>
      ) : Content ? (
        <Content rest={at.rest} />
      ) : (
        <p class="starting">{t.loading}</p>
      )}
    </main>
  );
}

/**
 * The title of the document is the heading of the page. Another page takes the focus there, as a
 * document that is loaded would: from its top, and read aloud. The first page leaves it alone.
 *
 * @param shown the path of the page that stands there; null while it loads.
 */
function useHeading(main: { readonly current: HTMLElement | null }, shown: string | null): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (shown === null) return;
    const heading = main.current?.querySelector("h1");
    const text = heading?.textContent;
    document.title = shown !== "" && text ? `${text} · Convoke` : "Convoke";
    const moved = before.current !== null && before.current !== shown;
    before.current = shown;
    if (!moved) return;
    scrollTo(0, 0);
    const target = heading ?? main.current;
    if (heading) heading.tabIndex = -1;
    target?.focus({ preventScroll: true });
  }, [shown, language.value]);
}
