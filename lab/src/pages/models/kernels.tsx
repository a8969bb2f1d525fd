/** The kernels of one convolution as pictures, one of them in numbers, and the ways from here. */
import { oneLine, shapeText } from "@convoke/studies/words";
import { kernelOf, kernelText } from "convoke/workshop";
import { useId } from "preact/hooks";
import { useWork } from "../../engine/work.ts";
import { isReadable, KernelView } from "../../parts/kernel/kernel-view.tsx";
import { Montage } from "../../parts/kernel/montage.tsx";
import { paintMontage } from "../../parts/kernel/montage-pixels.ts";
import { Plot } from "../../parts/plot/plot.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { SaveMenu } from "../../parts/save-menu.tsx";
import { jsonSaving, npySaving, pngSaving } from "../../parts/savings.ts";
import { Stepper } from "../../parts/stepper.tsx";
import { linkTo } from "../../state/address.ts";
import { beyondOf } from "../../state/beyond.ts";
import { colon, language } from "../../state/language.ts";
import type { Values } from "../../state/parameters.ts";
import { models } from "./calls.ts";
import type { Kernels } from "./jobs.ts";
import type { Convolution } from "./opened.ts";
import { MODELS } from "./parameters.ts";
import { modelsWords } from "./words.ts";

interface Props {
  /** What is open: other files have other kernels. */
  readonly source: string;
  readonly convolutions: readonly Convolution[];
  readonly parameters: Values<typeof MODELS>;
}

export function KernelsOf({ source, convolutions, parameters }: Props) {
  const t = modelsWords();
  const id = useId();
  const number = Math.min(parameters.values.layer, convolutions.length);
  const convolution = convolutions[number - 1];
  const { value, pending, problem } = useWork(
    `${source} ${number} ${convolution?.name}`,
    convolution?.weight ? () => models.call("kernels", { convolution }) : null,
  );
  if (convolution === undefined) return null;
  const beyond = beyondOf("layer", parameters.values.layer, 1, convolutions.length);
  return (
    <section>
      <h2>{t.kernels}</h2>
      {beyond !== null && (
        <p role="alert">
          <Refusal of={beyond} />
        </p>
      )}
      <div class="control">
        <label for={id}>{t.convolution}</label>
        <select
          id={id}
          value={number}
          onChange={(event) =>
            parameters.set({ layer: Number(event.currentTarget.value), out: 0, in: 0 })
          }
        >
          {convolutions.map(({ name, weight }, i) => (
            <option key={i} value={i + 1}>
              {oneLine(name, 40)} {weight && shapeText(weight)}
            </option>
          ))}
        </select>
      </div>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {convolution.weight === null && <p>{t.computed}</p>}
      {value && !pending && convolution.weight && (
        <Pictures
          key={`${source} ${number}`}
          name={oneLine(convolution.name, 40)}
          all={convolution.weight[0]}
          kernels={value}
          parameters={parameters}
        />
      )}
      {convolution.descriptor !== null && (
        <p>
          <a href={linkTo("cost", { layer: convolution.descriptor })}>
            {t.inCost}
            {colon()}
            {convolution.descriptor}
          </a>
        </p>
      )}
    </section>
  );
}

/** Kernels in one picture: more are shown when another is chosen. */
const MOST_DOWN = 32;
const MOST_ACROSS = 32;
/** Taps of a line that is long. */
const LONG = 48;

