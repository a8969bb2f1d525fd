/** The studies: exercises as code that computes its own verdict, and their text in two languages. */
export { GLOSSARY, type Term } from "./glossary.ts";
export { STUDIES } from "./list.ts";
export type * from "./model/exhibit.ts";
export { type Fact, type Facts, filled, placeholdersOf, shown } from "./model/facts.ts";
export { LANGUAGES, type Language, type Localized } from "./model/language.ts";
export {
  type Given,
  type Parameter,
  type Parameters,
  readParameters,
  type ValuesOf,
} from "./model/parameters.ts";
export { type Ran, runStudy, type Told, tell } from "./model/report.ts";
export { type By, type Statement, tried, triedOn } from "./model/statement.ts";
export type * from "./model/study.ts";
export { type Verdict, type VerdictKind, verdictOf } from "./model/verdict.ts";
