/** What a training step starts from and must come to; kept in .cache/ as the data of layers are. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Data, DIGITS, doubles, noise, save } from "../data.ts";
import { CACHE } from "../places.ts";
import type { StepWorkload } from "../workloads.ts";
import { step } from "./definition.ts";
import { type Net, partsOf, product, shapesOf } from "./net.ts";

/** Steps that are checked: the second is the first that sees a velocity, and a parameter that moved. */
export const STEPS = 2;

/** A parameter may be off, beside its slack, by the rounding of an addition each step. */
const ROUNDING = STEPS * 2 ** -24;

export function stepDataOf({ name, net }: StepWorkload, say: (text: string) => void): Data {
  const folder = join(CACHE, "data", name);
  const at = (file: string) => join(folder, file);
  if (!existsSync(at("allowed.bin"))) {
    mkdirSync(folder, { recursive: true });
    say(`computing the reference of ${name}, once`);
    const start = startOf(net);
    save(at("input.bin"), start.images);
    save(at("labels.bin"), start.labels);
    save(at("weight.bin"), start.parameters);
    const { expected, allowed } = outcomeOf(net, start);
    save(at("expected.bin"), expected);
    save(at("allowed.bin"), allowed);
  }
  return {
    folder,
    expected: doubles(at("expected.bin")),
    allowed: doubles(at("allowed.bin")),
    rows: null,
  };
}

interface Start {
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
  /** All, one behind the other. */
  readonly parameters: Float32Array<ArrayBuffer>;
}

/** Images of noise, and parameters within ±1/√(inputs of an output), as PyTorch's layers begin. */
export function startOf(net: Net): Start {
  const shapes = shapesOf(net);
  const parameters = noise(
    shapes.map(product).reduce((a, b) => a + b, 0),
    2,
  );
  partsOf(parameters, shapes).forEach((part, i) => {
    // A bias stands behind its weight, and has its reach.
    const weight = shapes[i].length === 1 ? shapes[i - 1] : shapes[i];
    const reach = 1 / Math.sqrt(product(weight.slice(1)));
    part.forEach((value, j) => {
      part[j] = value * reach;
    });
  });
  return {
    images: noise(net.batch * product(net.image), 1),
    labels: Int32Array.from(noise(net.batch, 3), (value) =>
      Math.floor(((value + 1) / 2) * net.classes),
    ),
    parameters,
  };
}

/** The losses of the steps, then all parameters; and how far off each may be. */
export function outcomeOf(
  net: Net,
  { images, labels, parameters }: Start,
): Pick<Data, "expected" | "allowed"> {
  const state = partsOf(Float64Array.from(parameters), shapesOf(net)).map((parameter) => {
    const zeros = () => new Float64Array(parameter.length);
    return { parameter, velocity: zeros(), slack: { velocity: zeros(), parameter: zeros() } };
  });
  const losses = Array.from({ length: STEPS }, () => step(net, { images, labels }, state));
  const joined = (numbers: readonly number[], parts: readonly Float64Array[]) =>
    Float64Array.from([...numbers, ...parts.flatMap((part) => [...part])]);
  return {
    expected: joined(
      losses,
      state.map(({ parameter }) => parameter),
    ),
    allowed: joined(
      losses.map((loss) => DIGITS * loss),
      state.map(({ parameter, slack }) =>
        parameter.map((value, j) => slack.parameter[j] + ROUNDING * Math.abs(value)),
      ),
    ),
  };
}
