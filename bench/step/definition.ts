/**
 * A training step by definition, in double precision: what every engine's is held to, and how far off
 * single precision may be. A gradient may be off by five digits of its terms' sizes, and by all terms
 * that hang on a comparison which rounding may decide: a value near zero, a window with two maxima.
 */
import { DIGITS } from "../data.ts";
import { examplesOf, type Layer, type Net, parametersOf, product } from "./net.ts";

type Numbers = Float64Array;

/** A parameter's numbers, all of which a step changes. */
export interface State {
  readonly parameter: Numbers;
  readonly velocity: Numbers;
  /** How far off velocity and parameter may be. */
  readonly slack: { readonly velocity: Numbers; readonly parameter: Numbers };
}

export interface Batch {
  /** [batch, channels, rows, columns] */
  readonly images: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** A gradient of values, and how much of it rounding may put elsewhere. */
interface Flow {
  readonly gradient: Numbers;
  readonly doubt: Numbers;
}

/** What a layer made of its input, and how a gradient goes back through it. */
interface Passed {
  readonly output: Numbers;
  readonly back: (flow: Flow) => { readonly input: Flow; readonly own: Gradient[] };
}

/** Of the greatest value: what two values may be apart for rounding to decide. */
const NEAR = 1e-5;

export interface Gradient {
  readonly gradient: Numbers;
  /** How far off it may be. */
  readonly slack: Numbers;
}

/** The loss before the step. */
export function step(net: Net, batch: Batch, state: readonly State[]): number {
  const { loss, gradients } = lossOf(
    net,
    batch,
    state.map(({ parameter }) => parameter),
  );
  const { momentum, rate } = net;
  gradients.forEach(({ gradient, slack: most }, i) => {
    const { parameter, velocity, slack } = state[i];
    gradient.forEach((g, j) => {
      velocity[j] = momentum * velocity[j] + g;
      parameter[j] -= rate * velocity[j];
      slack.velocity[j] = momentum * slack.velocity[j] + most[j];
      slack.parameter[j] += rate * slack.velocity[j];
    });
  });
  return loss;
}

/** The mean cross entropy, and its gradient for each parameter. */
export function lossOf(
  net: Net,
  { images, labels }: Batch,
  parameters: readonly Numbers[],
): { readonly loss: number; readonly gradients: readonly Gradient[] } {
  const examples = examplesOf(net);
  const passed: Passed[] = [];
  let values: Numbers = Float64Array.from(images);
  let used = 0;
  for (const [i, layer] of net.layers.entries()) {
    const own = parameters.slice(used, used + (parametersOf(layer)?.length ?? 0));
    used += own.length;
    const pass = through(layer, values, own, net.batch, examples[i], examples[i + 1]);
    passed.push(pass);
    values = pass.output;
  }
  const end = crossEntropy(values, labels, net.classes);
  let flow: Flow = { gradient: end.gradient, doubt: new Float64Array(end.gradient.length) };
  const gradients: Gradient[] = [];
  for (const { back } of passed.reverse()) {
    const { input, own } = back(flow);
    gradients.unshift(...own);
    flow = input;
  }
  return { loss: end.loss, gradients };
}

function through(
  layer: Layer,
  x: Numbers,
  own: readonly Numbers[],
  batch: number,
  from: readonly number[],
  to: readonly number[],
): Passed {
  switch (layer.kind) {
    case "conv":
      return convolved(x, own, batch, from, to, layer.size);
    case "linear":
      // A product is a convolution of single pixels.
      return convolved(x, own, batch, [layer.from, 1, 1], [layer.to, 1, 1], 1);
    case "pool":
      return pooled(x, batch * from[0], [from[1], from[2]], layer.size);
    case "relu":
      return rectified(x);
    case "flatten":
      return { output: x, back: (input) => ({ input, own: [] }) };
    default:
      return layer satisfies never;
  }
}

function rectified(x: Numbers): Passed {
  const near = nearOf(x);
  return {
    output: x.map((value) => Math.max(0, value)),
    back: ({ gradient, doubt }) => {
      const passing = (numbers: Numbers) => numbers.map((g, i) => (x[i] > 0 ? g : 0));
      const input = { gradient: passing(gradient), doubt: passing(doubt) };
      x.forEach((value, i) => {
        if (Math.abs(value) < near) input.doubt[i] = doubt[i] + Math.abs(gradient[i]);
      });
      return { input, own: [] };
    },
  };
}

const nearOf = (x: Numbers): number =>
  NEAR * x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** y[n, o, y, x] = b[o] + Σ w[o, i, ky, kx] · x[n, i, y + ky, x + kx] */
function convolved(
  x: Numbers,
  [weight, bias]: readonly Numbers[],
  batch: number,
  [inputs, , width]: readonly number[],
  [outputs, rows, columns]: readonly number[],
  size: number,
): Passed {
  const plane = x.length / (batch * inputs);
  const own = rows * columns;
  /** Every product: index of the weight, and where rows of input and output begin. */
  const each = (meet: (w: number, from: number, to: number) => void) => {
    for (let n = 0; n < batch; n++)
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++)
          for (let tap = 0; tap < size * size; tap++) {
            const ky = Math.floor(tap / size);
            const corner = (n * inputs + i) * plane + ky * width + (tap % size);
            for (let row = 0; row < rows; row++)
              meet(
                (o * inputs + i) * size * size + tap,
                corner + row * width,
                (n * outputs + o) * own + row * columns,
              );
          }
  };
  const output = Float64Array.from(
    { length: batch * outputs * own },
    (_, i) => bias[Math.floor(i / own) % outputs],
  );
  each((w, from, to) => {
    for (let c = 0; c < columns; c++) output[to + c] += weight[w] * x[from + c];
  });
  const back = ({ gradient: dy, doubt }: Flow) => {
    const input = { gradient: new Float64Array(x.length), doubt: new Float64Array(x.length) };
    const [dw, db] = [weight, bias].map(({ length }) => ({
      gradient: new Float64Array(length),
      slack: new Float64Array(length),
    }));
    const slack = dy.map((g, i) => DIGITS * Math.abs(g) + doubt[i]);
    each((w, from, to) => {
      const [factor, size] = [weight[w], Math.abs(weight[w])];
      let [sum, most] = [0, 0];
      for (let c = 0; c < columns; c++) {
        input.gradient[from + c] += factor * dy[to + c];
        input.doubt[from + c] += size * doubt[to + c];
        sum += x[from + c] * dy[to + c];
        most += Math.abs(x[from + c]) * slack[to + c];
      }
      dw.gradient[w] += sum;
      dw.slack[w] += most;
    });
    dy.forEach((g, i) => {
      db.gradient[Math.floor(i / own) % outputs] += g;
      db.slack[Math.floor(i / own) % outputs] += slack[i];
    });
    return { input, own: [dw, db] };
  };
  return { output, back };
}

