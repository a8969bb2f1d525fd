/** What the engine is asked: its contest of algorithms, the code it writes, and how long that takes. */
import {
  type Accuracy,
  type AlgorithmName,
  bytes,
  type Candidate,
  compile,
  explain,
  format,
  inputShape,
  loops,
  type Machine,
  measureMachine,
  operations,
  type Plan,
  parse,
  plan,
  sizeOf,
  type Tensor,
  type VerifyReport,
  verify,
  type Work,
  wat,
  weightShape,
} from "convoke";
import { random } from "convoke/data";
import { type Call, serve } from "../../../engine/serve.ts";
import { textBlob } from "../../../parts/savings.ts";

export interface Asked {
  /** Descriptor. */
  readonly layer: string;
  readonly accuracy: string;
  /** "auto" leaves the choice to the contest. */
  readonly algorithm: string;
  readonly threads: number;
}

export interface Planned {
  readonly layer: string;
  readonly algorithm: AlgorithmName;
  readonly schedule: string;
  readonly threads: number;
  readonly candidates: readonly (Candidate & { readonly milliseconds: number | null })[];
  readonly work: Work;
  readonly machine: Machine;
  readonly operations: ReturnType<typeof operations>;
  readonly explained: string;
}

function planned(asked: Asked): Plan {
  const { layer, accuracy, algorithm, threads } = asked;
  return plan(parse(layer), {
    threads,
    accuracy: accuracy as Accuracy,
    ...(algorithm === "auto" ? {} : { algorithm: algorithm as AlgorithmName }),
  });
}

function contest(asked: Asked): Planned {
  const made = planned(asked);
  const { clock } = made.machine.speed;
  return {
    layer: format(made.problem),
    algorithm: made.algorithm,
    schedule: Object.entries(made.schedule)
      .map(([name, value]) => `${name} ${value}`)
      .join(", "),
    threads: made.threads,
    candidates: made.candidates.map((one) => ({
      ...one,
      milliseconds: one.cycles === null ? null : one.cycles / (clock * 1e6) / made.threads,
    })),
    work: made.work,
    machine: made.machine,
    operations: operations(made),
    explained: explain(made),
  };
}

/** Longer texts are cut: nobody reads on, and a page with more is slow. */
const MOST_TEXT = 200_000;

export interface Code {
  readonly text: string;
  /** How long the whole text is, in characters. */
  readonly length: number;
  /** Bytes of the module. */
  readonly bytes: number;
}

function code({ as, ...asked }: Asked & { readonly as: "loops" | "wat" }): Code {
  const made = planned(asked);
  const text = as === "loops" ? loops(made) : wat(made);
  return { text: text.slice(0, MOST_TEXT), length: text.length, bytes: bytes(made).length };
}

/** The whole of it, as a file. */
function codeFile({ as, ...asked }: Asked & { readonly as: "loops" | "wat" | "wasm" }): Blob {
  const made = planned(asked);
  if (as === "wasm") return new Blob([bytes(made)], { type: "application/wasm" });
  return textBlob(as === "loops" ? loops(made) : wat(made));
}

export interface Timed {
  readonly threads: number;
  /** Median of one run. */
  readonly milliseconds: number;
  readonly runs: number;
  /** SHA-256 of the output's bytes. */
  readonly bits: string;
}

const WINDOW = 25;
const WINDOWS = 15;

/** Short windows, their median: what else the machine does disturbs a few of them. */
async function timed(asked: Asked, { turn, report }: Call<number>): Promise<Timed> {
  const made = planned(asked);
  const values = (shape: readonly number[], seed: number): Tensor => {
    const draw = random(seed);
    return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => 2 * draw() - 1) };
  };
  const weight = values(weightShape(made.problem), 2);
  const bias = made.problem.bias ? { bias: values([made.problem.outChannels], 3) } : {};
  using executable = await compile(made, { weight, ...bias });
  executable.input.data.set(values(inputShape(made.problem), 1).data);
  const means: number[] = [];
  let runs = 0;
  for (let i = 0; i < WINDOWS; i++) {
    const from = performance.now();
    let count = 0;
    do {
      await executable.run();
      count++;
    } while (performance.now() - from < WINDOW);
    // The first windows belong to the optimising compiler.
    if (i >= 3) means.push((performance.now() - from) / count);
    runs += count;
    report((i + 1) / WINDOWS);
    await turn();
  }
  means.sort((a, b) => a - b);
  return {
    threads: made.threads,
    milliseconds: means[means.length >> 1],
    runs,
    bits: await bitsOf(executable.output.data),
  };
}

/** Copied first: digests are not made of shared memory. */
async function bitsOf(data: Float32Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Float32Array(data));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const checked = ({ layer }: Pick<Asked, "layer">): Promise<VerifyReport> => verify(parse(layer));

const measured = (): Machine => measureMachine();

export const jobs = { contest, code, codeFile, timed, checked, measured };
serve(jobs);
