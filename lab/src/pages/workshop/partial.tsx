/** A derivative in the plane or in space: its taps in fractions, as a picture, and what is left over. */
import { axisName, WORKSHOP_WORDS } from "@convoke/studies/words";
import { type Kernel, kernelOf } from "convoke/workshop";
import { useWork } from "../../engine/work.ts";
import { isReadable, KernelView } from "../../parts/kernel/kernel-view.tsx";
import { SignedPicture } from "../../parts/kernel/signed-picture.tsx";
import { minus } from "../../parts/minus.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { colon, language } from "../../state/language.ts";
import { workshop } from "./calls.ts";
import type { PartialAsked, PartialMade } from "./partials.ts";
import { UseIt } from "./result.tsx";
import { workshopWords } from "./words.ts";

export function Partial({ asked }: { readonly asked: PartialAsked }) {
  const { value, problem } = useWork(JSON.stringify(asked), () =>
    workshop.call("makePartial", asked),
  );
  if (problem !== null)
    return (
      <p role="alert">
        <Refusal of={problem} />
      </p>
    );
  return value && <Made made={value} />;
}

function Made({ made }: { readonly made: PartialMade }) {
  const t = workshopWords();
  const w = WORKSHOP_WORDS[language.value];
  const { name, kernel, told, text } = made;
  return (
    <>
      <div aria-live="polite">
        <p class="told">
          {told === null
            ? name
            : `Σ k[i] f(x + i h) = h^${told.order} (${told.terms}${told.rest === null ? "" : ` + ${told.rest} + …`})`}
        </p>
        {told && (
          <p>
            {w.errorTerm}
            {colon()}
            {told.rest ?? w.noError}
          </p>
        )}
      </div>
      <div class="row">
        {planesOf(name, kernel).map(({ plane, title }) => (
          <figure key={title}>
            <figcaption>{title}</figcaption>
            <div class="row">
              <KernelView name={title} kernel={plane} />
              {isReadable(plane) && plane.values.length > 1 && (
                <SignedPicture
                  name={t.pictureOf(title)}
                  rows={plane.shape[0]}
                  columns={plane.shape[1]}
                  values={plane.values}
                  most={largest(kernel)}
                  size={130}
                />
              )}
            </div>
          </figure>
        ))}
      </div>
      <p class="hint">
        {kernel.shape.join("×")}, {t.origin} [{kernel.origin.join(", ")}],{" "}
        {kernel.exact ? t.exact : t.floats}
      </p>
      <UseIt text={text} />
    </>
  );
}

const largest = ({ values }: Kernel): number =>
  values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/**
 * A kernel of three axes is its planes, by their offset from the origin, which lies in one of them; a
 * line is a row.
 */
function planesOf(name: string, k: Kernel): { readonly plane: Kernel; readonly title: string }[] {
  const [rows, columns] = [k.shape.at(-2) ?? 1, k.shape[k.shape.length - 1]];
  const each = rows * columns;
  const origin = [k.origin.at(-2) ?? 0, k.origin[k.origin.length - 1]];
  const values = k.exact ?? [...k.values];
  const solid = k.shape.length > 2;
  return Array.from({ length: values.length / each }, (_, i) => {
    const z = solid ? i - k.origin[0] : 0;
    const plane = values.slice(i * each, (i + 1) * each);
    return {
      plane: kernelOf([rows, columns], plane, z === 0 ? origin : [-1, -1]),
      title: solid ? `${name}, ${axisName(0, k.shape.length)} = ${minus(z)}` : name,
    };
  });
}