function Pictures(props: {
  readonly name: string;
  /** Output channels of the layer. */
  readonly all: number;
  readonly kernels: Kernels;
  readonly parameters: Values<typeof MODELS>;
}) {
  const t = modelsWords();
  const { name, all, kernels, parameters } = props;
  const { shape, values } = kernels;
  const [outs, ins, ...extents] = shape;
  const columns = extents[extents.length - 1];
  const rows = extents.slice(0, -1).reduce((a, b) => a * b, 1);
  const each = rows * columns;
  const out = Math.min(parameters.values.out, outs - 1);
  const from = Math.min(parameters.values.in, ins - 1);
  const rgb = ins === 3 && extents.length === 2;
  // A window of the channels around the chosen one.
  const [top, left] = [within(out, outs, MOST_DOWN), within(from, ins, MOST_ACROSS)];
  const wide = rgb || ins === 1;
  // Lines are drawn as bands, long ones below each other.
  const band = rows === 1 ? Math.max(1, Math.round(columns / (columns > LONG ? 24 : 4))) : 1;
  const across = wide ? Math.min(columns > LONG ? 1 : 8, outs) : Math.min(MOST_ACROSS, ins);
  const count = wide ? Math.min(outs, MOST_DOWN * 8) : Math.min(outs, MOST_DOWN) * across;
  const shown = wide
    ? values.subarray(0, count * each * ins)
    : windowOf(values, { ins, each, top, left, down: count / across, across });
  const chosen = wide ? Math.min(out, count - 1) : (out - top) * across + from - left;
  const montageName = rgb
    ? t.colourMontage(name, count)
    : wide
      ? t.planeMontage(name, count)
      : t.montage(name, count / across, across);
  const at = (out * ins + from) * each;
  const shapeOfOne = extents.length === 1 ? [1, columns] : [rows, columns];
  const kernel = kernelOf(shapeOfOne, Float64Array.from(values.subarray(at, at + each)));
  const montage = {
    down: Math.ceil(count / across),
    ...{ across, columns, count, rgb },
    rows: rows * band,
    values: band === 1 ? shown : repeated(shown, columns, band),
  };
  const beyond =
    beyondOf("out", parameters.values.out, 0, outs - 1) ??
    beyondOf("in", parameters.values.in, 0, ins - 1);
  return (
    <>
      {beyond !== null && (
        <p role="alert">
          <Refusal of={beyond} />
        </p>
      )}
      <Montage
        name={montageName}
        {...montage}
        chosen={chosen}
        onChoose={(i) =>
          parameters.set(
            wide ? { out: i } : { out: top + Math.floor(i / across), in: left + (i % across) },
          )
        }
      />
      {outs < all && <p class="hint">{t.first(outs, all)}</p>}
      <SaveMenu
        label={t.save}
        items={[
          pngSaving("kernels.png", () => paintMontage(montage)),
          npySaving("npy", "kernels.npy", () => ({ shape, data: values })),
          jsonSaving("kernels.json", () => ({ name, shape, values })),
        ]}
      />
      <div class="controls">
        <Stepper
          label={MODELS.out.label[language.value]}
          value={out}
          from={0}
          to={outs - 1}
          onSet={(value) => parameters.set({ out: value })}
        />
        <Stepper
          label={MODELS.in.label[language.value]}
          value={from}
          from={0}
          to={ins - 1}
          onSet={(value) => parameters.set({ in: value })}
        />
      </div>
      <div class="row">
        {rows === 1 && !isReadable(kernel) ? (
          <Plot
            name={t.kernelOf(out, from)}
            x={kernel.values.map((_, i) => i)}
            lines={[{ name: t.weight, values: kernel.values }]}
            xName={t.tap}
          />
        ) : (
          <KernelView name={t.kernelOf(out, from)} kernel={kernel} />
        )}
        {isReadable(kernel) && (
          <a href={linkTo("workshop", { kernel: kernelText(kernel) })}>{t.inWorkshop}</a>
        )}
      </div>
    </>
  );
}

/** Every line so many times. */
function repeated(values: Float32Array, columns: number, times: number): Float32Array {
  const rows = new Float32Array(values.length * times);
  for (let at = 0; at < values.length; at += columns)
    for (let i = 0; i < times; i++)
      rows.set(values.subarray(at, at + columns), at * times + i * columns);
  return rows;
}

/** The first of so many in a row that hold the chosen one. */
const within = (chosen: number, all: number, most: number): number =>
  Math.max(0, Math.min(chosen - (chosen % most), all - most));

function windowOf(
  values: Float32Array,
  w: {
    readonly ins: number;
    readonly each: number;
    readonly top: number;
    readonly left: number;
    readonly down: number;
    readonly across: number;
  },
): Float32Array {
  const { ins, each, top, left, down, across } = w;
  const part = new Float32Array(down * across * each);
  for (let y = 0; y < down; y++) {
    const start = ((top + y) * ins + left) * each;
    part.set(values.subarray(start, start + across * each), y * across * each);
  }
  return part;
}
