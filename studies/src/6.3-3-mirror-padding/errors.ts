/** Errors in mirrors. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  halfStep: ({ sourceIndex }) => ({
    sourceIndex: (border, size, i) =>
      sourceIndex(border.kind === "reflect" ? { kind: "symmetric" } : border, size, i),
  }),
  zeros: ({ pad }) => ({ pad: (t, before, after) => pad(t, before, after, { kind: "zero" }) }),
  dark: ({ treated }) => ({
    treated: (x, k, treatment) => treated(x, k, treatment === "none" ? treatment : "zero"),
  }),
  dropped: ({ padTranspose }) => ({
    padTranspose: (t, shape, before, after) =>
      padTranspose(t, shape, before, after, { kind: "zero" }),
  }),
};
