/**
 * The studies: exercises as code that computes its own verdict, and their text in two languages.
 *
 * Nothing here holds a study: the catalogue loads one when it is asked for, `@convoke/studies/all` all.
 */
export { STUDY_LOADERS, type StudyEntry, type StudyId } from "./catalogue.ts";
export { GLOSSARY, type Term } from "./glossary.ts";
export * from "./model/index.ts";
export { sampleSound } from "./samples.ts";
