/** TensorFlow.js's training step, channels last, with its own optimizer. */
import type { Prepared, StepTask } from "../engine.ts";
import { examplesOf, type Layer, type Net, partsOf, product, shapesOf } from "../step/net.ts";
import { joined, permuted, startOf } from "./arrays.ts";
import type { Binary, Core, Padding, Tensor } from "./tfjs-core.ts";
import { BY_HAND, convolutionWith } from "./tfjs-gradients.ts";

const VALID: Padding = [
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
];

export function prepareStep(core: Core, name: string, task: StepTask): Prepared {
  const { net, steps } = task;
  const start = startOf(task);
  const layouts = layoutsOf(net);
  const begin = partsOf(start.parameters, shapesOf(net)).map((part, i) => {
    const { seen, there, shape } = layouts[i];
    return () => core.tensor(permuted(part, seen, there), shape);
  });
  const byHand = name === "tfjs-wasm";
  const convolve: Binary = byHand
    ? convolutionWith(core, { strides: [1, 1], padding: VALID })
    : (x, w) => core.conv2d(x, w, [1, 1], "valid", "NHWC", [1, 1]);
  const [channels, rows, columns] = net.image;
  const extents = [net.batch, channels, rows, columns];
  const pixels = permuted(start.images, extents, [0, 2, 3, 1]);
  const upload = () =>
    [
      core.tensor(pixels, [net.batch, rows, columns, channels]),
      core.tidy(() => core.oneHot(core.tensor1d(start.labels, "int32"), net.classes)),
    ] as const;
  const parameters = begin.map((first) => core.tidy(() => core.variable(first())));
  const { rate, momentum } = net;
  let optimizer = core.train.momentum(rate, momentum);
  const step = ([x, labels]: readonly [Tensor, Tensor]) =>
    optimizer.minimize(
      () => core.losses.softmaxCrossEntropy(labels, through(core, net, x, parameters, convolve)),
      true,
    );
  const batch = upload();
  return {
    mode: byHand ? BY_HAND : "",
    resident: () => step(batch).dispose(),
    whole: async () => {
      const own = upload();
      const loss = step(own);
      await loss.data();
      for (const used of [...own, loss]) used.dispose();
    },
    output: async () => {
      optimizer.dispose();
      optimizer = core.train.momentum(rate, momentum);
      parameters.forEach((parameter, i) => {
        core.tidy(() => parameter.assign(begin[i]()));
      });
      const losses = Array.from({ length: steps }, () =>
        core.tidy(() => step(batch).dataSync()[0]),
      );
      const values = await Promise.all(parameters.map((parameter) => parameter.data()));
      return joined([
        losses,
        ...values.map((part, i) => {
          const { seen, there } = layouts[i];
          const back = seen.map((_, axis) => there.indexOf(axis));
          return permuted(
            part,
            there.map((axis) => seen[axis]),
            back,
          );
        }),
      ]);
    },
    dispose: () => {
      optimizer.dispose();
      for (const used of [...batch, ...parameters]) used.dispose();
    },
  };
}

function through(
  core: Core,
  { layers, batch }: Net,
  x: Tensor,
  parameters: readonly Tensor[],
  convolve: Binary,
): Tensor {
  const rest = [...parameters];
  const weighted = (value: Tensor, apply: Binary) => {
    const [weight, bias] = rest.splice(0, 2);
    return core.add(apply(value, weight), bias);
  };
  const next = (value: Tensor, layer: Layer): Tensor => {
    switch (layer.kind) {
      case "conv":
        return weighted(value, convolve);
      case "linear":
        return weighted(value, core.matMul);
      case "pool":
        return core.maxPool(value, layer.size, layer.size, "valid");
      case "relu":
        return core.relu(value);
      case "flatten":
        return core.reshape(value, [batch, product(value.shape) / batch]);
      default:
        return layer satisfies never;
    }
  };
  return layers.reduce(next, x);
}

/** A parameter's axes, their order there, and the shape that it has there. */
interface Layout {
  readonly seen: readonly number[];
  readonly there: readonly number[];
  readonly shape: readonly number[];
}

/** [rows, columns, from, to] and [from, to]; behind flatten, from counts channels last. */
function layoutsOf(net: Net): Layout[] {
  const examples = examplesOf(net);
  let flattened: readonly number[] | null = null;
  return net.layers.flatMap((layer, i): Layout[] => {
    if (layer.kind === "flatten") flattened = examples[i];
    if (layer.kind !== "conv" && layer.kind !== "linear") return [];
    const bias = { seen: [layer.to], there: [0], shape: [layer.to] };
    if (layer.kind === "conv") {
      const { from, to, size } = layer;
      const shape = [size, size, from, to];
      return [{ seen: [to, from, size, size], there: [2, 3, 1, 0], shape }, bias];
    }
    const shape = [layer.from, layer.to];
    const seen = flattened ? [layer.to, ...flattened] : [layer.to, layer.from];
    const there = flattened ? [2, 3, 1, 0] : [1, 0];
    flattened = null;
    return [{ seen, there, shape }, bias];
  });
}
