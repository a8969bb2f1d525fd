import { connect } from "../../engine/connect.ts";
import type { jobs } from "./jobs.ts";

const start = () =>
  new Worker(new URL("./jobs.ts", import.meta.url), { type: "module", name: "workshop" });

export const workshop = connect<typeof jobs>(start);

/** Taking a kernel apart may take ten seconds, in which it hears nothing: stopping ends the worker. */
export const factoring = connect<typeof jobs>(start, { stopping: "ends" });
