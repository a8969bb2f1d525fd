/** Where a unit comes from: windows times kernels, what is cut off, the largest of four. */
import { Details } from "../../../parts/details.tsx";
import { SignedPicture } from "../../../parts/kernel/signed-picture.tsx";
import type { Seen } from "./jobs.ts";
import type { Setting } from "./net.ts";
import { shownShort } from "./numbers.ts";
import { type Making, type Part, type Spot, unitOf, type Window } from "./sum.ts";
import { networkWords, percent } from "./words.ts";

interface Props {
  readonly setting: Setting;
  readonly seen: Seen;
  readonly spot: Spot;
  readonly making: Making;
  /** Null: all of the digit. */
  readonly field: Window | null;
}

export function MakingOf({ setting, seen, spot, making, field }: Props) {
  const t = networkWords();
  const value = unitOf(setting, seen, spot);
  const { layer, channel, y, x } = spot;
  const span = (from: number, count: number) => `${from} … ${from + count - 1}`;
  const sees = field
    ? t.sees(span(field.top, field.rows), span(field.left, field.columns))
    : t.seesAll;
  return (
    <section class="net-making" data-spot={`${layer} ${channel} ${y} ${x}`}>
      <h2>{layer === "classes" ? t.score(channel) : t.unit(t.layers[layer], channel, y, x)}</h2>
      <p class="said" aria-live="polite">{`${shownShort(value)}: ${sees}`}</p>
      <Said making={making} value={value} fromDigit={layer === "conv1"} />
      {layer === "classes" && <p>{t.softmax(percent(seen.probabilities[channel]))}</p>}
    </section>
  );
}

interface SaidProps {
  readonly making: Making;
  readonly value: number;
  readonly fromDigit: boolean;
}

function Said({ making, value, fromDigit }: SaidProps) {
  const t = networkWords();
  switch (making.kind) {
    case "cut":
      return (
        <p>
          {t.cut} <output>{`max(0, ${shownShort(making.from)}) = ${shownShort(value)}`}</output>
        </p>
      );
    case "max":
      return (
        <p>
          {t.max}{" "}
          <output>
            {`max(${Array.from(making.patch, shownShort).join(", ")}) = ${shownShort(value)}`}
          </output>
        </p>
      );
    case "sum": {
      const { parts, bias, window } = making;
      const total = parts.reduce((all, { sum }) => all + sum, bias);
      const terms = [...parts.map(({ sum }) => shownShort(sum)), shownShort(bias)];
      return (
        <>
          <p>{t.sum}</p>
          <div class="net-parts">
            {parts.map((part) => (
              <PartOf
                key={part.channel}
                {...{ part, window }}
                from={fromDigit ? t.fromDigit : t.from(part.channel)}
              />
            ))}
          </div>
          <p>
            <output>
              {`${terms.join(" + ").replaceAll("+ −", "− ")} = ${shownShort(total)}`}
              {t.engine(shownShort(value))}
            </output>{" "}
            <small>{`(${t.bias} ${shownShort(bias)})`}</small>
          </p>
          <Details summary={t.written}>
            {() => <Written parts={parts} from={fromDigit ? () => t.fromDigit : t.from} />}
          </Details>
        </>
      );
    }
    default:
      return making satisfies never;
  }
}

interface PartProps {
  readonly part: Part;
  readonly window: Window;
  readonly from: string;
}

function PartOf({ part: { patch, kernel, sum }, window: { rows, columns }, from }: PartProps) {
  const t = networkWords();
  const common = { rows, columns, size: 49 };
  return (
    <figure>
      <div>
        <SignedPicture {...common} name={`${from}: ${t.patch}`} values={patch} />
        <span>×</span>
        <SignedPicture {...common} name={`${from}: ${t.kernel}`} values={kernel} />
        <span>=</span>
        <SignedPicture
          {...common}
          name={`${from}: ${t.product}`}
          values={patch.map((v, i) => v * kernel[i])}
        />
      </div>
      <figcaption>
        {from}: <b>{shownShort(sum)}</b>
      </figcaption>
    </figure>
  );
}

function Written(props: {
  readonly parts: readonly Part[];
  readonly from: (channel: number) => string;
}) {
  return (
    <ul class="net-written">
      {props.parts.map(({ channel, patch, kernel, sum }) => (
        <li key={channel}>
          {props.from(channel)}:{" "}
          {Array.from(patch, (v, i) => `${shownShort(v)}·${shownShort(kernel[i])}`)
            .join(" + ")
            .replaceAll("·−", "·(−")
            .replace(/\(−[\d.e−]+/g, (negative) => `${negative})`)}
          {` = ${shownShort(sum)}`}
        </li>
      ))}
    </ul>
  );
}
