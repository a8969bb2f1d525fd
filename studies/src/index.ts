/** The studies: exercises as code that computes its own verdict, and their text in two languages. */
export { STUDY_LOADERS, type StudyEntry, type StudyId } from "./catalogue.ts";
export { GLOSSARY, type Term } from "./glossary.ts";
export { STUDIES } from "./list.ts";
export * from "./model/index.ts";
