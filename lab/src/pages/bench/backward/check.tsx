/** ⟨ȳ, Cx⟩ = ⟨dx, x⟩ = ⟨dw, w⟩, in numbers. */
import type { Tensor } from "convoke";
import { Formula } from "../../../parts/formula.tsx";
import type { Layer } from "../layer.ts";
import { minus } from "../words.ts";
import { type Gradients, innerProduct } from "./gradients.ts";
import { backwardWords } from "./words.ts";

interface Props {
  readonly layer: Layer;
  readonly gy: Tensor<Float64Array>;
  /** Of all of ȳ. */
  readonly gradients: Gradients;
}

export function Check({ layer, gy, gradients: { dx, dw } }: Props) {
  const t = backwardWords();
  const values = [
    innerProduct(gy.data, layer.y.data),
    innerProduct(dx.data, layer.x.data),
    innerProduct(dw.data, layer.w.data),
  ];
  const apart = Math.max(...values) - Math.min(...values);
  const constant = layer.problem.border.kind === "constant";
  return (
    <section>
      <h2>{t.check}</h2>
      <p>{t.checkSaid}</p>
      <p class="scroll">
        <Formula tex="\langle \bar y, C x\rangle = \langle \mathrm{d}x, x\rangle = \langle \mathrm{d}w, w\rangle" />
      </p>
      <p class="equal" aria-live="polite">
        <output>{values.map(minus).join(apart === 0 ? " = " : " ≈ ")}</output>
      </p>
      <p>{constant ? t.constant : apart === 0 ? t.exact : t.near(minus(apart))}</p>
      <p>{t.adjoint}</p>
    </section>
  );
}
