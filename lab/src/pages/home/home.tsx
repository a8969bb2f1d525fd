/** One photograph, one kernel: what is changed is seen at once, at full resolution. */
import { useMemo, useState } from "preact/hooks";
import { Refusal } from "../../parts/refusal.tsx";
import { threads } from "../../state/isolation.ts";
import { parametersOf } from "../../state/parameters.ts";
import { Details, Status } from "./details.tsx";
import { Further } from "./further.tsx";
import { squareKernel } from "./kernel/kernel.ts";
import { KernelPanel } from "./kernel/panel.tsx";
import { PARAMETERS, type Sample } from "./parameters.ts";
import { settingOf } from "./setting.ts";
import { Sources } from "./source/sources.tsx";
import { Stage } from "./stage/stage.tsx";
import { Tools } from "./stage/tools.tsx";
import { type Size, viewOf } from "./stage/view.ts";
import { useDarkroom } from "./use-darkroom.ts";
import { homeWords } from "./words.ts";
import "./home.css";

/** More points than that are not seen, and cost time. */
const MOST_DENSITY = 2;

export default function Home() {
  const t = homeWords();
  const parameters = parametersOf(PARAMETERS);
  const { values } = parameters;
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 });
  const { kernel, problem } = useMemo(() => kernelOfText(values.kernel), [values.kernel]);
  const setting = settingOf(kernel, values, threads.value);
  const place = { zoom: values.zoom, x: values.x, y: values.y };
  const density = Math.min(MOST_DENSITY, devicePixelRatio);
  const room = useDarkroom(setting, (picture) =>
    frame.width === 0 ? null : viewOf(place, picture, frame, density),
  );
  const { picture } = room;
  const problems = [parameters.problem, problem, room.problem].filter((one) => one !== null);
  return (
    <div class="home">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {problems.map((one) => (
        <p key={one} role="alert">
          <Refusal of={one} />
        </p>
      ))}
      <div class="columns">
        <section class="seen" aria-label={t.picture}>
          <Stage
            picture={picture}
            frame={frame}
            place={place}
            split={values.split}
            onFrame={setFrame}
            onPlace={parameters.set}
            onSplit={(split) => parameters.set({ split })}
          />
          <Tools
            picture={picture}
            frame={frame}
            place={place}
            split={values.split}
            onPlace={parameters.set}
            onSplit={(split) => parameters.set({ split })}
          />
          <div aria-live="polite">
            {room.opening && <p class="status-line">{t.decoding}</p>}
            {!room.opening && picture && <Status runs={room.runs} picture={picture} />}
          </div>
          <Sources
            room={room}
            picked={values.picture as Sample}
            onPick={(sample) => parameters.set({ picture: sample })}
          />
        </section>
        <KernelPanel kernel={kernel} parameters={parameters} />
      </div>
      <Further {...{ kernel, setting, picture }} />
      {picture && <Details setting={setting} picture={picture} runs={room.runs} />}
    </div>
  );
}

/** The kernel of a text; the standard one where it is none, with what is wrong with it. */
function kernelOfText(text: string) {
  try {
    return { kernel: squareKernel(text), problem: null };
  } catch (error) {
    return {
      kernel: squareKernel(PARAMETERS.kernel.standard),
      problem: (error as Error).message,
    };
  }
}
