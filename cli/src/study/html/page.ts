/** A run as one HTML file that stands alone: both languages, formulas, pictures, sounds. */
import { LANGUAGES, type Language, type Ran, type Study, tell } from "@convoke/studies/model";
import { STRINGS } from "../../strings.ts";
import { verdictWord } from "../verdict.ts";
import { exhibitHtml } from "./exhibits.ts";
import { escaped, prose } from "./prose.ts";
import { SCRIPT, STYLE } from "./style.ts";

const NAMES: Readonly<Record<Language, string>> = { en: "English", zh: "中文" };

/** @param first the language that is shown at first. */
export async function pageOf(study: Study, ran: Ran, first: Language): Promise<string> {
  const articles = await Promise.all(LANGUAGES.map((language) => article(study, ran, language)));
  const buttons = LANGUAGES.map((l) => `<button value="${l}">${NAMES[l]}</button>`).join(" ");
  return `<!doctype html>
<html lang="${first}" data-language="${first}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(`${study.id} ${tell(study, ran, first).title}`)}</title><style>${STYLE}</style></head>
<body><nav aria-label="${NAMES.en} / ${NAMES.zh}">${buttons}</nav>
${articles.join("\n")}
<script>${SCRIPT}</script></body></html>
`;
}

async function article(study: Study, ran: Ran, language: Language): Promise<string> {
  const told = tell(study, ran, language);
  const t = STRINGS[language];
  const steps = await Promise.all(
    told.steps.map(async ({ title, text, exhibits }) => {
      const shown = await Promise.all(exhibits.map((e) => exhibitHtml(e, told, language)));
      return `<section><h2>${prose(title)}</h2><p>${prose(text)}</p>${shown.join("")}</section>`;
    }),
  );
  const statements = told.statements.map(({ by, sentence, cases, failures, refutedBy }) => {
    const refuted =
      refutedBy === ""
        ? ""
        : `<br><small>${t.counterexample}${t.colon}${escaped(refutedBy)}</small>`;
    const mark = failures === 0 ? '<span class="ok">✓</span>' : '<span class="no">✗</span>';
    return `<tr><td>${mark}</td><td>${t[by]}</td><td>${prose(sentence)}${refuted}</td><td>${cases - failures}/${cases}</td></tr>`;
  });
  const values = Object.entries(ran.values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
  return `<article lang="${language}"><h1>${study.id} ${prose(told.title)}</h1>
<p class="claim">${prose(told.claim)}</p>
${told.planted === null ? "" : `<p class="planted">${t.planted}${t.colon}${escaped(told.planted)}</p>\n`}<p class="verdict"><strong>${t.verdict}${t.colon}${verdictWord(ran.verdict.kind, t)}</strong>${t.stop}${prose(told.boundary)}</p>
${told.why.map((paragraph) => `<p>${prose(paragraph)}</p>`).join("")}
${steps.join("")}
<h2>${t.evidence}</h2><div class="scroll"><table class="statements">${statements.join("")}</table></div>
${values === "" ? "" : `<p><small>${escaped(values)}</small></p>`}</article>`;
}
