/** Every study at once, in the order of the book. */
import { STUDY_LOADERS } from "./catalogue.ts";
import type { Study } from "./model/study.ts";

export const STUDIES: readonly Study[] = await Promise.all(
  Object.values(STUDY_LOADERS).map(({ load }) => load()),
);
