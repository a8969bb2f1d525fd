/** A view of the layer: its controls at the side, what the view is about, and what does not fit. */
import type { ComponentChildren } from "preact";
import { Refusal } from "../../parts/refusal.tsx";
import type { LAYER } from "./layer.ts";
import { LayerPanel } from "./panel.tsx";
import type { OnBench } from "./use-layer.ts";

interface Props {
  readonly bench: OnBench;
  readonly lead: string;
  /** Parameters that the view has no use for. */
  readonly without?: readonly (keyof typeof LAYER)[];
  readonly children: ComponentChildren;
}

export function Place({ bench, lead, without = [], children }: Props) {
  return (
    <div class="workplace">
      <LayerPanel bench={bench} without={without} />
      <div>
        <p class="lead">{lead}</p>
        {bench.badAddress !== null && (
          <p role="alert">
            <Refusal of={bench.badAddress} />
          </p>
        )}
        {bench.problem !== null && (
          <p role="alert">
            <Refusal of={bench.problem} />
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
