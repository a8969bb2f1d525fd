/** Convoke's training step: the net's graph, compiled as one session. */
import { detectMachine } from "convoke";
import { crossEntropy, indices, input, openSession, sgd } from "convoke/grad";
import { build, conv2d, flatten, linear, maxPool2d, relu, sequential } from "convoke/nets";
import type { Prepared, StepTask } from "../engine.ts";
import { type Layer, partsOf, shapesOf } from "../step/net.ts";
import { joined, startOf } from "./arrays.ts";

export async function prepareStep(task: StepTask, threads: number): Promise<Prepared> {
  const { net, steps } = task;
  const start = startOf(task);
  const x = input("images", [net.batch, ...net.image]);
  const labels = indices("labels", [net.batch], net.classes);
  const { forward, parameters } = build(sequential(net.layers.map(layerOf)), x);
  const loss = crossEntropy(forward(x, { training: true }), labels);
  const { rate, momentum } = net;
  const session = await openSession(
    { step: { outputs: [loss], minimize: loss, optimizer: sgd({ rate, momentum }) } },
    // With all threads allowed, how many to wake is the library's choice.
    threads < detectMachine().threads ? { threads } : {},
  );
  const write = () => {
    session.write(x, start.images);
    session.write(labels, start.labels);
  };
  const own = [...parameters.values()];
  const restart = () => {
    partsOf(start.parameters, shapesOf(net)).forEach((part, i) => {
      session.write(own[i], part);
    });
    for (const slot of session.optimization("step")!.slots.values()) slot.fill(0);
    session.resume("step", 0);
  };
  write();
  restart();
  return {
    mode: "",
    resident: () => session.run("step"),
    whole: async () => {
      write();
      await session.run("step");
      return session.read(loss)[0];
    },
    output: async () => {
      restart();
      const losses: number[] = [];
      for (let i = 0; i < steps; i++) {
        await session.run("step");
        losses.push(session.read(loss)[0]);
      }
      return joined([losses, ...own.map((parameter) => session.read(parameter))]);
    },
    dispose: () => session[Symbol.dispose](),
  };
}

function layerOf(layer: Layer) {
  switch (layer.kind) {
    case "conv":
      return conv2d(layer.from, layer.to, { kernelSize: layer.size });
    case "pool":
      return maxPool2d({ kernelSize: layer.size });
    case "relu":
      return relu();
    case "flatten":
      return flatten();
    case "linear":
      return linear(layer.from, layer.to);
    default:
      return layer satisfies never;
  }
}