/** The first of the greatest values of each window takes its gradient. */
function pooled(
  x: Numbers,
  planes: number,
  [rows, columns]: readonly number[],
  size: number,
): Passed {
  const [height, width] = [rows / size, columns / size];
  const near = nearOf(x);
  /** For each window the place of its greatest value, and others that are as great but for rounding. */
  const rivals = new Map<number, number[]>();
  const chosen = Int32Array.from({ length: planes * height * width }, (_, i) => {
    const [plane, at] = [Math.floor(i / (height * width)), i % (height * width)];
    const corner =
      plane * rows * columns + Math.floor(at / width) * size * columns + (at % width) * size;
    const places = Array.from(
      { length: size * size },
      (_, tap) => corner + Math.floor(tap / size) * columns + (tap % size),
    );
    const best = places.reduce((a, b) => (x[b] > x[a] ? b : a));
    const close = places.filter((place) => x[best] - x[place] < near);
    if (close.length > 1) rivals.set(i, close);
    return best;
  });
  return {
    output: Float64Array.from(chosen, (place) => x[place]),
    back: ({ gradient, doubt }) => {
      const input = { gradient: new Float64Array(x.length), doubt: new Float64Array(x.length) };
      chosen.forEach((place, i) => {
        input.gradient[place] += gradient[i];
        input.doubt[place] += doubt[i];
      });
      for (const [i, places] of rivals)
        for (const place of places) input.doubt[place] += Math.abs(gradient[i]);
      return { input, own: [] };
    },
  };
}

function crossEntropy(
  logits: Numbers,
  labels: ArrayLike<number>,
  classes: number,
): { readonly loss: number; readonly gradient: Numbers } {
  const gradient = new Float64Array(product([labels.length, classes]));
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const most = Math.max(...own);
    const powers = own.map((value) => Math.exp(value - most));
    const all = powers.reduce((a, b) => a + b, 0);
    loss += (most + Math.log(all) - own[labels[row]]) / labels.length;
    powers.forEach((power, i) => {
      const hit = i === labels[row] ? 1 : 0;
      gradient[row * classes + i] = (power / all - hit) / labels.length;
    });
  }
  return { loss, gradient };
}
