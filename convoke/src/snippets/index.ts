/**
 * `convoke/snippets`: experiments, kernels and layers as code that gives the same numbers elsewhere.
 *
 *     const experiment = experimentOf("ic1ih5oc1kh3ph1_reflect", { input, weight });
 *     scriptOf("pytorch", experiment);
 *     onnxOf(experiment.problem, experiment);
 *     filterSource("numpy", "sobel-x", namedKernel("sobel-x").kernel, "replicate");
 */
export {
  type Experiment,
  experimentOf,
  MOST_NUMBERS,
  pictureExperiment,
  pictureProblem,
} from "./experiment.ts";
export { filterSource, type Shown } from "./filter.ts";
export { onnxOf } from "./onnx.ts";
export { SCRIPT_LANGUAGES, type ScriptLanguage, scriptOf } from "./script.ts";
export { type Designed, SOURCE_FORMS, type SourceForm, sourceOf } from "./source.ts";
