import type { VerifyReport } from "convoke";
import { useState } from "preact/hooks";
import { Refusal } from "../../../parts/refusal.tsx";
import { engine } from "./calls.ts";
import { engineWords } from "./words.ts";

/** Products of the definition that the reference can be asked for while somebody waits. */
const MOST = 5e7;

/** With a key of its layer: what is found of one is no answer about another. */
export function Check({ layer, macs }: { readonly layer: string; readonly macs: number }) {
  const t = engineWords();
  const [report, setReport] = useState<VerifyReport | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const check = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await engine.call("checked", { layer }).result);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setBusy(false);
  };
  const word = (value: boolean | null) => (value === null ? "–" : value ? t.yes : t.no);
  return (
    <section>
      <h2>{t.check}</h2>
      <p>{macs > MOST ? t.tooLarge : t.checkHint}</p>
      <button type="button" disabled={busy || macs > MOST} onClick={check}>
        {busy ? t.checking : t.check}
      </button>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {report && (
        <div class="scroll" aria-live="polite">
          <table class="facts">
            <thead>
              <tr>
                <th scope="col">{t.algorithm}</th>
                <th scope="col">{t.wholeNumbers}</th>
                <th scope="col">{t.share}</th>
                <th scope="col">{t.bits}</th>
              </tr>
            </thead>
            <tbody>
              {report.rows
                .filter(({ refusal }) => refusal === null)
                .map(({ algorithm, exact, shareOfBound, sameBits, passed }) => (
                  <tr key={algorithm}>
                    <th scope="row">
                      {passed ? "✓" : "✗"} {algorithm}
                    </th>
                    <td>{word(exact)}</td>
                    <td class="number">{(100 * shareOfBound).toPrecision(2)} %</td>
                    <td>{word(sameBits)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
