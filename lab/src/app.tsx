/** The frame: pages by address, language, colours, and what the engine has to work with. */
import { Header } from "./parts/header.tsx";
import { Notices } from "./parts/notices.tsx";
import { Page } from "./parts/page.tsx";
import { shellWords } from "./words/shell.ts";

export function App() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        {shellWords().skip}
      </button>
      <Header />
      <Notices />
      <Page />
    </>
  );
}
