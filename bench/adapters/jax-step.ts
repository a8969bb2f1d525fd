/** jax-js's training step, jitted as a whole: the loss, its gradients, and the optimizer in its own words. */
import type { Prepared, StepTask } from "../engine.ts";
import { type Layer, type Net, partsOf, shapesOf } from "../step/net.ts";
import { joined, startOf } from "./arrays.ts";
import type { Jax, JaxArray } from "./jax-core.ts";

type Step = (...args: JaxArray[]) => JaxArray[];

export async function prepareStep(
  { numpy, jit, valueAndGrad, ...rest }: Jax,
  task: StepTask,
): Promise<Prepared> {
  const { net, steps } = task;
  const start = startOf(task);
  const shapes = shapesOf(net);
  const count = shapes.length;
  const argnums = shapes.map((_, i) => i);
  const lossOf = (...args: JaxArray[]): JaxArray => {
    const [x, hot] = args.slice(count);
    const logits = through({ numpy, ...rest }, net, x, args.slice(0, count));
    return rest.nn
      .logSoftmax(logits, -1)
      .mul(hot)
      .sum()
      .mul(-1 / net.batch);
  };
  /** Parameters, velocities, images, labels → loss, parameters, velocities. */
  const step = jit<Step>((...args) => {
    const velocities = args.slice(count, 2 * count);
    const parameters = args.slice(0, count);
    const [loss, gradients] = valueAndGrad(lossOf, { argnums })(
      ...parameters.map((p) => p.ref),
      ...args.slice(2 * count),
    );
    const moved = gradients.map((g, i) => velocities[i].mul(net.momentum).add(g));
    const next = parameters.map((p, i) => p.sub(moved[i].ref.mul(net.rate)));
    return [loss, ...next, ...moved];
  });
  const [channels, rows, columns] = net.image;
  const hot = new Float32Array(net.batch * net.classes);
  start.labels.forEach((label, i) => {
    hot[i * net.classes + label] = 1;
  });
  const upload = () => [
    numpy.array(start.images).reshape([net.batch, channels, rows, columns]),
    numpy.array(hot).reshape([net.batch, net.classes]),
  ];
  const beginning = () => [
    ...partsOf(start.parameters, shapes).map((part, i) =>
      numpy.array(part.slice()).reshape(shapes[i]),
    ),
    ...shapes.map((shape) => numpy.zeros(shape)),
  ];
  let state = beginning();
  const advance = (batch: readonly JaxArray[]): JaxArray => {
    const [loss, ...next] = step(...state, ...batch);
    state = next;
    return loss;
  };
  const batch = upload();
  const kept = () => batch.map((array) => array.ref);
  // The first is the one that compiles, which takes seconds.
  (await advance(kept()).blockUntilReady()).dispose();
  return {
    mode: "",
    resident: async () => {
      const loss = await advance(kept()).blockUntilReady();
      loss.dispose();
      await state[count - 1].ref.blockUntilReady();
    },
    whole: async () => (await advance(upload()).data())[0],
    output: async () => {
      for (const array of state) array.dispose();
      state = beginning();
      const losses: number[] = [];
      for (let i = 0; i < steps; i++) losses.push((await advance(kept()).data())[0]);
      const parts = await Promise.all(state.slice(0, count).map((array) => array.ref.data()));
      return joined([losses, ...parts]);
    },
    dispose: () => {
      for (const array of [...batch, ...state]) array.dispose();
    },
  };
}

function through(
  { numpy, lax, nn }: Pick<Jax, "numpy" | "lax" | "nn">,
  { layers, batch }: Net,
  x: JaxArray,
  parameters: readonly JaxArray[],
): JaxArray {
  const rest = [...parameters];
  const next = (value: JaxArray, layer: Layer): JaxArray => {
    switch (layer.kind) {
      case "conv": {
        const [weight, bias] = rest.splice(0, 2);
        const whole = lax.convGeneralDilated(value, weight, [1, 1], "VALID", {});
        return whole.add(bias.reshape([1, layer.to, 1, 1]));
      }
      case "linear": {
        const [weight, bias] = rest.splice(0, 2);
        return numpy.matmul(value, weight.transpose()).add(bias);
      }
      case "pool": {
        const window = [layer.size, layer.size];
        return lax.reduceWindow(value, (part) => numpy.max(part), window, window);
      }
      case "relu":
        return nn.relu(value);
      case "flatten":
        return value.reshape([batch, -1]);
      default:
        return layer satisfies never;
    }
  };
  return layers.reduce(next, x);
}
