/** All that can be said about the kernel: in rows, as pictures, and what it costs. */
import {
  axisName,
  filled,
  inDigits,
  inPercent,
  REPORT_WORDS,
  reportRows,
} from "@convoke/studies/words";
import { type Effect, effectWords, type KernelReport } from "convoke/workshop";
import { useWork } from "../../engine/work.ts";
import { SignedPicture } from "../../parts/kernel/signed-picture.tsx";
import { Plot } from "../../parts/plot/plot.tsx";
import { language } from "../../state/language.ts";
import { workshop } from "./calls.ts";
import { CostTable } from "./cost-table.tsx";
import { workshopWords } from "./words.ts";

export function ReportTab({ text }: { readonly text: string }) {
  const { value } = useWork(text, () => workshop.call("report", { text }));
  if (value === null) return null;
  const { report, effects } = value;
  const axes = report.kernel.shape.length;
  const r = REPORT_WORDS[language.value];
  return (
    <>
      <div class="scroll">
        <table class="facts" aria-live="polite">
          <tbody>
            {reportRows(report, r).map(([what, told], i) => (
              <tr key={`${i}`}>
                {what === "" ? <td /> : <th scope="row">{what}</th>}
                <td>{told}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="plots">
        <Response report={report} />
        <Plane report={report} />
        <Roundness report={report} />
        {effects.map((effect) => (
          <Signals key={effect.axis} effect={effect} axes={axes} />
        ))}
      </div>
      <CostTable text={text} />
    </>
  );
}

function Response({ report }: { readonly report: KernelReport }) {
  const r = REPORT_WORDS[language.value];
  const axes = report.kernel.shape.length;
  const lines = report.responses
    .map(({ magnitude }, axis) => ({ name: `|H| ${axisName(axis, axes)}`, values: magnitude }))
    .filter((_, axis) => report.kernel.shape[axis] > 1 || axis === axes - 1)
    .slice(0, 4);
  return (
    <Plot
      name={r.frequency}
      x={report.responses[0].frequencies}
      lines={lines}
      xName="f"
      yRange={[0, null]}
      writeX={(f) => inDigits(f, 3)}
    />
  );
}

function Plane({ report: { plane } }: { readonly report: KernelReport }) {
  const t = workshopWords();
  if (plane === null) return null;
  const most = plane.magnitude.reduce((a, b) => Math.max(a, b), 0);
  const name = `${t.planeOf}${inDigits(most, 4)}`;
  const size = plane.frequencies.length;
  return (
    <figure>
      <figcaption>{name}</figcaption>
      <SignedPicture name={name} rows={size} columns={size} values={plane.magnitude} size={260} />
    </figure>
  );
}

function Roundness({ report: { isotropy } }: { readonly report: KernelReport }) {
  const r = REPORT_WORDS[language.value];
  if (isotropy === null) return null;
  return (
    <Plot
      name={r.isotropy}
      x={isotropy.radii}
      lines={[
        { name: r.deviation, values: isotropy.deviation },
        { name: r.worst, values: isotropy.worst },
      ]}
      xName="|f|"
      yRange={[0, null]}
      writeX={(f) => inDigits(f, 3)}
      writeY={inPercent}
    />
  );
}

/** What rounding leaves of 0 is no signal. */
const withoutDust = (value: number): number => (Math.abs(value) < 1e-14 ? 0 : value);

/** What a step and a line become, place by place, and in words. */
function Signals({ effect, axes }: { readonly effect: Effect; readonly axes: number }) {
  const r = REPORT_WORDS[language.value];
  const { step, line } = effect;
  const from = Math.min(-step.origin[0], -line.origin[0]) - 1;
  const to = Math.max(...[step, line].map(({ values, origin }) => values.length - origin[0]));
  const places = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const said = effectWords(effect, language.value);
  const stepAt = (place: number) =>
    step.values[Math.min(step.values.length - 1, Math.max(0, place + step.origin[0]))];
  const axis = axisName(effect.axis, axes);
  return (
    <div>
      <Plot
        name={filled(r.effects, { axis })}
        x={places}
        lines={[
          { name: r.step, values: places.map(stepAt).map(withoutDust) },
          {
            name: r.line,
            values: places
              .map((place) => line.values[place + line.origin[0]] ?? 0)
              .map(withoutDust),
          },
        ]}
        xName={axis}
      />
      <dl class="figures">
        {(["constant", "ramp", "step", "line"] as const).map((key) => (
          <div key={key}>
            <dt>{r[key]}</dt>
            <dd>{said[key]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
