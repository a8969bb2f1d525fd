/** What the network is and costs: in all, layer by layer, and changed. */
import {
  grouped,
  inBytes,
  inPercent,
  inThousands,
  NETWORK_WORDS,
  oneLine,
  shapeText,
} from "@convoke/studies/words";
import { ratio } from "convoke/cost";
import type { NetworkCost } from "convoke/cost/network";
import { Details } from "../../parts/details.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { Bar, Table } from "../../parts/table.tsx";
import { timesText } from "../../parts/times-text.ts";
import { language } from "../../state/language.ts";
import type { Counted, Overview } from "./jobs.ts";
import { Layers } from "./layers.tsx";
import { LayersAlone } from "./layers-alone.tsx";
import { modelsWords } from "./words.ts";

interface Props {
  readonly overview: Overview;
  readonly counted: Counted | null;
  /** Number of a convolution, from 1. */
  readonly chosen: number;
  readonly onChoose: (convolution: number) => void;
  /** A shape for the first input. */
  readonly onShape: (shape: string) => void;
  /** Extents for every layer of weights alone. */
  readonly onExtents: (extents: string) => void;
}

export function NetworkParts(props: Props) {
  const { overview, counted, chosen, onChoose, onShape, onExtents } = props;
  const t = modelsWords();
  const { name, bytes, tensors, inputs, kind } = overview;
  return (
    <>
      <p class="hint">
        {t.open(oneLine(name, 80), inBytes(bytes), tensors)}
        {inputs.map((input) => (
          <span key={input.name}>
            {"; "}
            {oneLine(input.name, 40)}{" "}
            {t.inputHint(input.shape?.map((extent) => extent ?? "?").join("×") ?? "?")}
          </span>
        ))}
      </p>
      {kind === "safetensors" && (
        <p>
          {t.weightsOnly}{" "}
          {counted?.alone === null && (
            <button type="button" onClick={() => onExtents(USUAL_INSIDE)}>
              {t.tryShape(USUAL_INSIDE.replace(" ", " × "))}
            </button>
          )}
        </p>
      )}
      {counted?.problem && (
        <p>
          <span role="alert">
            <Refusal of={counted.problem} />
          </span>{" "}
          {kind === "onnx" && <Suggestion inputs={inputs} onUse={onShape} />}
        </p>
      )}
      {counted && counted.convolutions.length === 0 && <p>{t.noConvolution}</p>}
      {counted?.alone && (
        <>
          <LayersAlone
            convolutions={counted.convolutions}
            alone={counted.alone}
            chosen={chosen}
            onChoose={onChoose}
          />
          <Changed counted={counted} />
        </>
      )}
      {counted?.cost && (
        <>
          <Totals cost={counted.cost} asStored={counted.asStored} />
          <Layers
            cost={counted.cost}
            convolutions={counted.convolutions}
            chosen={chosen}
            onChoose={onChoose}
          />
          <Changed counted={counted} />
          <Details summary={t.more}>
            {() => counted.cost && <Further cost={counted.cost} />}
          </Details>
        </>
      )}
    </>
  );
}

/** What pictures are often cut to, for extents that the file leaves open. */
const USUAL = 224;
/** What they often are inside of a network. */
const USUAL_INSIDE = "56 56";

function Suggestion(props: {
  readonly inputs: Overview["inputs"];
  readonly onUse: (shape: string) => void;
}) {
  const t = modelsWords();
  const shape = props.inputs[0]?.shape?.map((extent, axis) =>
    typeof extent === "number" ? extent : axis === 0 ? 1 : USUAL,
  );
  if (!shape) return null;
  return (
    <button type="button" onClick={() => props.onUse(shape.join(" "))}>
      {t.tryShape(shape.join(" × "))}
    </button>
  );
}

