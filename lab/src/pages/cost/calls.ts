import { connect } from "../../engine/connect.ts";
import type { jobs } from "./jobs.ts";

const start = () =>
  new Worker(new URL("./jobs.ts", import.meta.url), { type: "module", name: "cost" });

export const cost = connect<typeof jobs>(start);

/** Counting whole kernels and timing them hears nothing meanwhile: stopping ends the worker. */
export const counting = connect<typeof jobs>(start, { stopping: "ends" });
