/**
 * `npm run estimate [-- DESCRIPTOR…]`: how good the planner's guesses are. For every layer, on one
 * thread and on two, the offers are timed; the line says what the estimate would have chosen, what
 * was quickest, and how much longer the choice takes. The machine should be doing nothing else.
 */
import {
  type Candidate,
  detectMachine,
  enableWideSimd,
  measureMachine,
  type Plan,
  plan,
  tune,
} from "convoke";

const LAYERS = [
  "ic64ih56oc64kh3ph1",
  "ic128ih28oc128kh3ph1",
  "ic256ih14oc256kh3ph1",
  "ic32ih28oc32kh3ph1",
  "ic16ih28oc16kh3ph1",
  "ic256ih56oc64kh1",
  "ic1024ih14oc256kh1",
  "ic3ih224oc64kh7sh2ph3",
  "g144ic144ih56oc144kh3ph1",
  "g96ic96ih112oc96kh3sh2ph1",
  "ic128ih28oc128kh3dh2ph2",
  "mb8ic6ih14oc16kh5",
  "ic1ih512oc1kh5ph2",
  "ic1iw16000oc64kw400sw160",
  "ic1iw16000oc512kw10sw5",
  "mb8ic300iw50oc100kw4",
  "ic64ih28oc64kh1_nhwc",
  "ic64ih14oc32kh4sh2ph1_transposed",
] as const;

await enableWideSimd();
measureMachine();
const layers = process.argv.length > 2 ? process.argv.slice(2) : LAYERS;
const within: boolean[] = [];
for (const layer of layers) {
  for (const threads of detectMachine().threads > 1 ? [1, 2] : [1]) {
    const guessed = plan(layer, { threads });
    const tuned = await tune(layer, { threads });
    const [best] = tuned.candidates;
    const pick = tuned.candidates.find((candidate) => isPick(candidate, guessed)) ?? best;
    const ratio = pick.measured! / best.measured!;
    within.push(ratio <= 1.1);
    const name = ({ algorithm }: Candidate) => algorithm.padEnd(10);
    console.log(
      `${layer.padEnd(34)} ${threads}  ${name(pick)} ${ms(pick.measured!)}  best ${name(best)} ${ms(best.measured!)}  ${ratio.toFixed(2)}`,
    );
  }
}
const good = within.filter(Boolean).length;
console.log(`within 10 % of the best measured: ${good} of ${within.length}`);
process.exit(0);

function isPick({ algorithm, schedule }: Candidate, guessed: Plan): boolean {
  return (
    algorithm === guessed.algorithm && JSON.stringify(schedule) === JSON.stringify(guessed.schedule)
  );
}

function ms(value: number): string {
  return `${value.toFixed(3).padStart(8)} ms`;
}
