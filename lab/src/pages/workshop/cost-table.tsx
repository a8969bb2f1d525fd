/** What filtering a picture with the kernel takes for each pixel. */
import { filled, inDigits, REPORT_WORDS } from "@convoke/studies/words";
import { useWork } from "../../engine/work.ts";
import { colon, language } from "../../state/language.ts";
import { said } from "../../state/refusals.ts";
import { workshop } from "./calls.ts";
import { workshopWords } from "./words.ts";

export function CostTable({ text }: { readonly text: string }) {
  const t = workshopWords();
  const r = REPORT_WORDS[language.value];
  const { value, pending } = useWork(text, () => workshop.call("costs", { text }));
  if (value === null) return pending ? <p class="starting">{t.counting}</p> : null;
  const { direct, nonzero, separable, counted, image } = value;
  const rows = [
    { label: r.formula, ...direct },
    { label: r.withoutZeros, ...nonzero },
    ...(separable
      ? [{ label: filled(r.asSeparable, { rank: separable.rank }), ...separable }]
      : []),
    ...counted
      .filter(({ refusal }) => refusal === null)
      .map((work) => ({ label: filled(r.engine, { algorithm: work.algorithm }), ...work })),
  ];
  return (
    <div class="scroll">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{filled(r.cost, { image: image.join("×") })}</th>
            <th scope="col">{r.multiplications}</th>
            <th scope="col">{r.additions}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, multiplications, additions }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{inDigits(multiplications, 4)}</td>
              <td>{inDigits(additions, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {counted
        .filter(({ refusal }) => refusal !== null)
        .map(({ algorithm, refusal }) => (
          <p key={algorithm} class="hint">
            {filled(r.engine, { algorithm })}
            {colon()}
            {filled(r.refused, { reason: said(refusal ?? "").text })}
          </p>
        ))}
    </div>
  );
}
