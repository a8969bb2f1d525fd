/** What a study has shown, as files: pictures, sounds, numbers, and the whole run. */
import type { Exhibit, Fact, Language, Sound } from "@convoke/studies";
import { writeWav } from "convoke/formats";
import { pixelsOf } from "../../parts/picture.tsx";
import type { Saving } from "../../parts/save-menu.tsx";
import { jsonSaving, npySaving, pngSaving } from "../../parts/savings.ts";
import type { Answer, Question } from "./jobs.ts";

/** The run as data: what was asked, the verdict, every sentence and exhibit. */
export function runSaving(question: Question, answer: Answer, language: Language): Saving {
  const { id, given, effort, seed, plant } = question;
  const { verdict, told } = answer;
  const value = { id, parameters: given, effort, seed, plant, verdict, ...told[language] };
  return jsonSaving(`convoke-${id}.json`, () => value);
}

/** The forms in which an exhibit can be taken along; a formula is copied from the page. */
export function exhibitSavings(id: string, exhibit: Exhibit): Saving[] {
  const file = (end: string) => `convoke-${id}-${exhibit.name}.${end}`;
  switch (exhibit.kind) {
    case "picture": {
      const { rows, columns, channels, values } = exhibit;
      const shape = channels === 1 ? [rows, columns] : [rows, columns, channels];
      return [pngSaving(file("png"), () => pixelsOf(exhibit)), npyOf(file("npy"), values, shape)];
    }
    case "matrix":
      return [npyOf(file("npy"), exhibit.values, [exhibit.rows, exhibit.columns])];
    case "sound":
      return [{ name: "WAV", file: file("wav"), make: () => wavOf(exhibit) }];
    case "table":
      return [{ name: "CSV", file: file("csv"), make: () => csvOf(exhibit.head, exhibit.rows) }];
    case "series": {
      const { axis, x, lines } = exhibit;
      const head = [axis, ...lines.map(({ name }) => name)];
      const rows = x.map((value, i) => [value, ...lines.map(({ y }) => y[i])]);
      return [{ name: "CSV", file: file("csv"), make: () => csvOf(head, rows) }];
    }
    case "formula":
      return [];
    default:
      return exhibit satisfies never;
  }
}

const npyOf = (file: string, values: ArrayLike<number>, shape: readonly number[]): Saving =>
  npySaving("npy", file, () => ({ shape, data: Float64Array.from(values) }));

export function wavOf({ rate, samples }: Sound): Blob {
  const bytes = writeWav(
    { sampleRate: rate, samples: { data: samples, shape: [1, samples.length] } },
    { overload: "clip" },
  );
  return new Blob([bytes], { type: "audio/wav" });
}

/** Source: RFC 4180, fields in quotes where they hold commas, quotes or line ends. */
function csvOf(head: readonly string[], rows: readonly (readonly Fact[])[]): Blob {
  const field = (fact: Fact) =>
    /[",\r\n]/.test(`${fact}`) ? `"${`${fact}`.replaceAll('"', '""')}"` : `${fact}`;
  const lines = [head, ...rows].map((row) => row.map(field).join(","));
  return new Blob([lines.join("\r\n"), "\r\n"], { type: "text/csv" });
}
