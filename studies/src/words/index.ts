/** Words and numbers for people, which the command line and the lab share. */
export { fieldText, oneLine, shapeText, strideText } from "./cells.ts";
export { COST_WORDS, type CostWords } from "./cost.ts";
export { findingLines, small, wayError, wayTitle } from "./findings.ts";
export { NETWORK_WORDS, type NetworkWords } from "./network.ts";
export {
  grouped,
  inBytes,
  inDigits,
  inPercent,
  inSeconds,
  inThousands,
  ratioWords,
  withPoint,
} from "./numbers.ts";
export { REPORT_WORDS, type ReportWords } from "./report.ts";
export { axisName, quantityText, type ReportRow, reportRows } from "./report-rows.ts";
export { derivativeName, type ProofTold, proofTold, stencilTold } from "./stencil.ts";
export { cellsOf, LONGEST, showsFractions, valuesLine } from "./values.ts";
export { filled, WORKSHOP_WORDS, type WorkshopWords } from "./workshop.ts";
