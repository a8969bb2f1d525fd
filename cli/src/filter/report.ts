/** What a filter run says about itself, for people and for programs. */

import { inDigits } from "@convoke/studies/words";
import { explain, format, operations, type Problem } from "convoke";
import { explainImage, imageOperations, largestError } from "convoke/images";
import type { Words } from "../strings.ts";
import { isImagePlan, type Pass } from "./filtered.ts";
import type { FilterReport, LayerReport } from "./run.ts";

/** How a kernel was computed, in a few words. */
export function howOf({ pass: { plan }, floatsFor }: LayerReport, t: Words): string {
  if (!isImagePlan(plan)) return `${t.asFloats} (${t[`floatsFor_${floatsFor!}`]})`;
  const { problem, algorithm, precision } = plan;
  const bits = problem.element === "u8" ? 8 : 16;
  const near = precision.exact ? t.exact : `${t.within} ${inDigits(largestError(plan), 3)}`;
  return `${bits} ${t.asCodes} (${algorithm}, ${near})`;
}

/** Plan, exact cost and time, as `--explain` prints them. */
export function explainReport({ passes, bands, milliseconds }: FilterReport): string {
  const whole = passes.reduce((sum, { problem }) => sum + macsOf(problem), 0);
  const lines = passes.map(({ plan }) => (isImagePlan(plan) ? explainImage(plan) : explain(plan)));
  for (const { plan } of passes) {
    const { multiplications, additions, bytesLoaded, bytesStored } = isImagePlan(plan)
      ? imageOperations(plan)
      : operations(plan);
    lines.push(
      `  counted    ${multiplications} multiplications, ${additions} additions, ` +
        `${bytesLoaded} bytes loaded, ${bytesStored} stored (one band of ${bands})`,
    );
  }
  const rate = milliseconds.kernels > 0 ? (2 * whole) / milliseconds.kernels / 1e6 : 0;
  lines.push(
    `  time       read ${ms(milliseconds.read)}, filter ${ms(milliseconds.filter)} ` +
      `(kernels ${ms(milliseconds.kernels)} in a first run, before V8 has optimised: ${rate.toFixed(1)} GFLOP/s), write ${ms(milliseconds.write)}`,
  );
  return lines.join("\n");
}

const macsOf = ({ batch, outChannels, inChannels, groups, axes }: Problem): number =>
  axes.reduce(
    (product, a) => product * a.output * a.kernel,
    batch * outChannels * (inChannels / groups),
  );

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** The report that programs read; its keys are stable. */
export function jsonOf({
  input,
  layers,
  pictures,
  depth,
  format: file,
  passes,
  bands,
  milliseconds,
}: FilterReport) {
  return {
    input: {
      width: input.width,
      height: input.height,
      planes: input.planes,
      alpha: input.hasAlpha,
      bits: input.bits,
      format: input.format,
      pages: input.pages,
    },
    output: { format: file, depth },
    layers: layers.map(({ kernel, file: name, range, pass, floatsFor }, i) => ({
      kernel: kernel.name,
      rows: kernel.rows,
      columns: kernel.columns,
      file: name,
      width: pictures[i].width,
      height: pictures[i].height,
      range,
      plan: passes.indexOf(pass),
      floatsFor,
    })),
    problems: passes.map(({ problem: p }) => ({ descriptor: format(p), macs: macsOf(p) })),
    plans: passes.map(planOf),
    bands,
    milliseconds,
  };
}

function planOf({ plan, problem }: Pass) {
  const { algorithm, threads, machine } = plan;
  return isImagePlan(plan)
    ? {
        descriptor: format(problem),
        pixels: plan.problem.element,
        results: plan.problem.output,
        algorithm,
        schedule: null,
        precision: plan.precision,
        threads,
        machine,
      }
    : {
        descriptor: format(plan.problem),
        pixels: "f32",
        results: "f32",
        algorithm,
        schedule: plan.schedule,
        precision: null,
        threads,
        machine,
      };
}
