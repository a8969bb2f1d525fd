import { LANGUAGES } from "@convoke/studies";
import { useEffect, useState } from "preact/hooks";
import { PAGE_NAMES, pageAt } from "../pages/pages.ts";
import { address, linkTo } from "../state/address.ts";
import { language, speak } from "../state/language.ts";
import { THEMES, theme } from "../state/theme.ts";
import { linkToPage } from "../state/visited.ts";
import { shellWords } from "../words/shell.ts";
import { CopyLink } from "./copy-link.tsx";
import { EngineStatus } from "./engine-status.tsx";

const NAMES = { en: "English", zh: "中文" } as const;

export function Header() {
  const t = shellWords();
  const [open, setOpen] = useState(false);
  const { page } = address.value;
  const now = pageAt(page)?.name;
  // On a phone the menu goes with the page that it led to.
  useEffect(() => setOpen(false), [page]);
  return (
    <header class={open ? "top open" : "top"}>
      <nav aria-label={t.pages}>
        <a class="brand" href={linkTo("")}>
          Convoke
        </a>
        {PAGE_NAMES.map((name) => (
          <a
            key={name}
            href={name === now ? linkTo(name === "home" ? "" : name) : linkToPage(name)}
            aria-current={name === now ? "page" : undefined}
          >
            {t[name]}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
      >
        {t.menu}
      </button>
      <div class="tools">
        <EngineStatus />
        <CopyLink />
        <div class="choices" role="group" aria-label={t.language}>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              lang={one === "zh" ? "zh-Hans" : "en"}
              aria-pressed={one === language.value}
              onClick={() => speak(one)}
            >
              {NAMES[one]}
            </button>
          ))}
        </div>
        <select
          aria-label={t.theme}
          value={theme.value}
          onChange={(event) => {
            theme.value = THEMES.find((one) => one === event.currentTarget.value) ?? "system";
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {t.themes[one]}
            </option>
          ))}
        </select>
      </div>
    </header>
  );
}
