/** Runs every study in a worker, as a page would, and posts what it found: see `studies.test.ts`. */
import { STUDY_LOADERS } from "@convoke/studies/catalogue";
import { runStudy } from "@convoke/studies/model";
import { CONTEXT } from "../../studies/test/context.ts";
import { type Found, foundBy } from "./found.ts";

const scope = globalThis as unknown as { postMessage: (message: unknown) => void };
try {
  const found: Record<string, Found> = {};
  const studies = await Promise.all(Object.values(STUDY_LOADERS).map(({ load }) => load()));
  for (const study of studies) found[study.id] = foundBy(await runStudy(study, {}, CONTEXT));
  scope.postMessage({ found });
} catch (error) {
  scope.postMessage({ failed: error instanceof Error ? `${error.stack}` : String(error) });
}
