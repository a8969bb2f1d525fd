/**
 * `virtual:study-titles`: what the list of studies shows, read out of the studies when the page is
 * built, so that the list loads none of them.
 */
import type { Plugin } from "vite";

const NAME = "virtual:study-titles";
const RESOLVED = `\0${NAME}`;

export function studyTitles(): Plugin {
  return {
    name: "convoke-study-titles",
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      const { STUDIES } = await import("@convoke/studies/all");
      const titles = STUDIES.map(({ id: study, slug, text }) => ({
        id: study,
        slug,
        title: { en: text.en.title, zh: text.zh.title },
      }));
      return `export default ${JSON.stringify(titles)};`;
    },
  };
}