function Totals({
  cost,
  asStored,
}: {
  readonly cost: NetworkCost;
  readonly asStored: NetworkCost | null;
}) {
  const t = modelsWords();
  const n = NETWORK_WORDS[language.value];
  const figures: readonly (readonly [keyof typeof t.figures, (c: NetworkCost) => number])[] = [
    ["macs", ({ totals }) => totals.cost.macs],
    ["flops", ({ totals }) => totals.cost.flops],
    ["parameters", ({ totals }) => totals.parameters],
    ["peak", ({ forward }) => forward.peak],
  ];
  const changed = asStored !== null && figures.some(([, of]) => of(cost) !== of(asStored));
  return (
    <section>
      <h2>{t.whole}</h2>
      <dl class="large" aria-live="polite">
        {figures.map(([name, of]) => (
          <div key={name}>
            <dt>{t.figures[name]}</dt>
            <dd>
              <strong>{name === "peak" ? inBytes(of(cost)) : inThousands(of(cost))}</strong>
              {grouped(of(cost))}
              {changed && ` (${timesText(ratio(of(cost), of(asStored)))})`}
            </dd>
          </div>
        ))}
      </dl>
      {changed && <p class="hint">{t.against}</p>}
      <Table
        name={n.kinds}
        head={[n.kind, n.number, n.macs, n.flops, "", ""]}
        rows={cost.totals.byKind.map(({ kind, layers, macs, flops }) => [
          n[kind],
          layers,
          grouped(macs),
          grouped(flops),
          cost.totals.cost.flops > 0 ? inPercent(flops / cost.totals.cost.flops) : "",
          <Bar key={kind} share={flops / Math.max(1, cost.totals.cost.flops)} />,
        ])}
      />
    </section>
  );
}

function Changed({ counted }: { readonly counted: Counted }) {
  const t = modelsWords();
  const n = NETWORK_WORDS[language.value];
  return (
    <section>
      <h2>{t.whatIf}</h2>
      <Table
        name={t.whatIf}
        head={["", n.macs, n.parameters, t.activations, ""]}
        words={[4]}
        rows={counted.doubled.map(
          ({ change, multiplications, parameters, activations, without }) => [
            t.change[change] ?? change,
            timesText(multiplications),
            timesText(parameters),
            timesText(activations),
            t.without(without),
          ],
        )}
      />
    </section>
  );
}

function Further({ cost }: { readonly cost: NetworkCost }) {
  const now = language.value;
  const n = NETWORK_WORDS[now];
  const { totals, forward, training, counters, unknown, layers } = cost;
  const [{ kept, activations, gradients }] = training;
  const both = (name: string, bytes: number) => [name, grouped(bytes), inBytes(bytes)];
  return (
    <>
      <Table
        name={n.memory}
        head={[n.memory, "", ""]}
        rows={[
          both(n.weights, totals.parameterBytes),
          both(n.peak, forward.peak),
          both(n.traffic, totals.bytes),
        ]}
      />
      <Table
        name={n.training}
        head={[n.training, "", ""]}
        rows={[
          [
            n.weightGradients,
            grouped(totals.gradients.weight),
            inThousands(totals.gradients.weight),
          ],
          [n.inputGradients, grouped(totals.gradients.input), inThousands(totals.gradients.input)],
          both(n.kept, kept),
          both(n.activations, activations),
          both(n.gradients, gradients),
          ...training.map(({ optimizer, peak }) => both(`${optimizer}: ${n.inAll}`, peak)),
        ]}
      />
      <Table
        name={n.counters}
        head={[n.counters, "", "", ""]}
        words={[2, 3]}
        rows={counters.map(({ name, calls, total, reasons }) => [
          name,
          grouped(total),
          calls,
          reasons.length === 0
            ? n.same
            : reasons
                .map(({ why, amount }) => `${amount > 0 ? "+" : ""}${grouped(amount)}: ${why[now]}`)
                .join("; "),
        ])}
      />
      {unknown.length > 0 && (
        <Table
          name={n.notCounted}
          head={[n.notCounted, ""]}
          words={[1]}
          rows={unknown.map(({ layer, reason }) => [
            `${oneLine(layers[layer].op, 24)} ${oneLine(layers[layer].name, 24)}`,
            oneLine(reason),
          ])}
        />
      )}
      <p class="hint">
        {cost.inputs
          .map(({ name, shape }) => `${oneLine(name, 40)} ${shapeText(shape)}`)
          .join(", ")}
      </p>
    </>
  );
}
