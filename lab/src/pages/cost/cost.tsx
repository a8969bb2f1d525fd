/** What a layer costs, beside a pinned one; forwards, backwards, in memory, by algorithm, and what if. */
import type { ElementType } from "convoke/cost";
import { useMemo } from "preact/hooks";
import { useWork } from "../../engine/work.ts";
import { SaveMenu } from "../../parts/save-menu.tsx";
import { jsonSaving } from "../../parts/savings.ts";
import { useRested } from "../../parts/use-rested.ts";
import { change } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import { parametersOf } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";
import { Algorithms } from "./algorithms.tsx";
import { Backward } from "./backward.tsx";
import { Beside } from "./beside.tsx";
import { cost } from "./calls.ts";
import { Curves } from "./curves.tsx";
import { Doubled } from "./doubled.tsx";
import { Forward } from "./forward.tsx";
import { LayerControls } from "./layer-controls.tsx";
import { COST } from "./parameters.ts";
import { Roofs } from "./roofs.tsx";
import { costPageWords } from "./words.ts";
import "./cost.css";

export default function Cost() {
  const t = costPageWords();
  const parameters = parametersOf(COST);
  const { layer, pinned } = parameters.values;
  const dtype = parameters.values.dtype as ElementType;
  const { value, problem } = useWork(`${layer} ${dtype}`, () =>
    cost.call("costs", { layer, dtype }),
  );
  // What takes long waits until the slider rests: whole kernels are counted, a hundred layers drawn.
  const rested = useRested(value);
  const heavy = useMemo(() => rested && <Algorithms costs={rested} />, [rested, language.value]);
  // What a drag does not change is not compared again.
  const counted = useMemo(
    () =>
      value && (
        <>
          <Forward costs={value} />
          <Backward costs={value} />
          <Doubled doubled={value.doubled} onOpen={(next) => change({ layer: next })} />
        </>
      ),
    [value, language.value],
  );
  return (
    <>
      <h1>{shellWords().cost}</h1>
      <p>{t.about}</p>
      <LayerControls parameters={parameters} problem={problem} />
      {value && (
        <>
          <Beside {...{ layer, pinned, dtype }} onSet={parameters.set} />
          {counted}
          {rested && <Curves {...{ parameters, dtype }} layer={rested.layer.descriptor} />}
          {heavy}
          <SaveMenu label={t.save} items={[jsonSaving("cost.json", () => value)]} />
          {rested && <Roofs key={rested.layer.descriptor} cost={rested.layer} />}
        </>
      )}
    </>
  );
}
