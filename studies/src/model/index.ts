/** What a study is and how one is run and told, without any study: `@convoke/studies/model`. */
export type * from "./exhibit.ts";
export { type Fact, type Facts, filled, placeholdersOf, shown } from "./facts.ts";
export { LANGUAGES, type Language, type Localized } from "./language.ts";
export {
  type Given,
  type Parameter,
  type Parameters,
  readParameters,
  type ValuesOf,
  whole,
} from "./parameters.ts";
export { fallen, type PlantedError, type PlantedErrors } from "./planted.ts";
export { repeatable } from "./repeatable.ts";
export { type Ran, type RunOptions, runStudy, type Told, tell } from "./report.ts";
export { type By, type Statement, tried, triedOn } from "./statement.ts";
export { StoppedError } from "./stoppable.ts";
export type * from "./study.ts";
export { type Verdict, type VerdictKind, verdictOf } from "./verdict.ts";
