/** Studies that ask what a kernel like this one does. */
import type { StudyId } from "@convoke/studies";
import type { Kernel } from "convoke/workshop";
import { useEffect, useState } from "preact/hooks";
import { linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import { homeWords } from "./words.ts";

/** Sums that are 0 or 1 but for rounding. */
const CLOSE = 1e-9;

/** What asks about blurs, slopes, second derivatives; about any kernel, what happens at borders. */
function studiesOf({ values }: Kernel): readonly StudyId[] {
  const sum = values.reduce((a, b) => a + b, 0);
  const size = values.reduce((a, b) => a + Math.abs(b), 0);
  const turned = values.toReversed();
  if (size === 0) return ["6.1-3"];
  if (values.every((v) => v >= 0)) return ["6.2-9", "6.2-5", "6.1-3"];
  if (Math.abs(sum) > CLOSE * size) return ["6.2-7", "6.4-2", "6.1-3"];
  const odd = values.every((v, i) => Math.abs(v + turned[i]) <= CLOSE * size);
  return odd ? ["6.2-8", "6.2-6", "6.2-1"] : ["6.2-4", "6.2-6", "6.1-3"];
}

type Titles = typeof import("virtual:study-titles").default;

/** Their names come when the page stands. */
export function Studies({ kernel }: { readonly kernel: Kernel }) {
  const t = homeWords();
  const [titles, setTitles] = useState<Titles>([]);
  useEffect(() => {
    void import("virtual:study-titles").then((module) => setTitles(module.default));
  }, []);
  const named = studiesOf(kernel).flatMap((id) => titles.find((one) => one.id === id) ?? []);
  return (
    <>
      <span>{t.studies}</span>
      {named.map(({ id, title }) => (
        <a key={id} href={linkTo(`studies/${id}`)}>
          {`${id} ${title[language.value]}`}
        </a>
      ))}
    </>
  );
}
