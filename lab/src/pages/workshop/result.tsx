/** A kernel that came out of something: looked at, and taken for the one at work. */

import type { Kernel } from "convoke/workshop";
import { KernelView } from "../../parts/kernel/kernel-view.tsx";
import { go } from "../../state/address.ts";
import { workshopWords } from "./words.ts";

export function Result(props: { readonly name: string; readonly kernel: Kernel }) {
  const t = workshopWords();
  const { kernel: k } = props;
  return (
    <div>
      <KernelView name={props.name} kernel={k} />
      <p class="hint">
        {k.shape.join("×")}, {t.origin} [{k.origin.join(", ")}], {k.exact ? t.exact : t.floats}
      </p>
    </div>
  );
}

export function UseIt({ text }: { readonly text: string }) {
  const t = workshopWords();
  return (
    <button type="button" class="main" onClick={() => go("workshop", { kernel: text })}>
      {t.use}
    </button>
  );
}
