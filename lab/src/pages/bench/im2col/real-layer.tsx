/** What the matrix would take for a layer of a real network, and what the engine's plan takes. */
import { inBytes } from "@convoke/studies/words";
import { patchMatrix, ratioText } from "convoke/cost";
import { useEffect, useState } from "preact/hooks";
import { Refusal } from "../../../parts/refusal.tsx";
import { im2colWords } from "./words.ts";

interface Sizes {
  readonly matrix: number;
  readonly times: string;
  readonly workspace: number;
}

export function RealLayer({ descriptor }: { readonly descriptor: string }) {
  const t = im2colWords();
  const [found, setFound] = useState<{ sizes: Sizes } | { problem: string } | null>(null);
  useEffect(() => {
    let current = true;
    sizesOf(descriptor).then(
      (sizes) => current && setFound({ sizes }),
      (error: Error) => current && setFound({ problem: error.message }),
    );
    return () => {
      current = false;
    };
  }, [descriptor]);
  if (found === null) return null;
  if ("problem" in found)
    return (
      <p role="alert">
        <Refusal of={found.problem} />
      </p>
    );
  const { matrix, times, workspace } = found.sizes;
  return <p aria-live="polite">{t.real(inBytes(matrix), times, inBytes(workspace))}</p>;
}

/** The engine comes only when it is asked: the rest of the view does without. */
async function sizesOf(descriptor: string): Promise<Sizes> {
  const { PLAIN_MACHINE, plan } = await import("convoke");
  const { bytes, blowUp } = patchMatrix(descriptor);
  const { work } = plan(descriptor, { algorithm: "im2col", machine: PLAIN_MACHINE, threads: 1 });
  return { matrix: bytes, times: ratioText(blowUp), workspace: work.workspace };
}
