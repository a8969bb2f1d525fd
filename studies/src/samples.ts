/** Data for who brings none, made from a rule. */
import { random } from "convoke/data";
import type { Recording } from "./model/study.ts";

/** Two seconds that rise from 100 to 7,000 Hz over a little noise. */
export function sampleSound(): Recording {
  const rate = 16000;
  const next = random(1);
  const length = 2 * rate;
  const samples = Float32Array.from({ length }, (_, i) => {
    const t = i / rate;
    return 0.6 * Math.sin(2 * Math.PI * (100 * t + (6900 / 4) * t * t)) + 0.01 * (next() - 0.5);
  });
  return { source: "sweep 100–7000 Hz", rate, samples };
}
