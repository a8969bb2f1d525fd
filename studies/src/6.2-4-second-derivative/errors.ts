/** Errors in kernels of second derivatives and in finding edges. */
import { add, kernel, scale } from "convoke/workshop";
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  leaning: ({ kernelOf }) => ({ kernelOf: (name) => add(kernelOf(name), kernel([[0, 1, -1]])) }),
  doubled: ({ kernelOf }) => ({ kernelOf: (name) => scale(kernelOf(name), 2) }),
  flat: () => ({ rank: () => 1 }),
  louder: ({ respond }) => ({ respond: (picture, k) => respond(picture, scale(k, 3)) }),
  beside: ({ crossings }) => ({ crossings: (line) => crossings(line).map((x) => x + 1) }),
};
