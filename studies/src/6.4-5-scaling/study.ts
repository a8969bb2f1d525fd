/** Exercise 6.4-5: what becomes of the cost when channels, or padding, are doubled. */
import { conv2d, format, parse, tensor } from "convoke";
import { layerCost, sweep, whatIf } from "convoke/cost";
import { taps } from "convoke/reference";
import { LAYER_PARAMETERS, layerOf } from "../layers/parameters.ts";
import type { Exhibit } from "../model/exhibit.ts";
import type { Facts } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { changesTable, channelSweep, paddingSweep } from "./exhibits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** The layer with one number doubled, and along a range. */
  whatIf,
  sweep,
  /** What a layer costs, and which products make it. */
  layerCost,
  taps,
};
export type Subject = typeof subject;

export const scaling = study({
  id: "6.4-5",
  slug: "scaling",
  parameters: {
    ...LAYER_PARAMETERS,
    // Doubled, they are timed as well.
    inChannels: { ...LAYER_PARAMETERS.inChannels, to: 64, standard: 16 },
    outChannels: { ...LAYER_PARAMETERS.outChannels, to: 64, standard: 16 },
  },
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const layer = layerOf(values);
    const [channels, padding] = (["channels", "padding"] as const).map((change) =>
      subject.whatIf(layer, change),
    );
    const before = layer.axes[0].output;
    const after = parse(padding.after).axes[0].output;

    const photo = await data.image();
    const x = middleOf(photo, 96);
    const image = tensor([1, 1, ...x.shape], x.data);
    const { kernel, stride } = values;
    const mean = tensor(
      [1, 1, kernel, kernel],
      new Float32Array(kernel ** 2).fill(1 / kernel ** 2),
    );
    const pictures: Exhibit[] = [];
    for (const [name, times] of [
      ["once", 1],
      ["twice", 2],
    ] as const) {
      const options = { stride, padding: times * values.padding };
      pictures.push(pictureOf(name, await conv2d(image, mean, options), [0, 255]));
    }

    return {
      timed: ["ms", "channelsMs", "paddingMs", "channelsTimes", "paddingTimes"],
      facts: {
        layer: format(layer),
        p: values.padding,
        stride,
        before,
        after,
        more: after - before,
        formula: 2 * values.padding,
        source: photo.source,
        products: channels.figures.before.multiplications,
        doubled: channels.figures.after.multiplications,
        additionsRatio: channels.figures.after.additions / channels.figures.before.additions,
        paddingRatio:
          padding.figures.after.multiplications / padding.figures.before.multiplications,
        usefulRatio:
          padding.figures.after.neededMultiplications /
          padding.figures.before.neededMultiplications,
      },
      steps: [
        {
          key: "changes",
          exhibits: [
            {
              kind: "formula",
              name: "formula",
              tex: `(2 \\cdot ${values.outChannels})(2 \\cdot ${values.inChannels}) \\cdot ${layer.axes.map((a) => `${a.kernel} \\cdot ${a.output}`).join(" \\cdot ")} = 4 \\cdot ${channels.figures.before.multiplications}`,
            },
            changesTable(layer, subject),
          ],
        },
        { key: "channels", exhibits: [channelSweep(layer, subject)] },
        { key: "padding", exhibits: [paddingSweep(layer, subject)] },
        { key: "photo", exhibits: pictures },
        {
          key: "time",
          exhibits: [],
          facts: await timesWhenDoubled([format(layer), channels.after, padding.after]),
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 80 : 5000, seed, onProgress),
    };
  },
});

/** Milliseconds of the layer, with channels doubled, with padding doubled. */
async function timesWhenDoubled(layers: readonly string[]): Promise<Facts> {
  const [ms, channelsMs, paddingMs] = await timesOf(layers);
  return {
    ms,
    channelsMs,
    paddingMs,
    channelsTimes: channelsMs / ms,
    paddingTimes: paddingMs / ms,
  };
}
