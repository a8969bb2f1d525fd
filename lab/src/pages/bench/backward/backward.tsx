/** Gradients flow back: every product of the layer sends ȳ to its input and to its weight. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { Refusal } from "../../../parts/refusal.tsx";
import { parametersOf } from "../../../state/parameters.ts";
import { elementName } from "../indices.ts";
import type { Layer } from "../layer.ts";
import { numbersText, withNumber } from "../own.ts";
import { Place } from "../place.tsx";
import { Planes } from "../planes.tsx";
import { BESIDE, pointTo } from "../pointed.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { benchWords } from "../words.ts";
import { Check } from "./check.tsx";
import { Flow } from "./flow.tsx";
import { firstOf, gradientsOf, outputGradientOf } from "./gradients.ts";
import { Sender } from "./sender.tsx";
import { sentenceOf } from "./sentence.ts";
import { backwardWords } from "./words.ts";

/** More than any layer of the bench has outputs: all of them. */
const ALL = 9999;

const OWN = {
  gy: { kind: "text", label: { en: "ȳ", zh: "ȳ" }, standard: "" },
  sent: {
    kind: "whole",
    label: { en: "outputs sent back", zh: "已回传的输出" },
    from: 0,
    to: ALL,
    standard: ALL,
  },
} as const;

export default function BackwardView() {
  const bench = useLayer(OWN);
  const own = parametersOf(OWN, BESIDE);
  const t = backwardWords();
  const { layer } = bench;
  const { gy, sent } = own.values;
  const given = useMemo(() => layer && attempt(layer, gy), [layer, gy]);
  return (
    <Place bench={bench} lead={t.lead}>
      {given?.problem && (
        <p role="alert">
          <Refusal of={given.problem} />{" "}
          <button type="button" onClick={() => own.set({ gy: "" })}>
            {t.ones}
          </button>
        </p>
      )}
      {layer && given?.gy && (
        <Gradients
          {...{ bench, layer, gy: given.gy, sent: Math.min(sent, layer.y.data.length) }}
          onGiven={(next) => own.set({ gy: next })}
          onSend={(count) => own.set({ sent: count >= layer.y.data.length ? ALL : count })}
        />
      )}
    </Place>
  );
}

function attempt(layer: Layer, text: string) {
  try {
    return { gy: outputGradientOf(layer, text), problem: null };
  } catch (error) {
    return { gy: null, problem: (error as Error).message };
  }
}

interface GradientsProps {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly gy: ReturnType<typeof outputGradientOf>;
  readonly sent: number;
  readonly onGiven: (text: string) => void;
  readonly onSend: (count: number) => void;
}

function Gradients({ bench, layer, gy, sent, onGiven, onSend }: GradientsProps) {
  const [t, b] = [backwardWords(), benchWords()];
  const { lit, point, output, parameters } = bench;
  const { x, w, y, problem } = layer;
  const all = y.data.length;
  const whole = useMemo(() => gradientsOf(layer, gy), [layer, gy]);
  const { dx, dw } = useMemo(
    () => (sent === all ? whole : gradientsOf(layer, firstOf(gy, sent))),
    [whole, sent],
  );
  const send = (count: number) => {
    onSend(count);
    if (count > 0) pointTo({ tensor: "output", at: count - 1 });
  };
  const edit = (name: "x" | "w") => (at: number, value: number) =>
    parameters.set({ [name]: withNumber(layer[name], at, value) });
  const here = elementName("y", y.shape, output);
  const alone = () => onGiven(numbersText(y.data.map((_, i) => (i === output ? 1 : 0))));
  const to =
    point.tensor === "output"
      ? (["dx", "dw"] as const)
      : point.tensor === "input"
        ? (["dx"] as const)
        : (["dw"] as const);
  const channel = ([, c]: readonly number[]) => b.plane(c);
  const kernel = ([first, second]: readonly number[]) => b.kernelPlane(first, second, problem.op);
  return (
    <>
      <Flow to={to} mark={lit}>
        <Pair part="dx">
          <Planes
            {...{ lit, which: "input", name: b.input, shape: x.shape, values: x.data }}
            title={channel}
            onEdit={edit("x")}
          />
          <Planes
            {...{ lit, which: "input", name: t.dx, shape: dx.shape, values: dx.data }}
            title={channel}
            tint="diverging"
          />
        </Pair>
        <Pair part="dw">
          <Planes
            {...{ lit, which: "weight", name: b.kernel, shape: w.shape, values: w.data }}
            title={kernel}
            onEdit={edit("w")}
          />
          <Planes
            {...{ lit, which: "weight", name: t.dw, shape: dw.shape, values: dw.data }}
            title={kernel}
            tint="diverging"
          />
        </Pair>
        <Pair part="gy">
          <Planes
            {...{ lit, which: "output", name: b.output, shape: y.shape, values: y.data }}
            title={channel}
          />
          <Planes
            {...{ lit, which: "output", name: t.gy, shape: gy.shape, values: gy.data }}
            title={channel}
            onEdit={(at, value) => onGiven(withNumber(gy, at, value))}
          />
        </Pair>
      </Flow>
      <div class="player">
        <span>{t.setTo}</span>
        <button type="button" onClick={() => onGiven("")}>
          {t.ones}
        </button>
        <button type="button" onClick={() => onGiven(numbersText(y.data))}>
          {t.itself}
        </button>
        <button type="button" onClick={alone}>
          {t.alone(here)}
        </button>
      </div>
      <Sender sent={sent} all={all} onSend={send} />
      <p class="said" aria-live="polite">
        {sentenceOf(layer, gy.data, { dx: dx.data, dw: dw.data }, point, sent)}
      </p>
      <Check layer={layer} gy={gy} gradients={whole} />
    </>
  );
}

/** A tensor and its gradient; lines end at the second. */
function Pair({
  part,
  children,
}: {
  readonly part: string;
  readonly children: readonly [ComponentChildren, ComponentChildren];
}) {
  return (
    <div class="flow-pair">
      {children[0]}
      <div data-part={part}>{children[1]}</div>
    </div>
  );
}
