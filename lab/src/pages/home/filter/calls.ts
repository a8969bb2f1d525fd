/** The page's side of the worker that filters. */
import { connect } from "../../../engine/connect.ts";
import type { jobs } from "./jobs.ts";

export const darkroom = connect<typeof jobs>(
  () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
);
