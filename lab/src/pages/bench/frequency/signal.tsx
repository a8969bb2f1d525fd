/** A sine, a step or a ramp before and after the kernel, and what a stride keeps of it. */
import { shown } from "@convoke/studies";
import {
  type Effect,
  effectAlong,
  formatRational,
  type Kernel,
  noiseGain,
  type Quantity,
} from "convoke/workshop";
import { useMemo } from "preact/hooks";
import { minus, withMinus } from "../../../parts/minus.ts";
import { Plot, type PlotLine } from "../../../parts/plot/plot.tsx";
import { type AxisName, filtered, foldedAt, type SignalName, waveOf } from "./response.ts";
import { frequencyWords } from "./words.ts";

interface Props {
  readonly kernel: Kernel;
  readonly axis: AxisName;
  readonly signal: SignalName;
  readonly frequency: number;
  readonly stride: number;
}

const LENGTH = 33;

export function Signal({ kernel, axis, signal, frequency, stride }: Props) {
  const t = frequencyWords();
  const places = useMemo(() => Float64Array.from({ length: LENGTH }, (_, i) => i), []);
  const { before, after } = useMemo(
    () => filtered(kernel, axis, signalOf(signal, frequency), LENGTH),
    [kernel, axis, signal, frequency],
  );
  const wave = waveOf(kernel, axis, frequency);
  const lines: PlotLine[] = [
    { name: t.before, values: before },
    { name: t.after, values: after },
  ];
  if (stride > 1) {
    lines.push({
      name: t.kept,
      values: after.map((value, i) => (i % stride === 0 ? value : Number.NaN)),
      points: true,
    });
    // The slowest wave through the kept samples: whole turns between them do not show.
    const slow = frequency - Math.round(frequency * stride) / stride;
    if (signal === "sine")
      lines.push({
        name: t.seen,
        values: places.map((i) => wave.magnitude * Math.sin(2 * Math.PI * slow * i + wave.phase)),
      });
  }
  const effect = effectAlong(kernel, axis === "x" ? 1 : 0);
  const f = shown(frequency);
  return (
    <>
      <Plot name={t.signal} x={places} xName={t.place} lines={lines} />
      <div aria-live="polite">
        <p>
          {t.wave(f, shown(wave.magnitude), shiftText(wave, frequency))}
          {stride > 1 && ` ${t.alias(f, shown(foldedAt(frequency, stride)))}`}
        </p>
        <p>
          {t.effects(exactText(effect.constant), rampText(effect.ramp))}{" "}
          {t.noise(exactText(noiseGain(kernel)))}
        </p>
      </div>
    </>
  );
}

function signalOf(name: SignalName, frequency: number): (place: number) => number {
  switch (name) {
    case "sine":
      return (i) => Math.sin(2 * Math.PI * frequency * i);
    case "step":
      return (i) => (i < LENGTH / 2 ? 0 : 1);
    case "ramp":
      return (i) => i / LENGTH;
    default:
      return name satisfies never;
  }
}

function shiftText(
  { magnitude, phase }: { readonly magnitude: number; readonly phase: number },
  frequency: number,
): string {
  const t = frequencyWords();
  if (magnitude < 1e-9) return t.gone;
  if (Math.abs(phase) < 1e-9) return t.unshifted;
  if (Math.abs(Math.abs(phase) - Math.PI) < 1e-9) return t.turned;
  const samples = phase / (2 * Math.PI * frequency);
  return samples > 0 ? t.ahead(shown(samples)) : t.behind(shown(-samples));
}

/** `2n − 1`; terms of nothing are left out. */
function rampText({ slope, offset }: Effect["ramp"]): string {
  if (slope.value === 0) return exactText(offset);
  const first = slope.value === 1 ? "n" : `${exactText(slope)}·n`;
  if (offset.value === 0) return first;
  const size = exactText(offset).replace("−", "");
  return `${first} ${offset.value < 0 ? "−" : "+"} ${size}`;
}

const exactText = ({ value, exact }: Quantity): string =>
  exact === null ? minus(value) : withMinus(formatRational(exact));
