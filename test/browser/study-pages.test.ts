/** The pages of studies in a real browser, at phone width: nothing fails, everything is drawn, both languages. */
import { runStudy } from "@convoke/studies";
import { STUDIES } from "@convoke/studies/all";
import { describe, expect, test } from "vitest";
import { pageOf } from "../../cli/src/study/html/page.ts";
import { CONTEXT } from "../../studies/test/support.ts";
import { findChromium } from "./chromium.ts";
import { visit } from "./visit.ts";

const browser = await findChromium();
const WIDTH = 390;

/** Looks into the page of a study as soon as all that it holds has loaded. */
const OBSERVER = `
const frame = document.querySelector("iframe");
const tell = (path, value) => fetch(path, { method: "POST", body: JSON.stringify(value) });
frame.addEventListener("load", async () => {
  try {
    const page = frame.contentDocument;
    const languages = {};
    for (const button of page.querySelectorAll("nav button")) {
      button.click();
      const seen = [...page.querySelectorAll("article")].filter((a) => a.offsetHeight > 0);
      languages[button.value] = {
        articles: seen.map((a) => a.lang),
        width: page.documentElement.scrollWidth,
        letters: seen.map((a) => a.innerText.length).reduce((a, b) => a + b, 0),
      };
    }
    const metadata = (audio) => new Promise((done) => {
      if (audio.readyState > 0) done(audio.duration);
      audio.addEventListener("loadedmetadata", () => done(audio.duration));
      audio.addEventListener("error", () => done(0));
      audio.load();
    });
    await tell("/done", {
      errors: frame.contentWindow.seenErrors,
      languages,
      images: [...page.images].map((i) => i.complete ? i.naturalWidth : 0),
      sounds: await Promise.all([...page.querySelectorAll("audio")].map(metadata)),
      formulas: page.querySelectorAll("math").length,
      broken: page.querySelectorAll("merror, .katex-error").length,
    });
  } catch (error) { await tell("/failed", String(error)); }
});
frame.src = "/study";
`;
const LISTENER = `<script>window.seenErrors=[];addEventListener("error",(e)=>seenErrors.push(e.message||"a part did not load"),true);const e=console.error;console.error=(...a)=>{seenErrors.push(a.join(" "));e(...a)}</script>`;

describe.skipIf(browser === null)(
  "in Chromium (skipped where there is none: the package @sparticuz/chromium brings one to Linux on x64)",
  () => {
    test.each(STUDIES.map((study) => [`${study.id} ${study.slug}`, study] as const))(
      "%s",
      async (_, study) => {
        const ran = await runStudy(study, {}, CONTEXT);
        const html = (await pageOf(study, ran, "en")).replace("<head>", `<head>${LISTENER}`);
        const frame = `<!doctype html><iframe width="${WIDTH}" height="800" style="border:0"></iframe><script>${OBSERVER}</script>`;
        const { posted, asked } = await visit(
          browser!,
          new Map([
            ["/", frame],
            ["/study", html],
          ]),
          false,
        );
        const seen = JSON.parse(posted.toString());
        expect(seen.errors).toEqual([]);
        expect(seen.broken).toBe(0);
        expect(seen.formulas).toBeGreaterThan(0);
        expect(
          seen.images.every((width: number) => width > 0),
          "images are drawn",
        ).toBe(true);
        expect(
          seen.sounds.every((seconds: number) => seconds > 0),
          "sounds play",
        ).toBe(true);
        const kinds = ran.findings.steps.flatMap((s) => s.exhibits.map((e) => e.kind));
        expect(seen.images.length).toBe(2 * kinds.filter((k) => k === "picture").length);
        expect(seen.sounds.length).toBe(2 * kinds.filter((k) => k === "sound").length);
        for (const language of ["en", "zh"]) {
          expect(seen.languages[language].articles).toEqual([language]);
          expect(seen.languages[language].letters).toBeGreaterThan(200);
          expect(
            seen.languages[language].width,
            "nothing is wider than a phone",
          ).toBeLessThanOrEqual(WIDTH);
        }
        expect(asked.filter((path) => !["/", "/study", "/favicon.ico"].includes(path))).toEqual([]);
      },
    );
  },
);
