/** What the evidence says of a claim; nobody writes it down. */
import type { Statement } from "./statement.ts";

export type Verdict =
  | { readonly kind: "holds" }
  /** In some cases: `counterexample` is one where it does not. */
  | { readonly kind: "holds-when"; readonly refuted: readonly Statement[] }
  | { readonly kind: "false"; readonly refuted: readonly Statement[] }
  /** Something that the study itself says does not stand: it must be mended, or nothing was tried. */
  | { readonly kind: "broken"; readonly because: readonly Statement[] };

export type VerdictKind = Verdict["kind"];

/**
 * A claim holds when all its statements hold in every case tried. It holds under a condition when they
 * fail in some cases, and is false when one fails in all. A truth that fails, a slip that is not
 * refuted, or a statement without cases breaks the study.
 */
export function verdictOf(statements: readonly Statement[]): Verdict {
  const broken = statements.filter(
    ({ by, cases, failures }) =>
      cases === 0 || (by === "truth" && failures > 0) || (by === "slip" && failures === 0),
  );
  const claims = statements.filter(({ by }) => by === "claim");
  if (broken.length > 0 || claims.length === 0) return { kind: "broken", because: broken };
  const refuted = claims.filter(({ failures }) => failures > 0);
  if (refuted.length === 0) return { kind: "holds" };
  const never = refuted.some(({ cases, failures }) => failures === cases);
  return { kind: never ? "false" : "holds-when", refuted };
}
