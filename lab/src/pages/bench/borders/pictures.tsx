/** A small picture that is nowhere symmetric, continued by every border. */
import type { Border, Tensor } from "convoke";
import { pad } from "convoke/reference";
import { useMemo } from "preact/hooks";
import { Picture } from "../../../parts/picture.tsx";
import { benchWords } from "../words.ts";

const SIZE = 24;

/** A slope, a bright bar and a dark disc: every mirror image and every repeat is told from the rest. */
function drawn(): Tensor<Float64Array> {
  const data = Float64Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [y, x] = [Math.floor(i / SIZE), i % SIZE];
    if ((y - 7) ** 2 + (x - 6) ** 2 < 17) return 0.05;
    if (Math.abs(y - 22 + x / 2) < 1.6 && x > 3) return 1;
    return 0.25 + (0.5 * (x + y)) / (2 * SIZE);
  });
  return { shape: [SIZE, SIZE], data };
}

const PICTURE = drawn();

interface Props {
  readonly all: readonly Border[];
  readonly ring: number;
  readonly chosen: Border["kind"];
}

export function Pictures({ all, ring, chosen }: Props) {
  const say = benchWords().choices;
  const whole = SIZE + 2 * ring;
  const continued = useMemo(
    () =>
      all.map((border) => {
        // Constants of a layer are no shades; a picture shows the middle between black and white.
        const shade: Border =
          border.kind === "constant" ? { kind: "constant", value: 0.5 } : border;
        return pad(PICTURE, [ring, ring], [ring, ring], shade).data;
      }),
    [ring],
  );
  const inset = { "--inset": `${(100 * ring) / whole}%` };
  return (
    <div class="pictures">
      {all.map((border, i) => (
        <figure key={border.kind} class={border.kind === chosen ? "own" : undefined}>
          <div class="ringed" style={inset}>
            <Picture
              name={say[border.kind]}
              rows={whole}
              columns={whole}
              values={continued[i]}
              range={[0, 1]}
            />
          </div>
          <figcaption>{say[border.kind]}</figcaption>
        </figure>
      ))}
    </div>
  );
}
