/** The network in a worker: made, looked at, trained, saved. One at a time; while it learns it can be seen. */

import { networkCost, networkFromNet } from "convoke/cost/network";
import { crossEntropy, input, openSession, type Session, softmax, type Value } from "convoke/grad";
import { type EpochReport, evaluate, type Net, predict, saveParameters, train } from "convoke/nets";
import { type Call, serve } from "../../../engine/serve.ts";
import { type Course, courseOf } from "./course.ts";
import { CLASSES, digitsOf } from "./digits/digit.ts";
import { SIDE } from "./digits/ink.ts";
import { MAPS, type MapsName, type Setting, watchedNet } from "./net.ts";
import { UNSEEN } from "./parameters.ts";

/** What one output of a layer sees of the input, along either axis. */
export interface FieldOf {
  readonly extent: number;
  readonly stride: number;
  readonly first: number;
}

export interface Made {
  readonly fields: Readonly<Record<MapsName, FieldOf>>;
  /** Layers with parameters: how many numbers, how many multiplications a digit. */
  readonly costs: readonly {
    readonly name: string;
    readonly parameters: number;
    readonly macs: number;
  }[];
}

/** One digit in every layer, [maps, side, side], and the network that made it so. */
export interface Seen {
  readonly setting: Setting;
  readonly made: Made;
  /** Another number, other parameters. */
  readonly version: number;
  readonly pixels: Float32Array;
  readonly maps: Readonly<Record<MapsName, Float32Array>>;
  readonly scores: Float32Array;
  readonly probabilities: Float32Array;
  /** By name, as in the safetensors: `conv1.weight`. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

interface Current {
  readonly setting: Setting;
  readonly made: Made;
  readonly net: Net;
  readonly session: Session;
  readonly digit: Value;
  readonly values: ReadonlyMap<string, Value>;
  readonly probabilities: Value;
}

let current: Current | null = null;
let version = 0;
let pixels = new Float32Array(SIDE * SIDE);

/** Makes the network of a setting, untrained; the one before is forgotten. */
async function make(setting: Setting): Promise<void> {
  const { net, watch } = watchedNet(setting);
  const digit = input("seen", [1, 1, SIDE, SIDE]);
  const values = watch(digit);
  const probabilities = softmax(values.get("classes")!);
  const outputs = [...MAPS, "classes"].map((name) => values.get(name)!);
  const session = await openSession(
    { look: { outputs: [...outputs, probabilities] } },
    { threads: 1 },
  );
  const { layers } = networkCost(networkFromNet(net));
  const own = layers.slice(0, MAPS.length).map(({ fields }): FieldOf => {
    const { extent, stride, first } = fields.find(({ axis }) => axis === 2)!;
    return { extent, stride: stride!, first };
  });
  const made: Made = {
    fields: Object.fromEntries(MAPS.map((name, i) => [name, own[i]])) as Made["fields"],
    costs: net.layers
      .filter(({ parameters }) => parameters > 0)
      .map(({ path, parameters, multiplyAdds }) => ({
        name: path,
        parameters,
        macs: multiplyAdds,
      })),
  };
  const before = current;
  version++;
  current = { setting, made, net, session, digit, values, probabilities };
  if (before) await oneAfterAnother(async () => before.session[Symbol.dispose]());
}

function theNet(): Current {
  if (current === null) throw new Error("expected a network that has been made, got none");
  return current;
}

async function seen(now: Current): Promise<Seen> {
  const { setting, made, net, session, digit, values, probabilities } = now;
  session.load();
  session.write(digit, pixels);
  await session.run("look");
  const copy = (value: Value) => Float32Array.from(session.read(value));
  return {
    ...{ setting, made, version, pixels },
    maps: Object.fromEntries(MAPS.map((name) => [name, copy(values.get(name)!)])) as Seen["maps"],
    scores: copy(values.get("classes")!),
    probabilities: copy(probabilities),
    parameters: Object.fromEntries(
      [...net.parameters].map(([name, { origin }]) => [name, Float32Array.from(origin.data)]),
    ),
  };
}

/** What the network makes of a digit; the training shows the last one asked for. */
async function look(digit: Float32Array<ArrayBuffer>): Promise<Seen> {
  pixels = digit;
  return await oneAfterAnother(() => seen(theNet()));
}

/** The session of the looks takes one run at a time. */
let last: Promise<unknown> = Promise.resolve();
function oneAfterAnother<T>(task: () => Promise<T>): Promise<T> {
  const next = last.then(task, task);
  last = next.catch(() => {});
  return next;
}

export type News =
  | { readonly kind: "digits" }
  /** On the unseen digits, behind so many steps. */
  | {
      readonly kind: "unseen";
      readonly step: number;
      readonly accuracy: number;
      readonly loss: number;
    }
  /** What there is to draw, all at once: points are means over the steps since the one before. */
  | {
      readonly kind: "seen";
      readonly seen: Seen;
      readonly steps: number;
      readonly points: readonly Point[];
    };

export interface Point {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface Learned {
  readonly seconds: number;
  readonly history: readonly EpochReport[];
  /** Unseen digits that it gets wrong, and what it takes them for. */
  readonly mistakes: readonly { readonly example: number; readonly taken: number }[];
}

/** Points of a curve, and milliseconds between two looks. */
const POINTS = 120;
const PAUSE = 100;

/** Trains the network made last, from where it stands; stopped and paused between two steps. */
async function learn(
  { threads, ...course }: Omit<Course, "seed"> & { readonly threads: number },
  { report, turn }: Call<News>,
): Promise<Learned> {
  const now = theNet();
  const { net, setting } = now;
  report({ kind: "digits" });
  await turn();
  const options = courseOf(net, { ...course, seed: setting.seed });
  await turn();
  const unseen = digitsOf(setting.seed, "unseen", UNSEEN);
  const before = await evaluate(net, unseen, crossEntropy, { threads });
  report({ kind: "unseen", step: 0, loss: before.loss, accuracy: before.accuracy! });
  const began = performance.now();
  let shown = 0;
  let waited = 0;
  let points: Point[] = [];
  const sums = { loss: 0, hits: 0, steps: 0 };
  const epoch = { number: 0, hits: 0 };
  const batch = options.batchSize!;
  const each = Math.floor(course.examples / batch);
  const { history } = await train({
    ...options,
    validation: unseen,
    threads,
    onStep: async (progress) => {
      const { step, steps } = progress;
      // The report's accuracy is that of the epoch so far: what the step adds to it is its own.
      if (progress.epoch !== epoch.number)
        Object.assign(epoch, { number: progress.epoch, hits: 0 });
      const hits = Math.round(progress.accuracy! * batch * (step - (progress.epoch - 1) * each));
      sums.loss += progress.batchLoss;
      sums.hits += hits - epoch.hits;
      sums.steps++;
      epoch.hits = hits;
      if (step === 1 || step % Math.ceil(steps / POINTS) === 0 || step % each === 0) {
        const { loss, hits: all, steps: n } = sums;
        points.push({ step, loss: loss / n, accuracy: all / (n * batch) });
        Object.assign(sums, { loss: 0, hits: 0, steps: 0 });
      }
      if (performance.now() - shown > PAUSE || step === steps) {
        progress.save();
        version++;
        const looked = await oneAfterAnother(() => seen(now));
        report({ kind: "seen", seen: looked, steps, points });
        points = [];
        shown = performance.now();
      }
      const from = performance.now();
      await turn();
      waited += performance.now() - from;
    },
    onEpoch: ({ epoch: ended, validation }) =>
      report({
        kind: "unseen",
        step: ended * each,
        loss: validation!.loss,
        accuracy: validation!.accuracy!,
      }),
  });
  const seconds = (performance.now() - began - waited) / 1000;
  const scores = (await predict(net, unseen.inputs, { threads })).data;
  return { seconds, history, mistakes: mistakesOf(scores, unseen.targets.data) };
}

function mistakesOf(scores: Float32Array, labels: ArrayLike<number>): Learned["mistakes"] {
  return Array.from(labels, (label, example) => {
    const own = scores.subarray(example * CLASSES, (example + 1) * CLASSES);
    return { example, label, taken: own.indexOf(Math.max(...own)) };
  })
    .filter(({ label, taken }) => label !== taken)
    .map(({ example, taken }) => ({ example, taken }));
}

const save = (): Uint8Array<ArrayBuffer> => saveParameters(theNet().net);

export const jobs = { make, look, learn, save };
serve(jobs);
