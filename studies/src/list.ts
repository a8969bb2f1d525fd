/** Every study, in the order of the book. */
import { diagonal } from "./6.2-1-diagonal/study.ts";
import type { Study } from "./model/study.ts";

export const STUDIES: readonly Study[] = [diagonal as unknown as Study];
