/** Buttons for what the stage also does by wheel, fingers and keys. */
import { homeWords } from "../words.ts";
import { type Place, type Size, zoomed, zoomOf } from "./view.ts";

interface Props {
  readonly picture: Size | null;
  readonly frame: Size;
  readonly place: Place;
  readonly split: number;
  readonly onPlace: (place: Place) => void;
  readonly onSplit: (percent: number) => void;
}

export function Tools({ picture, frame, place, split, onPlace, onSplit }: Props) {
  const t = homeWords();
  const zoom = picture && frame.width > 0 ? zoomOf(place, picture, frame) : 1;
  const to = (next: number) => () => picture && onPlace(zoomed(place, picture, frame, next));
  return (
    <div class="stage-tools">
      <div class="choices" role="group" aria-label={t.compare}>
        {(
          [
            [100, t.before],
            [50, t.both],
            [0, t.after],
          ] as const
        ).map(([percent, name]) => (
          <button
            key={percent}
            type="button"
            aria-pressed={split === percent}
            onClick={() => onSplit(percent)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="choices">
        <button type="button" aria-label={t.zoomOut} title={t.zoomOut} onClick={to(zoom / 1.5)}>
          −
        </button>
        <output>{t.percent(Math.round(100 * zoom))}</output>
        <button type="button" aria-label={t.zoomIn} title={t.zoomIn} onClick={to(zoom * 1.5)}>
          +
        </button>
        <button
          type="button"
          aria-pressed={place.zoom === 0}
          onClick={() => onPlace({ zoom: 0, x: 0.5, y: 0.5 })}
        >
          {t.fit}
        </button>
        <button type="button" aria-pressed={place.zoom === 1} onClick={to(1)}>
          {t.pixels}
        </button>
      </div>
    </div>
  );
}
