/** Every layer at once, and the unit that is pointed at: what it sees, what it reads, how it is made. */
import type { ComponentChild } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Bars } from "./bars.tsx";
import type { Made, Seen } from "./jobs.ts";
import { Kernels } from "./kernels.tsx";
import { MakingOf } from "./making.tsx";
import { type Frame, Maps } from "./maps.tsx";
import { MAPS, type MapsName, type Setting, sidesOf } from "./net.ts";
import { below, makingOf, mapsOf, type Spot, type Window } from "./sum.ts";
import { networkWords } from "./words.ts";

interface Props {
  readonly seen: Seen;
  readonly curves: ComponentChild;
  /** The digit itself, under the frame of what is seen of it; null: all of it. */
  readonly children: (field: Window | null) => ComponentChild;
}

/** Of a map on the page, in CSS pixels. */
const SIZES: Readonly<Record<MapsName, number>> = {
  ...{ conv1: 72, relu1: 72, pool1: 72 },
  ...{ conv2: 50, relu2: 50, pool2: 50 },
};

export function Inspector({ seen, curves, children }: Props) {
  const t = networkWords();
  const { setting, made } = seen;
  const wide = useWide();
  const sides = sidesOf(setting.size);
  const [pointed, setSpot] = useState<Spot | null>(null);
  const spot = within(setting, pointed ?? middleOf(setting, "conv1", 0));
  const { layer, channel, y, x } = spot;
  const field = layer === "classes" ? null : fieldOf(made, layer, y, x);
  const from = below(layer);
  const making = makingOf(setting, seen, spot);
  // Drawn anew for other parameters, not for every stroke of a digit.
  const kernels = useMemo(
    () => (
      <Kernels
        {...{ setting, seen, spot }}
        onChoose={(name, map) => setSpot(middleOf(setting, name, map))}
      />
    ),
    [seen.version, layer, channel, t],
  );
  const framesOn = (name: MapsName): Frame[] => {
    if (name === layer) return [{ channel, top: y, left: x, rows: 1, columns: 1 }];
    if (name !== from) return [];
    return [{ channel: making.kind === "sum" ? null : channel, ...making.window }];
  };
  return (
    <>
      <div class="scroll">
        <div class="net-stack">
          {children(field)}
          {MAPS.map((name) => (
            <Maps
              key={name}
              name={t.layers[name]}
              count={mapsOf(setting, name)}
              side={sides[name]}
              size={(wide ? 4 / 3 : 1) * SIZES[name]}
              values={seen.maps[name]}
              frames={framesOn(name)}
              unit={name === layer ? spot : null}
              onPoint={(unit) => setSpot({ layer: name, ...unit })}
            />
          ))}
          <Bars
            probabilities={seen.probabilities}
            pointed={layer === "classes" ? channel : null}
            onPoint={(digit) => setSpot({ layer: "classes", channel: digit, y: 0, x: 0 })}
          />
        </div>
      </div>
      <p class="lead">{t.legend}</p>
      <div class="net-below">
        <MakingOf {...{ setting, seen, spot, making, field }} />
        {curves}
      </div>
      {kernels}
    </>
  );
}

function middleOf(setting: Setting, layer: MapsName, channel: number): Spot {
  const middle = sidesOf(setting.size)[layer] >> 1;
  return { layer, channel, y: middle, x: middle };
}

/** Another setting may have fewer maps, and smaller ones. */
function within(setting: Setting, { layer, channel, y, x }: Spot): Spot {
  const most = layer === "classes" ? 0 : sidesOf(setting.size)[layer] - 1;
  return {
    layer,
    channel: Math.min(channel, mapsOf(setting, layer) - 1),
    y: Math.min(y, most),
    x: Math.min(x, most),
  };
}

function fieldOf({ fields }: Made, layer: MapsName, y: number, x: number): Window {
  const { extent, stride, first } = fields[layer];
  return { top: first + stride * y, left: first + stride * x, rows: extent, columns: extent };
}

/** Whether there is room for larger maps, as on a projector. */
function useWide(): boolean {
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const media = matchMedia("(min-width: 100rem)");
    const hear = () => setWide(media.matches);
    hear();
    media.addEventListener("change", hear);
    return () => media.removeEventListener("change", hear);
  }, []);
  return wide;
}
